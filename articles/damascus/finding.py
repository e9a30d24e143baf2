"""Where a folded line prints a date, its clock and its zone, and how far its trimmings go."""

import re
from typing import NamedTuple

from .patterns import DATES, DAY_YEAR, LONE_WORD, MONTH_FIRST, PIECE

_REACH = 80  # characters in front of a date in which its weekday, Hijri date or clock may stand

_Match = re.Match[str]


class Find(NamedTuple):
    """Matches in a folded line; the numbers are places in it."""

    date: _Match
    clock: _Match | None
    places: tuple[str, ...]
    """What is printed as zone: ``("دمشق",)``. Empty if nothing is, two where two are."""
    start: int
    """Where the date, or the clock in front of it, starts."""
    end: int
    """Where the date, or the clock or zone behind it, ends."""
    left: int
    """Where the weekday, Hijri date, separators and the like in front start."""
    right: int
    """Where those behind end."""


def find_date(line: str) -> Find | None:
    """Return the first date in a folded line with all that belongs to it, or None."""
    date = _first_date(line)
    if date is None:
        return None
    clock, zone, right = _read_on(line, date.end())
    end = max(match.end() for match in (date, clock, zone) if match)
    start = date.start()
    clock_in_front, left = _read_back(line, start, is_clock_known=clock is not None)
    if clock_in_front:
        clock, start = clock_in_front, clock_in_front.start("hour")
    places = tuple(filter(None, (clock and clock["place"], zone and zone["city"])))
    # A word that stands alone behind a clock is taken for its zone, and then for an unknown one.
    if clock and not places and right == clock.end() and (lone := LONE_WORD.match(line, right)):
        places, end, right = (lone["word"],), lone.end("word"), lone.end()
    return Find(date, clock, places, start, end, left, right)


def _first_date(line: str) -> _Match | None:
    dates = [date for pattern in DATES if (date := pattern.search(line))]
    if DAY_YEAR.search(line) and (date := MONTH_FIRST.search(line)):
        dates.append(date)
    return min(dates, key=re.Match.start, default=None)


def _read_on(line: str, start: int) -> tuple[_Match | None, _Match | None, int]:
    """Return the clock and the zone behind a date, and where the last piece of the kind ends."""
    clock = zone = None
    at = right = start
    while (piece := PIECE.match(line, at)) and piece.lastgroup != "other":
        if piece.lastgroup == "clock":
            if clock:
                break
            clock = piece
        elif piece.lastgroup == "zone":
            if zone:
                break
            zone = piece
        at = piece.end()
        if piece.lastgroup != "joint":
            right = at
    return clock, zone, right


def _read_back(line: str, end: int, *, is_clock_known: bool) -> tuple[_Match | None, int]:
    """Return the clock in front of a date, and where the first piece of the kind starts."""
    pieces: list[_Match] = []
    for piece in PIECE.finditer(line, max(0, end - _REACH), end):
        # A zone away from its clock is none: "توقيت النشر" is a label.
        if piece.lastgroup in ("other", "zone"):
            pieces.clear()
        else:
            pieces.append(piece)
    clock = None
    left = end
    for piece in reversed(pieces):
        if piece.lastgroup == "clock":
            if clock or is_clock_known:
                break
            clock = piece
        if piece.lastgroup != "joint":
            left = piece.start()
    return clock, left
