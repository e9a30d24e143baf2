"""What a printed date, and the things that stand around one, look like in a folded line.

Every repetition has an upper bound, so that no line, however hostile, costs more than a fixed
number of steps for each of its characters.
"""

import re
from collections.abc import Iterable

from .clock import HALVES
from .months import HIJRI_MONTHS, MONTHS, WEEKDAYS
from .zone import ZONES_BY_CITY


def _any_of(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", " {1,3}") for name in longest_first)


MAYBE_YEAR = re.compile("[12١٢۱۲][019٠١٩۰۱۹][0-9٠-٩۰-۹]{2}")
"""Sought in the line as printed: without it there is no date, and no need to fold."""

# --- dates ---------------------------------------------------------------------------------

_GAP = " {0,3}"
_JOINTS = r"[ ,./\\-]{0,5}"
_WORD_END = r"(?![^\W\d_])"
_YEARS = r"19\d\d|20\d\d|2100"
_YEAR = rf"(?P<year>{_YEARS})"
_MONTH = _any_of(MONTHS)
_NAMES = rf"(?P<name>{_MONTH})(?:{_GAP}[/(-]{_GAP}(?P<pair>{_MONTH}){_GAP}\)?)?"
# Patterns start at a digit, which the engine finds fast, and look back from behind it.
_DIGIT = r"\d(?<!\d\d)"
# Figures are no date inside a file name, an address, a telephone or version number; a clock may
# be glued to their front (11:05-21/5/2018) or end (2018-05-21t11:05).
_ALONE = r"\d(?<![\da-z_]\d)(?:(?<=:\d\d-\d)|(?<![\da-z_][./\\-]\d))"
_DONE = r"(?!\d|[a-su-z_]|t(?!\d))(?!(?P=sep)\d(?!\d?:))"
_SLASH = rf"{_GAP}[./\\-]{_GAP}"
_SEP = rf"{_GAP}(?P<sep>[./\\-]){_GAP}"
_SAME = rf"{_GAP}(?P=sep){_GAP}"
_TH = "(?:st|nd|rd|th)?"
_NUMBER = r"(?P<month>\d\d?)"
_IN_YEAR = rf"(?:من{_GAP})?(?:(?:ال|ل)?عام{_GAP}|سنه{_GAP})?"

DATES = tuple(
    re.compile(pattern)
    for pattern in (
        # 21.05.2018, 21 / 5 / 2018
        rf"(?P<day>{_ALONE}\d?){_SEP}{_NUMBER}{_SAME}{_YEAR}{_DONE}",
        # 2021.09.08, 2018-05-21t11:05
        rf"(?P<year>{_ALONE}\d\d\d)(?<={_YEARS}){_SEP}{_NUMBER}{_SAME}(?P<day>\d\d?){_DONE}",
        # 21 ايار/مايو 2018, 21 من ايار عام 2018
        rf"(?P<day>{_DIGIT}\d?){_TH}{_JOINTS}(?:من{_GAP})?(?:شهر{_GAP})?{_NAMES}{_JOINTS}"
        rf"{_IN_YEAR}{_YEAR}(?!\d)",
    )
)
"""Each has the groups ``day`` and ``year``, and ``month`` or ``name`` (and ``pair``)."""

DAY_YEAR = re.compile(rf"(?P<day>{_DIGIT}\d?){_TH}{_GAP}[ ,]{_GAP}{_YEAR}(?!\d)")
MONTH_FIRST = re.compile(rf"(?<![^\W\d_]){_NAMES}{_JOINTS}{DAY_YEAR.pattern}")
"""ايار 21, 2018: a month may start at any letter, so it is sought only if `DAY_YEAR` is there."""


def month_and_year(names: Iterable[str]) -> str:
    """The pattern of ايار 2018, ايار/مايو من عام 2018, for these names; groups as in `DATES`."""
    any_name = _any_of(names)
    return (
        rf"(?<![^\W\d_])(?P<name>{any_name})(?:{_GAP}[/(-]{_GAP}(?P<pair>{any_name}){_GAP}\)?)?"
        rf"{_JOINTS}{_IN_YEAR}{_YEAR}(?!\d)"
    )


# --- what stands around a date -------------------------------------------------------------

_UTC = _any_of(name for name, key in ZONES_BY_CITY.items() if key == "UTC")
_OFFSET = r"[+-]\d\d?(?::?\d\d)?(?!\d)"
_PLACE = (
    rf"(?:{_UTC}){_GAP}{_OFFSET}"
    rf"|{_OFFSET}{_GAP}(?:ب?توقيت{_GAP})?(?:{_UTC}){_WORD_END}"
    rf"|(?:{_any_of(ZONES_BY_CITY)}){_WORD_END}"
)
_ZONE_WORD = rf"(?:بال|ال|ب|ل)?توقيت{_GAP}(?:(?:مدينه|العاصمه){_GAP})?"
_CLOCK = (
    rf"(?P<clock>(?:(?P<iso>t)|(?P<cue>\||(?:ال)?ساعه){_GAP}:?{_GAP})?"
    # 11:05, 11:05:30.000; 11.05 behind a cue
    r"(?P<hour>\d\d?)(?: ?: ?|(?(cue)\.|(?!)))(?P<minute>\d\d)"
    r"(?: ?: ?(?P<second>\d\d)(?:[.,]\d{1,9})?)?(?![:./]?\d)"
    # مساء
    rf"(?:{_GAP}(?P<held>\()?(?P<half>{_any_of(HALVES)}){_WORD_END}(?(held)\)))?"
    # دمشق, (مكه المكرمه), بتوقيت غرينتش, gmt+3, +03:00
    rf"(?:[ ,]{{0,3}}(?P<opened>[(\[])?{_GAP}(?P<worded>{_ZONE_WORD})?"
    rf"(?P<place>{_PLACE}|(?:\+|(?(iso)-|(?!)))\d\d(?::?\d\d)?(?!\d)|(?(worded)\w{{1,30}}|(?!)))"
    rf"(?(opened)(?:{_GAP}[)\]])?))?)"
)
_ZONE = (
    rf"(?P<zone>{_ZONE_WORD}(?P<open>[(\[])?{_GAP}"
    rf"(?P<city>{_PLACE}|\w{{1,30}})(?(open)(?:{_GAP}[)\]])?))"
)
_HIJRI_YEAR = r"1[345]\d\d"
_HIJRI = (
    # 6 رمضان 1439 ه, 1439/9/6 ه, 6/9/1439
    rf"(?P<hijri>(?:\d\d?{_JOINTS}(?:{_any_of(HIJRI_MONTHS)}){_JOINTS}{_IN_YEAR}{_HIJRI_YEAR}"
    rf"|{_HIJRI_YEAR}{_SLASH}\d\d?{_SLASH}\d\d?|\d\d?{_SLASH}\d\d?{_SLASH}{_HIJRI_YEAR})"
    rf"(?!\d)(?:{_GAP}(?:هجريه|هجري|ه){_WORD_END})?)"
)
_WORDS = (
    *WEEKDAYS,
    *("يوم", "بتاريخ", "في", "من", "عند", "تمام", "الساعه", "ساعه", "حسب", "وفق"),
    *("الموافق", "الموافق ل", "المصادف", "المصادف ل", "ميلادي", "ميلاديه", "م"),
)
_WORD = rf"(?P<word>(?:{_any_of(_WORDS)}){_WORD_END})"
_JOINT_OR_OTHER = r"(?P<joint>[^\w|]{1,20}|\|)|(?P<other>\w{1,80})"

PIECE = re.compile("|".join((_CLOCK, _ZONE, _HIJRI, _WORD, _JOINT_OR_OTHER)))
"""One piece of a line: its ``lastgroup`` says what it is, ``other`` being no part of a date."""

LONE_WORD = re.compile(r"[ (\[]{1,9}(?P<word>[^\W\d_]{1,30})[ )\].,;]{0,9}\Z")
"""One word between a clock and the end of the line: the place of a zone."""

OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?(?!\d)")
"""The signed figures of a zone: ``+3``, ``+0300``, ``+03:00``."""
