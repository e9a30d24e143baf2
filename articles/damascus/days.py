"""Damascus days, months and years as half-open ranges of UTC: ``start <= instant < end``.

A range is what an archive page asks the database for. Days lasted 23 or 25 hours when clocks
changed, and on 18 springs from 2005 to 2022 a day began at 01:00, its midnight missing.

At the ends of Python's calendar nothing raises: 1 January of the year 1 begins at
``datetime.min`` and 31 December 9999 ends at ``datetime.max``, both in UTC.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

from .zone import DAMASCUS, in_damascus

Range = tuple[datetime, datetime]


def damascus_date(instant: datetime) -> date:
    """Return the Damascus date of an aware instant: ``2018-05-24T23:01Z`` -> 25 May 2018.

    ValueError for a naive datetime.
    """
    return in_damascus(instant).date()


def day_range(day: date) -> Range:
    """Return the aware UTC instants at which a Damascus day and the next one begin.

    25 May 2018 -> ``(2018-05-24T21:00Z, 2018-05-25T21:00Z)``.
    """
    return _first_instant(day), _instant_after(day)


def month_range(year: int, month: int) -> Range:
    """Return the aware UTC instants at which a Damascus month and the next one begin.

    ``(2018, 5)`` -> ``(2018-04-30T21:00Z, 2018-05-31T21:00Z)``. ValueError for a month outside
    1-12 or a year outside 1-9999.
    """
    first = date(year, month, 1)
    last = date(year, month, monthrange(year, month)[1])
    return _first_instant(first), _instant_after(last)


def year_range(year: int) -> Range:
    """Return the aware UTC instants at which a Damascus year and the next one begin.

    ``2018`` -> ``(2017-12-31T22:00Z, 2018-12-31T22:00Z)``. ValueError outside 1-9999.
    """
    return _first_instant(date(year, 1, 1)), _instant_after(date(year, 12, 31))


def _instant_after(day: date) -> datetime:
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return _first_instant(day + timedelta(days=1))


def _first_instant(day: date) -> datetime:
    """Of a missing midnight, fold=0 gives the moment the clocks jumped (PEP 495): 00:00 = 01:00."""
    try:
        return datetime.combine(day, time.min, DAMASCUS).astimezone(UTC)
    except OverflowError:  # only 1 January of the year 1: Damascus is east of Greenwich
        return datetime.min.replace(tzinfo=UTC)
