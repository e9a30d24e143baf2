"""What was in a feed and is not any more: withdrawn from readers, or its time was over."""

from datetime import datetime
from typing import NamedTuple

from articles.models import Article, ArticleQuerySet, Correction, Status
from articles.sharing import article_id, moment

_MOST = 30


class Departed(NamedTuple):
    """An entry that left: its id, when, and what readers were told of it."""

    id: str
    at: datetime
    notice: str


def departed_from(
    articles: ArticleQuerySet, language: str, *, since: datetime, now: datetime
) -> list[Departed]:
    """Return what left a feed of these articles since then, the latest first. Two queries."""
    retractions = (
        Correction.objects.filter(
            kind=Correction.Kind.RETRACTION, issued_at__gte=since, article__in=articles
        )
        # What was published again is in the feed again.
        .exclude(article__in=Article.objects.published(at=now))
        .in_language(language)
        .newest_first()
        .values_list("article_id", "issued_at", f"text_{language}")[:_MOST]
    )
    expired = (
        articles.in_language(language)
        .filter(status=Status.PUBLISHED, expires_at__gte=since, expires_at__lte=now)
        .order_by("-expires_at", "-pk")
        .values_list("pk", "expires_at")[:_MOST]
    )
    left = {pk: Departed(article_id(pk, language), moment(at), "") for pk, at in expired}
    for pk, at, text in reversed(retractions):
        left[pk] = Departed(article_id(pk, language), moment(at), text)
    return sorted(left.values(), key=lambda departed: departed.at, reverse=True)[:_MOST]
