"""The number of an entry in the index, which says all that retrieval sorts and bounds by.

From the highest bit down: the index (one of two), whether readers may see the article, its
language, its minute of publication, its id. Entries read in descending order of their places come
newest first, and "the public Arabic articles of May 2018" are one range of numbers: neither
database has to look at an article to sort or to bound by time.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from articles.models import FIRST_TIME

_ID_BITS = 31
_MINUTE_BITS = 27  # the 201 years in which articles may be published are 106 million minutes
_SHELF_BITS = 2
_LAST_MINUTE = 2**_MINUTE_BITS - 1
LANGUAGES = ("ar", "en")


class Places(NamedTuple):
    """A range of places, both ends in it."""

    first: int
    last: int


def place_of(
    article_id: int, language: str, *, slot: int, public: bool, published_at: datetime | None
) -> int:
    """The place of an article's entry in one language; without a time it is before all others."""
    minute = _minute(published_at) if published_at else 0
    return _number(slot, _shelf(public, language), minute, article_id)


def article_at(place: int) -> int:
    """The id of the article whose entry has this place."""
    return place & (2**_ID_BITS - 1)


def minute_of(place: int) -> datetime:
    """The minute of publication that a place says; the first of all times for an article without."""
    return FIRST_TIME + timedelta(minutes=place >> _ID_BITS & _LAST_MINUTE)


def places_between(
    language: str,
    *,
    slot: int,
    public: bool = True,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Places:
    """The places of articles published at ``since`` (aware) or later and before ``until``."""
    shelf = _shelf(public, language)
    first = _minute(since) if since else 0
    last = _minute(until) - 1 if until else _LAST_MINUTE
    return Places(_number(slot, shelf, first, 0), _number(slot, shelf, last, 2**_ID_BITS - 1))


def places_of(slot: int) -> Places:
    """All places of an index."""
    last = 2**_SHELF_BITS - 1
    return Places(_number(slot, 0, 0, 0), _number(slot, last, _LAST_MINUTE, 2**_ID_BITS - 1))


def _shelf(public: bool, language: str) -> int:
    return 2 * (not public) + LANGUAGES.index(language)


def _minute(time: datetime) -> int:
    """Whole minutes since the first time that an article may have."""
    minutes = (time - FIRST_TIME) // timedelta(minutes=1)
    return min(max(minutes, 0), _LAST_MINUTE)


def _number(slot: int, shelf: int, minute: int, id_: int) -> int:
    return ((slot << _SHELF_BITS | shelf) << _MINUTE_BITS | minute) << _ID_BITS | id_
