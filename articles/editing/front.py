"""The front page: which article stands where.

The chief editor gives places to articles (``FrontSlot``). A place that nobody gave away, whose time
is over, or whose article cannot be read where the page is, goes by date. No article stands twice.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.exceptions import Refused
from articles.models import Article, ArticleQuerySet, FrontSlot

from .deeds import Verb, note

POSITIONS = range(FrontSlot.FIRST, FrontSlot.LAST + 1)
# How far behind the newest an article may have been published and be among the latest: what is
# imported today and was published years ago is no news.
RECENT = timedelta(days=30)


class Slot(NamedTuple):
    """What the chief editor gave a place to, and until when (aware; None is for good)."""

    article_id: int
    until: datetime | None = None


class Place(NamedTuple):
    """An article in a place of the front page, and whether it was given that place."""

    position: int
    article: Article
    is_given: bool


class Front(NamedTuple):
    """What stands in the places, in their order, and the latest of what does not."""

    places: list[Place]
    latest: list[Article]


def front_slots(*, at: datetime | None = None) -> dict[int, Slot]:
    """The places that are given to articles at ``at`` (aware; now, unless given), by number."""
    at = at or timezone.now()
    return {
        slot.position: Slot(slot.article_id, slot.until)
        for slot in FrontSlot.objects.all()
        if slot.until is None or slot.until > at
    }


def fill_front(articles: ArticleQuerySet, slots: Mapping[int, Slot], *, latest: int) -> Front:
    """Fill the places from articles that can be read, and find so many of the latest. Two queries."""
    ids = {slot.article_id for slot in slots.values()}
    given = articles.in_bulk(ids)
    newest = list(articles.latest_first()[: len(POSITIONS) + latest + len(given)])
    by_date = iter([article for article in newest if article.pk not in given])
    places = []
    for position in POSITIONS:
        article = given.get(slots[position].article_id) if position in slots else None
        is_given = article is not None
        if article := article or next(by_date, None):
            places.append(Place(position, article, is_given))
    rest = [
        article for article in by_date if newest[0].published_at - article.published_at <= RECENT
    ]
    return Front(places, rest[:latest])


def may_arrange(user: AbstractBaseUser | AnonymousUser) -> bool:
    return user.has_perm("articles.change_frontslot")


def arrange_front(
    slots: Mapping[int, Slot], *, base: Mapping[int, Slot], by: AbstractBaseUser
) -> bool:
    """Give the places to articles, in place of those they had; whether that changed anything.

    ``base`` is what the chief editor saw: Refused where somebody has changed it since.
    """
    if not may_arrange(by):
        raise Refused(_("Only the chief editor may arrange the front page."))
    ids = [slot.article_id for slot in slots.values()]
    if len(ids) != len(set(ids)):
        raise Refused(_("An article has one place on the front page; this one was given two."))
    if Article.objects.filter(pk__in=ids).count() != len(ids):
        raise Refused(_("One of these articles is no longer there."))
    meanwhile = Refused(
        _("Somebody else changed the front page meanwhile. Look at what it is now, and save again.")
    )
    try:
        with transaction.atomic():
            _lock_the_front()
            stored = FrontSlot.objects.all()
            if {slot.position: Slot(slot.article_id, slot.until) for slot in stored} == slots:
                return False
            if front_slots() != base:
                raise meanwhile
            FrontSlot.objects.all().delete()
            FrontSlot.objects.bulk_create(
                FrontSlot(position=position, article_id=slot.article_id, until=slot.until)
                for position, slot in slots.items()
            )
            said = ", ".join(f"{position}: #{slot.article_id}" for position, slot in slots.items())
            note(Verb.ARRANGED, None, by=by, text=said)
    except IntegrityError:
        raise meanwhile from None
    return True


def _lock_the_front() -> None:
    """Wait for whoever is arranging; theirs is what is read next.

    There may be no place yet, or none any more: the row that says what places are is always there.
    """
    ContentType.objects.select_for_update(no_key=True).get(app_label="articles", model="frontslot")
