"""Times as formats for machines want them."""

from datetime import datetime

from articles.damascus import damascus_date, iso
from articles.models import Precision


def moment(instant: datetime) -> datetime:
    """An instant with the Damascus offset of its day, in whole minutes, as every date format wants."""
    return datetime.fromisoformat(iso(instant))


def reader_moment(instant: datetime, precision: str) -> str:
    """``2018-05-21T11:05:00+03:00``; where only the day is known, ``2018-05-21``: no time is made up."""
    return damascus_date(instant).isoformat() if precision == Precision.DAY else iso(instant)
