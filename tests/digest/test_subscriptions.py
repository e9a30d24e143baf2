"""Asking, confirming, leaving; the letters between."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from articles.digest import ask, confirm, forget_unconfirmed, leave, send_waiting_letters
from articles.models import Subscription
from tests.editing.test_races import at_once

pytestmark = pytest.mark.django_db


def never(pk: int, error: Exception) -> None:
    raise AssertionError(pk) from error


def later(**delta) -> None:
    """Let time pass for every subscription."""
    for one in Subscription.objects.all():
        one.asked_at -= timedelta(**delta)
        one.save()


def test_asked_confirmed_and_left():
    ask("Reader@Mail.example", "ar", "all")
    assert mail.outbox == []  # the page waits for no mail server
    assert send_waiting_letters(never) == 1
    assert send_waiting_letters(never) == 0
    (letter,) = mail.outbox
    mine = Subscription.objects.get()
    assert letter.to == ["Reader@Mail.example"]
    assert f"https://news.example/digest/confirm/{mine.token}/" in letter.body
    assert f"https://news.example/digest/unsubscribe/{mine.token}/" in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers
    assert mine.confirmed_at is None
    assert confirm(mine.token)
    first = Subscription.objects.get().confirmed_at
    assert confirm(mine.token)
    assert Subscription.objects.get().confirmed_at == first
    leave(mine.token)
    leave(mine.token)
    assert not Subscription.objects.exists()
    assert not confirm(mine.token)


def test_asking_again_writes_again_but_not_at_once():
    ask("a@mail.example", "ar", "all")
    send_waiting_letters(never)
    ask("A@mail.example", "ar", "all")
    assert send_waiting_letters(never) == 0
    later(hours=2)
    ask("a@mail.example", "ar", "all")
    assert send_waiting_letters(never) == 1
    assert Subscription.objects.count() == 1


def test_who_has_it_already_is_told_so():
    ask("a@mail.example", "ar", "all")
    send_waiting_letters(never)
    confirm(Subscription.objects.get().token)
    later(hours=2)
    ask("a@mail.example", "ar", "all")
    assert send_waiting_letters(never) == 1
    assert "/digest/confirm/" not in mail.outbox[-1].body
    assert Subscription.objects.get().confirmed_at is not None


def test_nobody_is_pestered_by_way_of_us():
    for number in range(6):
        ask("a@mail.example", "ar", f"source/{number}")
    assert send_waiting_letters(never) == 3


def test_an_address_that_grows_when_it_is_made_small_fits_its_column():
    for _time in range(2):
        ask(f"{'İ' * 200}@mail.example", "ar", "all")
    assert len(Subscription.objects.get().email_key) == 254


def test_what_nobody_confirmed_is_forgotten():
    for name in ("a", "b"):
        ask(f"{name}@mail.example", "ar", "all")
    confirm(Subscription.objects.get(email="b@mail.example").token)
    later(days=2, hours=23)
    assert forget_unconfirmed() == 0
    later(hours=2)
    assert forget_unconfirmed() == 1
    assert Subscription.objects.get().email == "b@mail.example"


def test_a_letter_that_fails_is_tried_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    ask("a@mail.example", "ar", "all")
    failed = []
    assert send_waiting_letters(lambda pk, error: failed.append(type(error))) == 0
    assert failed == [ConnectionRefusedError]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_waiting_letters(never) == 0  # not every minute
    Subscription.objects.update(claimed_until=timezone.now())
    assert send_waiting_letters(never) == 1


@pytest.mark.django_db(transaction=True)
def test_several_ask_at_once():
    outcomes = at_once(*(lambda: ask("a@mail.example", "ar", "all") for _ in range(3)))
    assert outcomes == [None] * 3
    sent = at_once(*(lambda: send_waiting_letters(never) for _ in range(3)))
    assert sum(sent) == len(mail.outbox) == 1


def test_the_minute_s_command(capsys):
    ask("a@mail.example", "en", "all")
    call_command("deliver")
    assert capsys.readouterr().out == (
        "1 letters sent; webhooks: 0 arrived, 0 are tried again later, 0 given up; "
        "0 old rows forgotten.\n"
    )
    assert mail.outbox[0].subject == "Newsroom: Do you want the digest?"
