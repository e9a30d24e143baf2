"""Damascus days, months and years as half-open ranges of UTC: `start <= instant < end`."""

from datetime import UTC, date, datetime, time, timedelta

from .zone import DAMASCUS, in_damascus

type_range = tuple[datetime, datetime]
