"""The outbox emptied into receivers on this machine, over real sockets."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils import timezone

from articles.models import Webhook, WebhookDelivery
from articles.webhooks import calling, deliver_due, forget_old_deliveries, secret_of, send_again
from articles.webhooks.delivering import PAUSES, Delivered
from tests.editing.test_races import at_once
from tests.webhooks.receiver import is_signed, receiving

pytestmark = pytest.mark.django_db


def unused_address() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}/"


def state(delivery: WebhookDelivery) -> tuple:
    one = WebhookDelivery.objects.get(pk=delivery.pk)
    return one.attempts, one.next_at is not None, one.delivered_at is not None, one.last_status


def test_what_is_due_arrives_signed_in_its_order(receiver, waiting):
    first = waiting(receiver.address)
    second = waiting(webhook=first.webhook)
    waiting(webhook=first.webhook, next_at=timezone.now() + timedelta(minutes=1))
    waiting(webhook=first.webhook, next_at=None)
    assert deliver_due(10) == Delivered(arrived=2)
    assert receiver.ids == [first.event_id, second.event_id]
    headers, body = receiver.came[0]
    assert body == first.payload
    assert is_signed(secret_of(first.webhook), headers, body)
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert state(first) == state(second) == (1, False, True, 200)
    assert WebhookDelivery.objects.get(pk=first.pk).last_answer == "thanks"
    assert deliver_due(10) == Delivered()
    assert len(receiver.came) == 2


def test_what_fails_is_tried_again_later_and_later_and_given_up(receiver, waiting, caplog):
    receiver.status = 500
    delivery = waiting(receiver.address)
    for number, pause in enumerate(PAUSES, start=1):
        before = timezone.now()
        assert deliver_due(10) == Delivered(postponed=1)
        now = WebhookDelivery.objects.get(pk=delivery.pk)
        assert (now.attempts, now.last_status) == (number, 500)
        assert before + pause <= now.next_at <= timezone.now() + pause
        assert deliver_due(10) == Delivered()
        WebhookDelivery.objects.update(next_at=timezone.now())
    assert sum(PAUSES, timedelta()) > timedelta(days=3)
    assert deliver_due(10) == Delivered(given_up=1)
    assert state(delivery) == (len(PAUSES) + 1, False, False, 500)
    assert list(WebhookDelivery.objects.given_up()) == [delivery]
    (said,) = caplog.records
    assert f"{delivery.event_id} given up after 10 attempts" in said.getMessage()
    assert set(receiver.ids) == {delivery.event_id}
    # Once more, because somebody asked for it.
    receiver.status = 204
    send_again(delivery)
    assert deliver_due(10) == Delivered(arrived=1)
    assert state(delivery) == (1, False, True, 204)


def test_a_redirect_is_not_followed(receiver, waiting):
    with receiving() as other:
        receiver.status, receiver.location = 307, other.address
        delivery = waiting(receiver.address)
        assert deliver_due(10) == Delivered(postponed=1)
        assert other.came == []
    assert state(delivery) == (1, True, False, 307)


def test_an_answer_is_read_as_far_as_it_is_kept(receiver, waiting):
    receiver.answer = "شكراً\x00\u202e ".encode() + b"x" * 5_000_000
    delivery = waiting(receiver.address)
    assert deliver_due(10) == Delivered(arrived=1)
    answer = WebhookDelivery.objects.get(pk=delivery.pk).last_answer
    assert len(answer) == 200
    assert answer.startswith("شكراً x")


def test_an_address_that_drips_is_cut_off_and_holds_no_other_up(receiver, waiting, monkeypatch):
    monkeypatch.setattr(calling, "PATIENCE", 1.0)
    receiver.drip = 0.05
    slow = waiting(receiver.address)
    behind = waiting(webhook=slow.webhook)
    with receiving() as quick:
        fine = [waiting(quick.address)]
        fine += [waiting(webhook=fine[0].webhook) for _ in range(4)]
        began = time.monotonic()
        assert deliver_due(10) == Delivered(arrived=5, postponed=1)
        assert time.monotonic() - began < 4
        assert quick.ids == [one.event_id for one in fine]
    assert state(slow) == (1, True, False, None)
    assert state(behind) == (0, True, False, None)  # it waits for the next run
    assert "no whole answer in time" in WebhookDelivery.objects.get(pk=slow.pk).last_answer


def test_a_run_begins_nothing_when_its_time_is_over(receiver, waiting):
    receiver.hold = 0.3
    first = waiting(receiver.address)
    for _ in range(10):
        waiting(webhook=first.webhook)
    done = deliver_due(0.5)
    assert 1 <= done.arrived <= 2  # one, where the machine is slow
    assert deliver_due(0) == Delivered()


def test_nobody_there_and_nobody_wanted(waiting):
    absent = waiting(unused_address())
    off = waiting("http://127.0.0.1:9/")
    Webhook.objects.filter(pk=off.webhook_id).update(is_active=False)
    assert deliver_due(10) == Delivered(postponed=1)
    assert "ConnectionRefusedError" in WebhookDelivery.objects.get(pk=absent.pk).last_answer
    assert state(off) == (0, True, False, None)


def test_an_address_that_became_private_is_not_called(receiver, waiting, settings):
    settings.WEBHOOKS_PRIVATE = False
    delivery = waiting(receiver.address)
    assert deliver_due(10) == Delivered(postponed=1)
    assert receiver.came == []
    assert state(delivery) == (1, True, False, None)


def test_what_is_long_over_is_forgotten(waiting):
    old = timezone.now() - timedelta(days=31)
    waiting("http://127.0.0.1:9/", created_at=old, next_at=None)
    kept = [waiting("http://127.0.0.1:9/", created_at=old), waiting("http://127.0.0.1:9/")]
    assert forget_old_deliveries() == 1
    assert list(WebhookDelivery.objects.order_by("pk")) == kept


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_nothing_twice(receiver, waiting):
    first = waiting(receiver.address)
    for _ in range(19):
        waiting(webhook=first.webhook)
    outcomes = at_once(*(lambda: deliver_due(20) for _ in range(3)))
    assert sum(done.arrived for done in outcomes) == 20
    assert sorted(receiver.ids) == sorted(set(receiver.ids))
    assert not WebhookDelivery.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_loses_nothing(receiver, waiting):
    """A real process, killed while it waits for an answer: the message comes again, under its id."""
    receiver.hold = 30
    delivery = waiting(receiver.address)
    name = connection.settings_dict["NAME"]
    engine = connection.vendor
    url = (
        f"sqlite:///{name}"
        if engine == "sqlite"
        else os.environ["TEST_DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    )
    process = subprocess.Popen(
        [sys.executable, "manage.py", "deliver"],
        cwd=site.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DATABASE_POOL": "0",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DEBUG": "1",
            "ENV_FILE": os.devnull,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 60
        while not receiver.came:
            assert time.monotonic() < end
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
    assert state(delivery) == (1, True, False, None)
    receiver.hold = 0
    assert deliver_due(5) == Delivered()  # it may be on its way still
    WebhookDelivery.objects.update(next_at=timezone.now())  # the claim has run out
    assert deliver_due(5) == Delivered(arrived=1)
    assert receiver.ids == [delivery.event_id] * 2
    assert state(delivery) == (2, False, True, 200)
