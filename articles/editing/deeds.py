"""The audit: every verb of this room leaves a line."""

from django.contrib.auth.models import AbstractBaseUser

from articles.arabic import clean_text
from articles.models import Article, Deed

Verb = Deed.Verb


def note(
    verb: Verb,
    article: Article | None,
    *,
    by: AbstractBaseUser | None,
    text: str = "",
) -> None:
    """Write down what was done; call it in the transaction that does it."""
    Deed.objects.create(
        verb=verb,
        article_id=article.pk if article else None,
        headline=(article.title_ar or "")[:300] if article else "",
        version=article.version if article else None,
        note=clean_text(text)[:300],
        done_by_id=by.pk if by else None,
    )
