"""An article's words as they are matched: folded, written with the article in one transaction."""

from articles.arabic import match_keys
from articles.body import plain_text
from articles.models import Article, SearchDocument


def document_text(*, headlines: list[str], bodies: list[str]) -> str:
    """Return the folded words of headlines, summaries (plain text) and bodies (HTML), one a line."""
    texts = headlines + [line for body in bodies for line in plain_text(body).split("\n")]
    return "\n".join(filter(None, match_keys(texts))) if texts else ""


def store_document(article: Article) -> None:
    """Write the words of a saved article; call it inside the transaction that saved it."""
    text = document_text(
        headlines=[
            words
            for words in (article.title_ar, article.summary_ar, article.title_en, article.summary_en)
            if words
        ],
        bodies=[body for body in (article.body_ar, article.body_en) if body],
    )
    SearchDocument.objects.update_or_create(article=article, defaults={"text": text})
