"""Instants in words and figures, in Damascus time: plain text, without markup.

``lang`` is ``"ar"`` or ``"en"``; any other is a KeyError. Arabic is Syria's (CLDR ``ar_SY``): the
months of the Levant, where ``names`` does not ask for others, and the digits 0-9. A naive datetime
is a ValueError everywhere.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_timedelta

from .days import damascus_date
from .reading import Precision
from .zone import in_damascus

_LOCALES = {"ar": Locale("ar", "SY"), "en": Locale("en")}
_ROMAN = Locale("ar", "EG")

MonthNames = Literal["levantine", "both", "roman"]
"""How Arabic names months: «أيار», «أيار/مايو» or «مايو»."""

_COMMA = {"ar": "،", "en": ","}
_NOW = {"ar": "الآن", "en": "just now"}
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def stamp(instant: datetime, precision: Precision = "minute") -> str:
    """Return ``"21.05.2018 | 11:05"``, or ``"21.05.2018"`` for the precision ``day``."""
    local = in_damascus(instant)
    return f"{local:%d.%m.%Y | %H:%M}" if precision == "minute" else f"{local:%d.%m.%Y}"


def iso(instant: datetime) -> str:
    """Return ``"2018-05-21T11:05:00+03:00"``, with the Damascus offset of that day.

    Valid in ``<time datetime>`` (HTML, "valid global date and time string"), which knows no
    seconds in an offset: before 1920, when Damascus kept the sun's time, the offset is UTC's.
    """
    local = in_damascus(instant)
    offset = local.utcoffset()
    if offset is not None and offset % _MINUTE:
        local = local.astimezone(UTC)
    return local.isoformat(timespec="seconds")


def long_date(when: date, lang: str, names: MonthNames = "levantine") -> str:
    """Return ``"21 أيار 2018"`` or ``"21 May 2018"``, for an instant or a Damascus date."""
    day = _damascus_day(when)
    return f"{day.day} {month_year(day.year, day.month, lang, names)}"


def long_datetime(instant: datetime, lang: str, names: MonthNames = "levantine") -> str:
    """Return ``"21 أيار 2018، 11:05"`` or ``"21 May 2018, 11:05"``."""
    return f"{long_date(instant, lang, names)}{_COMMA[lang]} {in_damascus(instant):%H:%M}"


def month_name(month: int, lang: str, names: MonthNames = "levantine") -> str:
    """Return ``"أيار"`` or ``"May"`` for 5; English has one way only. KeyError outside 1-12."""
    name = _months(_LOCALES[lang])[month]
    if lang != "ar" or names == "levantine":
        return name
    roman = _months(_ROMAN)[month]
    return f"{name}/{roman}" if names == "both" else roman


def month_year(year: int, month: int, lang: str, names: MonthNames = "levantine") -> str:
    """Return ``"أيار 2018"`` or ``"May 2018"``. KeyError for a month outside 1-12."""
    return f"{month_name(month, lang, names)} {year}"


def weekday(when: date, lang: str) -> str:
    """Return ``"الاثنين"`` or ``"Monday"``, for an instant or a Damascus date."""
    return _weekdays(lang)[_damascus_day(when).weekday()]


def relative(
    instant: datetime, now: datetime, lang: str, precision: Precision = "minute"
) -> str | None:
    """Return how long ago: ``"قبل ساعتين"`` or ``"2 hours ago"``; None where a date says more.

    Under a minute ``الآن`` or ``just now``; under an hour full minutes; under 24 hours full hours,
    rounded down. None from then on, for the future and for the precision ``day``.
    """
    # In UTC: the difference of two times in one zone would overlook a change of clocks.
    elapsed = in_damascus(now).astimezone(UTC) - in_damascus(instant).astimezone(UTC)
    if precision == "day" or not timedelta(0) <= elapsed < _DAY:
        return None
    if elapsed < _MINUTE:
        return _NOW[lang]
    return _ago(elapsed - elapsed % (_MINUTE if elapsed < _HOUR else _HOUR), lang)


@lru_cache(maxsize=256)  # 59 minutes and 23 hours in each language
def _ago(elapsed: timedelta, lang: str) -> str:
    # The threshold keeps 23 hours from becoming "a day".
    return format_timedelta(-elapsed, add_direction=True, threshold=1, locale=_LOCALES[lang])


@cache
def _months(locale: Locale) -> dict[int, str]:
    return dict(locale.months["stand-alone"]["wide"])


@cache
def _weekdays(lang: str) -> dict[int, str]:
    return dict(_LOCALES[lang].days["stand-alone"]["wide"])


def _damascus_day(when: date) -> date:
    return damascus_date(when) if isinstance(when, datetime) else when
