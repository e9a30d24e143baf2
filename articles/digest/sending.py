"""The day's digests sent: each reader's once a Damascus day, however often and broken off it is run."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet
from django.utils import translation

from articles.damascus import damascus_date
from articles.models import Subscription

from .editions import Edition, make_edition
from .letters import Failed, claim, digest_letter, unclaimed
from .scopes import find_scope

_FIRST = timedelta(days=1)  # what a reader's first digest goes back
_LONGEST = timedelta(days=3)  # after days in which none was sent
_CHUNK = 500


@dataclass(slots=True)
class Sent:
    """What a run did: letters that went out, readers for whom there was nothing new, failures."""

    sent: int = 0
    nothing_new: int = 0
    failures: int = 0


class _Editions:
    """Each edition made once for all of its readers; None where there is nothing to say."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._made: dict[tuple[str, str, datetime], Edition | None] = {}

    def of(self, subscription: Subscription) -> Edition | None:
        since = subscription.told_until or self._until - _FIRST
        since = max(since, self._until - _LONGEST)
        key = (subscription.language, subscription.scope, since)
        if key not in self._made:
            scope = find_scope(subscription.scope)
            edition = scope and make_edition(scope, subscription.language, since, self._until)
            self._made[key] = edition if edition and not edition.is_empty else None
        return self._made[key]


def send_digests(now: datetime, failed: Failed, *, dry_run: bool = False) -> Sent:
    """Send everybody who confirmed what is new since their last digest, up to ``now``.

    A second run on the same Damascus day sends only what the first one did not. A letter that fails
    is named, the others go on, and the next run tries it again. Raises OSError where the mail server
    is not there.
    """
    day, done, editions = damascus_date(now), Sent(), _Editions(now)
    connection = get_connection()
    after = 0
    while chunk := list(_due(day, now).filter(pk__gt=after).order_by("pk")[:_CHUNK]):
        after = chunk[-1].pk
        for subscription in chunk:
            if not dry_run:
                connection.open()
            with translation.override(subscription.language):
                _send(subscription, editions, now, connection, done, failed, dry_run=dry_run)
    connection.close()
    return done


def _due(day: date, now: datetime) -> QuerySet[Subscription]:
    not_done = Q(done_on=None) | Q(done_on__lt=day)
    return Subscription.objects.filter(not_done, unclaimed(now), confirmed_at__isnull=False)


def _send(
    subscription: Subscription,
    editions: _Editions,
    now: datetime,
    connection: BaseEmailBackend,
    done: Sent,
    failed: Failed,
    *,
    dry_run: bool,
) -> None:
    if not dry_run and not claim(subscription, now, done_on=subscription.done_on):
        return  # another run was quicker
    mine = Subscription.objects.filter(pk=subscription.pk)
    try:
        edition = editions.of(subscription)
        letter = edition and digest_letter(subscription, edition, connection)
        if letter and not dry_run:
            letter.send()
    except Exception as error:
        done.failures += 1
        failed(subscription.pk, error)
        connection.close()  # it may be in the middle of something
        mine.update(claimed_until=None)
        return
    if letter:
        done.sent += 1
    else:
        done.nothing_new += 1
    if not dry_run:
        mine.update(done_on=damascus_date(now), told_until=now, claimed_until=None)
