"""An article's words as they are matched: folded, written with the article in one transaction."""

from articles.arabic import match_keys
from articles.body import plain_text
from articles.models import Article, SearchDocument


def document_text(*, headlines: list[str], bodies: list[str]) -> str:
    """Return the folded words of headlines, summaries (plain text) and bodies (HTML), one a line."""
    texts = headlines + [line for body in bodies for line in plain_text(body).split("\n")]
    return "\n".join(filter(None, match_keys(texts)))


def store_document(article: Article) -> None:
    """Write the words of a saved article; call it inside the transaction that saved it."""
    text = document_text(
        headlines=[article.title_ar or "", article.summary_ar or ""],
        bodies=[article.body_ar or ""],
    )
    if article.has_english:
        english = document_text(
            headlines=[article.title_en, article.summary_en or ""], bodies=[article.body_en]
        )
        text = f"{text}\n{english}"
    SearchDocument.objects.update_or_create(article=article, defaults={"text": text})
