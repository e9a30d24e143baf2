"""An article's words as they are matched: folded, written with the article in one transaction."""

from articles.body import matched_words
from articles.models import Article, SearchDocument


def store_document(article: Article) -> None:
    """Write the words of a saved article; call it inside the transaction that saved it."""
    text = matched_words(
        headlines=[article.title_ar or "", article.summary_ar or ""],
        bodies=[article.body_ar or ""],
    )
    if article.has_english:
        english = matched_words(
            headlines=[article.title_en, article.summary_en or ""], bodies=[article.body_en]
        )
        text = f"{text}\n{english}"
    SearchDocument.objects.update_or_create(article=article, defaults={"text": text})
