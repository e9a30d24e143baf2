"""Damascus time: its zone and days, reading printed dates, and wording instants. Pure Python."""

from .days import damascus_date, day_range, month_range, year_range
from .periods import NamedPeriod, read_period
from .reading import Doubt, Precision, PrintedTime, read_time
from .wording import (
    MonthNames,
    iso,
    long_date,
    long_datetime,
    month_name,
    month_year,
    relative,
    stamp,
    weekday,
)
from .zone import DAMASCUS, ZONES_BY_CITY, in_damascus, knows_damascus, occurrences

__all__ = [
    "DAMASCUS",
    "ZONES_BY_CITY",
    "Doubt",
    "MonthNames",
    "NamedPeriod",
    "Precision",
    "PrintedTime",
    "damascus_date",
    "day_range",
    "in_damascus",
    "iso",
    "knows_damascus",
    "long_date",
    "long_datetime",
    "month_name",
    "month_range",
    "month_year",
    "occurrences",
    "read_period",
    "read_time",
    "relative",
    "stamp",
    "weekday",
    "year_range",
]
