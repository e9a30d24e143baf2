"""Which generation of the public pages stands now, and until when it does by the clock."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.db import DatabaseError, models
from django.db.models import QuerySet
from django.utils import timezone

from articles.damascus import damascus_date, day_range
from articles.models import Article, FrontSlot, Status

from .triggers import TABLE

# What moves with the clock and has no moment of its own ("36 minutes ago", "cited of late") is made
# anew that often.
_LONGEST = timedelta(minutes=1)


class Generation(NamedTuple):
    """What a page was made of: nothing public has changed while these two are the same.

    ``until`` (seconds since 1970) is when the clock changes something by itself: an article falls
    due or expires, a place on the front page is given back, a Damascus day ends.
    """

    number: int
    until: float


def read_number(connection: Any) -> int:
    """Return the number of the generation, as this connection's transaction sees it.

    Raises DatabaseError where there is none: nobody can say then what stands.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {TABLE}")  # noqa: S608  our own constant
        row = cursor.fetchone()
    if row is None:
        raise DatabaseError(f"{TABLE} is empty; manage.py migrate fills it")
    return row[0]


def read_generation(connection: Any) -> Generation:
    """Return the generation that stands; the number is read first, so that ``until`` is no older."""
    number = read_number(connection)
    now = timezone.now()
    moments = [now + _LONGEST, day_range(damascus_date(now))[1]]
    public = Article.objects.filter(status=Status.PUBLISHED)
    for rows, moment in (
        (public.filter(published_at__gt=now), "published_at"),
        (public.filter(expires_at__gt=now), "expires_at"),
        (FrontSlot.objects.filter(until__gt=now), "until"),
    ):
        moments.extend(_first(rows, moment, connection))
    return Generation(number, min(moments).timestamp())


def _first(rows: QuerySet[models.Model], moment: str, connection: Any) -> Any:
    # Compiled for a connection that belongs to no request, which the ORM cannot be told to use.
    query = rows.order_by(moment).values_list(moment)[:1].query
    return [row[0] for row in query.get_compiler(connection=connection).results_iter()]
