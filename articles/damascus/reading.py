"""Read the date and time that a line of a page prints, and say how sure the reading is."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from .clock import clock_time
from .finding import find_date
from .letters import INVISIBLE, fold, offsets, single_spaced
from .months import MONTHS
from .patterns import MAYBE_YEAR, OFFSET
from .zone import DAMASCUS, ZONES_BY_CITY, fixed_zone, occurrences

Precision = Literal["minute", "day"]
Doubt = Literal["unreadable-date", "ambiguous-time", "nonexistent-time", "unknown-zone"]

_LOCAL = {"المحلي", "محلي"}
_SEPARATORS = f" \t\r\n\u00a0{INVISIBLE}|,،:;؛.…-–—/\\•·*_"
_LOOSE_TATWEEL = re.compile(r"\sـ\Z")  # a dash; behind a letter it is part of the word: هـ


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A date, perhaps with a clock and a zone, as one line prints it.

    ``تاريخ النشر: 09.02.2020 | 07:40 دمشق`` has the text ``09.02.2020 | 07:40 دمشق``, the day
    2020-02-09, the clock 07:40, the zone ``Asia/Damascus``, the instant 2020-02-09T05:40Z, the
    precision ``minute`` and the rest ``تاريخ النشر``.
    """

    text: str
    """The date with its clock and zone, as printed."""
    span: tuple[int, int]
    """Where ``text`` starts and ends in the line, in characters."""
    day: date | None
    """The printed day, in the printed zone. None where the figures name no day: 31.02.2018."""
    clock: time | None
    """The printed time of day. None if there is none, it is none (25:61) or it is 00:00:00."""
    zone_key: str
    """IANA key of the printed zone, or of the default; ``""`` where the printed one is unknown."""
    instant: datetime | None
    """Aware UTC, for a day with a clock in a known zone. The first of two, if ambiguous."""
    precision: Precision | None
    """``minute`` where there is an instant, else ``day``; None without a day."""
    doubts: tuple[Doubt, ...]
    """``unreadable-date``: the figures name no day, or no time of day. ``unknown-zone``.
    ``nonexistent-time``: skipped that day; the instant reckons with the offset before the change.
    ``ambiguous-time``: the clocks showed it twice that day."""
    alternatives: tuple[datetime, ...]
    """Both instants of an ambiguous time, aware UTC; else empty."""
    rest: str
    """What of the line is not date: no weekday, Hijri date, separator, ``الساعة`` and the like."""

    @property
    def is_whole_line(self) -> bool:
        """Whether the line is nothing but a date."""
        return not self.rest


def read_time(text: str, *, default_zone: ZoneInfo = DAMASCUS) -> PrintedTime | None:
    """Return the first date that a line prints, or None if it prints none.

    Digits of three families, months of five regions, 12 and 24 hours; see the tests for every
    shape. Numbers are day-first, or year-first with four digits, and never month-first:
    ``05/21/2018`` is unreadable. Only the years 1900-2100 are years. ``منذ 7 سنوات`` is no date.
    A zone is a city or offset behind the clock, or behind ``بتوقيت``; with none printed,
    ``default_zone``. 00:00:00 is how a program prints a time it does not know: a day. Never raises.
    """
    if not MAYBE_YEAR.search(text):
        return None
    found = find_date(fold(text))
    if found is None:
        return None
    day = _day(found.date)
    clock, is_clock_readable = _clock(found.clock)
    zone_key = _zone_key(found.places, default_zone)

    doubts: list[Doubt] = []
    if day is None or not is_clock_readable:
        doubts.append("unreadable-date")
    if not zone_key:
        doubts.append("unknown-zone")
    instant: datetime | None = None
    instants: tuple[datetime, ...] = ()
    if day and clock and zone_key:
        instant, instants = _instant(datetime.combine(day, clock), ZoneInfo(zone_key))
        if len(instants) != 1:
            doubts.append("ambiguous-time" if instants else "nonexistent-time")

    place = offsets(text)
    start, end = place[found.start], place[found.end]
    printed = text[start:end].rstrip(INVISIBLE)
    return PrintedTime(
        text=printed,
        span=(start, start + len(printed)),
        day=day,
        clock=clock,
        zone_key=zone_key,
        instant=instant,
        precision=None if day is None else "minute" if instant else "day",
        doubts=tuple(doubts),
        alternatives=instants if len(instants) > 1 else (),
        rest=_rest(text[: place[found.left]], text[place[found.right] :]),
    )


def _day(printed: re.Match[str]) -> date | None:
    """None, too, where a pair of month names disagrees: أيار/يونيو."""
    parts = printed.groupdict()
    names = [name for name in (parts.get("name"), parts.get("pair")) if name]
    months = {MONTHS[single_spaced(name)] for name in names} or {int(parts["month"])}
    try:
        (month,) = months
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None


def _clock(printed: re.Match[str] | None) -> tuple[time | None, bool]:
    """Return the time of day, if any, and whether what is printed could be read."""
    if printed is None:
        return None, True
    hour, minute, second, half = printed.group("hour", "minute", "second", "half")
    clock = clock_time(int(hour), int(minute), int(second or 0), half)
    is_unknown = second is not None and clock == time.min
    return None if is_unknown else clock, clock is not None


def _zone_key(places: tuple[str, ...], default: ZoneInfo) -> str:
    """Return "" for a place nobody knows, and for two that are not one zone."""
    keys = {_zone_of(place, default) for place in places} or {default.key}
    return keys.pop() if len(keys) == 1 else ""


def _zone_of(place: str, default: ZoneInfo) -> str:
    if place in _LOCAL:
        return default.key
    if signed := OFFSET.search(place):
        return fixed_zone(signed["sign"], int(signed["hours"]), int(signed["minutes"] or 0))
    return ZONES_BY_CITY.get(single_spaced(place), "")


def _instant(local: datetime, zone: ZoneInfo) -> tuple[datetime, tuple[datetime, ...]]:
    instants = occurrences(local, zone)
    return (instants or (local.replace(tzinfo=zone).astimezone(UTC),))[0], instants


def _rest(in_front: str, behind: str) -> str:
    """Join what is left on the two sides, without the brackets that held the date."""
    sides = in_front.rstrip(_SEPARATORS + "([{«"), behind.lstrip(_SEPARATORS + ")]}»")
    return " ".join(filter(None, map(_stripped, sides)))


def _stripped(side: str) -> str:
    side = side.lstrip(_SEPARATORS + "ـ").rstrip(_SEPARATORS)
    return _LOOSE_TATWEEL.sub("", side).rstrip(_SEPARATORS)
