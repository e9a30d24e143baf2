"""What was in a feed and is not any more: withdrawn from readers, or its time was over."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef

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
    its_article = {"pk": OuterRef("article")}
    retractions = (
        Correction.objects.filter(
            Exists(articles.filter(**its_article)),
            # What was published again is in the feed again.
            ~Exists(Article.objects.published(at=now).filter(**its_article)),
            kind=Correction.Kind.RETRACTION,
            issued_at__gte=since,
        )
        .in_language(language)
        .newest_first()
        .values_list("article_id", "issued_at", f"text_{language}")[:_MOST]
    )
    expired = (
        articles.in_language(language)
        .filter(expires_at__gte=since, expires_at__lte=now)
        # Said this way round, SQLite goes by the few that expire and not by all that are published.
        .exclude(status__in=[Status.DRAFT, Status.WITHDRAWN])
        .order_by("-expires_at", "-pk")
        .values_list("pk", "expires_at")[:_MOST]
    )
    left = {pk: Departed(article_id(pk, language), moment(at), "") for pk, at in expired}
    for pk, at, text in reversed(retractions):
        left[pk] = Departed(article_id(pk, language), moment(at), text)
    return sorted(left.values(), key=lambda departed: departed.at, reverse=True)[:_MOST]
