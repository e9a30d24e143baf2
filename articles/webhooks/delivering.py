"""The outbox emptied: what is due is claimed, sent, and tried again later where it did not arrive.

Every message arrives at least once: one that was on its way when the process died is sent again,
with the same id. Several runs at a time never send one message at once.
"""

import logging
import re
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from articles.models import MOST_ANSWER, WebhookDelivery

from .calling import Answer, call
from .signing import sign

logger = logging.getLogger(__name__)

# How long after each attempt that failed the next one is: the convention's own, three days in all.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 840, 1200, 1440)]
_CLAIM = timedelta(minutes=3)  # an attempt that is not over by then was cut off with its process
_AT_ONCE = 8  # addresses
_KEPT = timedelta(days=30)
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(slots=True)
class Delivered:
    """What a run did: how many messages arrived, are tried again later, and were given up."""

    arrived: int = 0
    postponed: int = 0
    given_up: int = 0


def deliver_due(seconds: float) -> Delivered:
    """Send what is due, for so many seconds; what is under way then is waited for.

    Each address is called by itself, in the order of the events: a slow one holds no other up, and
    one that fails is not called again in this run.
    """
    end = time.monotonic() + seconds
    done = Delivered()
    under_way: dict[Future[Answer], WebhookDelivery] = {}
    failed: set[int] = set()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while True:
            busy = failed | {delivery.webhook_id for delivery in under_way.values()}
            while time.monotonic() < end and len(under_way) < _AT_ONCE:
                delivery = _claim_next(busy)
                if delivery is None:
                    break
                busy.add(delivery.webhook_id)
                under_way[pool.submit(_send, delivery)] = delivery
            if not under_way:
                return done
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                delivery = under_way.pop(future)
                if not _settle(delivery, future.result(), done):
                    failed.add(delivery.webhook_id)


def send_again(delivery: WebhookDelivery) -> None:
    """Put a message into the outbox again, from its first attempt on, whatever became of it."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        next_at=timezone.now(), delivered_at=None, attempts=0
    )


def forget_old_deliveries() -> int:
    """Delete what was delivered or given up more than thirty days ago; return how many."""
    over = WebhookDelivery.objects.filter(next_at=None, created_at__lt=timezone.now() - _KEPT)
    return over.delete()[0]


def _claim_next(busy: set[int]) -> WebhookDelivery | None:
    """The oldest message that is due at an address that is not busy: ours alone from now on."""
    while True:
        now = timezone.now()
        due = WebhookDelivery.objects.filter(next_at__lte=now, webhook__is_active=True)
        first = due.exclude(webhook__in=busy).select_related("webhook").order_by("pk").first()
        if first is None or _claim(first, now):
            return first


def _claim(delivery: WebhookDelivery, now: datetime) -> bool:
    # Of several that try, the database lets one find the row as it was read: no lock is held
    # while the other side thinks.
    as_read = WebhookDelivery.objects.filter(pk=delivery.pk, next_at=delivery.next_at)
    delivery.next_at = now + _CLAIM
    delivery.attempts += 1
    return bool(as_read.update(next_at=delivery.next_at, attempts=F("attempts") + 1))


def _send(delivery: WebhookDelivery) -> Answer:
    """In a thread of its own, without the database."""
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Newsroom-Webhooks/1",
        "webhook-id": delivery.event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(delivery.webhook, delivery.event_id, timestamp, delivery.payload),
    }
    return call(delivery.webhook.address, delivery.payload, headers)


def _settle(delivery: WebhookDelivery, answer: Answer, done: Delivered) -> bool:
    """Write down what came of an attempt; return whether the message arrived."""
    now = timezone.now()
    outcome = {"last_status": answer.status, "last_answer": _shown(answer.words)}
    if answer.is_good:
        done.arrived += 1
        outcome |= {"delivered_at": now, "next_at": None}
    elif delivery.attempts <= len(PAUSES):
        done.postponed += 1
        outcome |= {"next_at": now + PAUSES[delivery.attempts - 1]}
    else:
        done.given_up += 1
        outcome |= {"next_at": None}
        logger.error(
            "webhook %s: %s given up after %d attempts; the last answer: %s %s",
            delivery.webhook_id,
            delivery.event_id,
            delivery.attempts,
            answer.status or "none",
            outcome["last_answer"],
        )
    # Only while the claim is ours: where it ran out, another run has it.
    WebhookDelivery.objects.filter(pk=delivery.pk, next_at=delivery.next_at).update(**outcome)
    return answer.is_good


def _shown(words: str) -> str:
    return " ".join(_INVISIBLE.sub(" ", words).split())[:MOST_ANSWER]
