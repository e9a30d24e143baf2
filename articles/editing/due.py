"""What follows from the clock: done by ``manage.py publish_due``, whenever it runs.

What readers see is decided by ``published()`` and needs nobody; a run that was missed is caught up
by the next. Here is only what follows: the audit, links that waited, the search index.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article, Deed, Status
from articles.search import store_document

from .deeds import Verb, note
from .links import link_arrivals
from .outbox import Event, tell

Failed = Callable[[int, Exception], None]
"""Called with the id of an article whose turn failed, and why; the others go on."""


def announce_due(now: datetime, failed: Failed) -> int:
    """Do what follows from articles whose time has come; return how many there were."""
    due = Article.objects.published(at=now).filter(announced_at=None)
    return _each(due, lambda article: _announce(article, now), failed)


def expire_due(now: datetime, failed: Failed) -> int:
    """Do what follows from articles whose time is over; return how many there were."""
    over = Article.objects.filter(status=Status.PUBLISHED, expires_at__lte=now)
    said = Deed.objects.filter(
        article=OuterRef("pk"), verb=Verb.EXPIRED, done_at__gte=OuterRef("expires_at")
    )
    # What came and went between two runs was not announced, nor is it said that it is over.
    due = over.filter(Q(announced_at__isnull=False) | ~Exists(said))
    return _each(due, _expire, failed)


def _each(due: QuerySet[Article], act: Callable[[Article], None], failed: Failed) -> int:
    done = 0
    for pk in list(due.order_by("published_at", "pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                article = due.select_for_update().filter(pk=pk).first()
                if article is not None:  # another run was quicker
                    act(article)
                    done += 1
        except Exception as error:
            failed(pk, error)
    return done


def _announce(article: Article, now: datetime) -> None:
    article.announced_at = now
    article.save(update_fields=["announced_at"])
    store_document(article)
    link_arrivals({article.headline_key})
    tell(Event.PUBLISHED, article, at=now)
    note(Verb.WENT_LIVE, article, by=None)


def _expire(article: Article) -> None:
    if article.announced_at is None:
        note(Verb.WENT_LIVE, article, by=None)
    else:  # of what nobody was told, nobody is told that it is over
        tell(Event.EXPIRED, article, at=article.expires_at)
    article.announced_at = None
    article.save(update_fields=["announced_at"])
    store_document(article)
    note(Verb.EXPIRED, article, by=None)
