"""Read the day or the month that a line names: what someone who searches means by it."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from .letters import fold, offsets, single_spaced
from .months import MONTHS
from .patterns import month_and_year
from .reading import read_time

# Names of months that are words of every day too: الصيف 2018 is a summer, not a June.
_EVERYDAY = {
    fold(name)
    for name in [
        "أي النار",
        "النوار",
        "الربيع",
        "الطير",
        "الماء",
        "الصيف",
        "ناصر",
        "هانيبال",
        "الفاتح",
        "التمور",
        "الحرث",
        "الكانون",
    ]
}
_FROM = re.compile(r"(?<!\S)(?:من|منذ|from)\s+\Z", re.IGNORECASE)
_TO = re.compile(r"\s*(?:(?<=\s)(?:و?حتى|إلى|الى|to|until)\s+|[-–—]\s*)", re.IGNORECASE)
_MONTH_AND_YEAR = re.compile(month_and_year(set(MONTHS) - _EVERYDAY))


class NamedPeriod(NamedTuple):
    """Damascus days from ``first`` to ``last``, named by ``text[start:end]`` of the line."""

    first: date
    last: date
    start: int
    end: int


def read_period(text: str) -> NamedPeriod | None:
    """Return the first day, or else the first month, that a line names; None if it names none.

    ``"معارك أيار 2018"`` -> 1 to 31 May 2018; ``"21.05.2018"`` -> that day; ``"من 21.05.2018 إلى
    حزيران 2018"`` -> 21 May to 30 June 2018. Never raises.
    """
    first = _read_one(text)
    if first is None:
        return None
    # A day is read before a month, though it may be the end of what begins with one.
    earlier = _read_one(text[: first.start])
    return (earlier and _joined(text, earlier)) or _joined(text, first) or first


def _joined(text: str, first: NamedPeriod) -> NamedPeriod | None:
    """The period that begins with ``first`` and ends with one behind it: from … to …"""
    link = _TO.match(text, first.end)
    last = _read_one(text[link.end() :]) if link else None
    if link is None or last is None or last.start or last.last < first.first:
        return None
    beginning = _FROM.search(text, 0, first.start)
    start = beginning.start() if beginning else first.start
    return NamedPeriod(first.first, last.last, start, link.end() + last.end)


def _read_one(text: str) -> NamedPeriod | None:
    """Return the first day or month, without what it is joined to."""
    printed = read_time(text)
    if printed is not None and printed.day:
        return NamedPeriod(printed.day, printed.day, *printed.span)
    found = _MONTH_AND_YEAR.search(fold(text))
    if found is None:
        return None
    names = [name for name in found.group("name", "pair") if name]
    months = {MONTHS[single_spaced(name)] for name in names}
    if len(months) != 1:
        return None
    first = date(int(found["year"]), months.pop(), 1)
    place = offsets(text)
    return NamedPeriod(first, _last_of(first), place[found.start()], place[found.end()])


def _last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
