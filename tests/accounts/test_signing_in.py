"""Signing in: how often it may fail, where it leads, and what is kept of it."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as site
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from articles.accounts import forget_attempts, free_account
from articles.accounts.throttling import counted_address

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


@pytest.fixture
def editor():
    return User.objects.create_user("editor", password="right", is_staff=True)


def attempt(name="editor", typed="wrong", address="192.0.2.1", **headers):
    sent = {"username": name, "password": typed}
    return Client().post(LOGIN, sent, REMOTE_ADDR=address, **headers)


def test_the_desk_has_one_login_and_it_leads_on(editor):
    assert reverse("account_login") == reverse("admin:login") == LOGIN
    answer = attempt(typed="right")
    assert answer["Location"] == "/admin/"
    for given, led in [
        ("/admin/articles/article/", "/admin/articles/article/"),
        (LOGIN, LOGIN),  # what programs send
        ("https://elsewhere.example/", "/admin/"),
        ("//elsewhere.example/", "/admin/"),
    ]:
        client = Client()
        sent = {"username": "editor", "password": "right", "next": given}
        assert client.post(LOGIN, sent)["Location"] == led
        assert client.get(LOGIN)["Location"] == "/admin/"


def test_what_allauth_has_besides_is_not_there(client):
    for name in ("signup", "email", "reset_password", "inactive", "request_login_code"):
        with pytest.raises(NoReverseMatch):
            reverse(f"account_{name}")
    for path in (
        "signup/",
        "email/",
        "password/reset/",
        "account/signup/",
        "account/codes/download/",
    ):
        answer = client.get(f"/admin/{path}")
        assert answer.status_code in {302, 404}, path
        assert answer.get("Location", LOGIN).startswith(LOGIN), path


@pytest.mark.parametrize("name", ["editor", "nobody"])
def test_after_five_failures_an_account_is_closed_from_there_only(editor, name):
    """And an account that does not exist answers as one that does."""
    for _ in range(site.AXES_FAILURE_LIMIT - 1):
        assert attempt(name).status_code == 200
    locked = attempt(name)
    assert locked.status_code == 429
    assert 0 < int(locked["Retry-After"]) <= 16 * 60
    assert "no-store" in locked["Cache-Control"]
    said = locked.content.decode()
    assert "فشلت محاولات كثيرة" in said
    assert "بتوقيت دمشق" in said
    assert name not in said
    again = attempt(name, "right")
    assert again.status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    for _ in range(2):  # trying on does not put it off
        assert int(attempt(name, "right")["Retry-After"]) <= 6 * 60
    elsewhere = attempt(name, "right", "192.0.2.2")
    assert elsewhere.status_code == (302 if name == "editor" else 200)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt(name, "right").status_code == (302 if name == "editor" else 200)


def test_an_address_is_closed_for_all_accounts_after_more(editor, settings):
    settings.LOGIN_ATTEMPTS_BY_ADDRESS = 8
    for number in range(7):
        assert attempt(f"name{number}").status_code == 200
    assert attempt(typed="right").status_code == 302  # nor is what others failed at forgotten
    assert attempt("name8").status_code == 429
    assert attempt(typed="right").status_code == 429
    assert attempt(typed="right", address="192.0.2.2").status_code == 302


def test_who_got_in_begins_anew(editor):
    for _ in range(3):
        for _ in range(site.AXES_FAILURE_LIMIT - 1):
            attempt()
        assert attempt(typed="right").status_code == 302


def test_behind_a_proxy_its_word_counts_and_no_other(editor, settings, rf):
    def seen(forwarded, address="10.0.0.1"):
        return counted_address(rf.get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded))

    assert seen("203.0.113.9") == "10.0.0.1"
    settings.BEHIND_PROXY = True
    assert seen("198.51.100.1, 203.0.113.9") == "203.0.113.9"
    assert seen("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::"
    assert seen("::ffff:203.0.113.9") == "203.0.113.9"
    assert seen("") is seen("nonsense") is None
    for number in range(site.AXES_FAILURE_LIMIT):
        last = attempt(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.9")
    assert last.status_code == 429


def test_nothing_of_a_form_is_kept_and_all_of_it_for_a_quarter_of_an_hour(editor, caplog):
    secret = "what-was-typed"
    Client().post(
        f"{LOGIN}?next=/{secret}/", {"username": "editor", "password": secret, "code": secret}
    )
    kept = AccessAttempt.objects.get()
    assert secret not in kept.get_data + kept.post_data + caplog.text
    assert "192.0.2.1" not in caplog.text
    now = timezone.now()
    assert forget_attempts(now + timedelta(minutes=14)) == 0
    assert forget_attempts(now + timedelta(minutes=16)) == 1


def test_the_operator_frees_an_account(editor, capsys):
    for _ in range(site.AXES_FAILURE_LIMIT):
        attempt()
    call_command("free_account", "editor")
    assert capsys.readouterr().out == "1 records of failed attempts forgotten.\n"
    assert attempt(typed="right").status_code == 302
    assert free_account("editor") == 0


def test_the_clock_command_forgets_what_ran_out(editor, client):
    client.force_login(editor)
    attempt()
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=2))
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=2))
    call_command("publish_due", seconds=0, verbosity=0)
    assert not Session.objects.exists()
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize(
    "password",
    [
        *("قصيرة", "q1w2e3r4t5y6", "123456789012345", "ليلى-المحمود"),
        *(
            "Password2026!",
            "!!QWERTY--1234",
            "dragondragon",
            "2026dragon2026dragon",
            "7dragon7dragon",
        ),
    ],
)
def test_what_is_no_password(editor, client, password):
    User.objects.update(first_name="ليلى", last_name="المحمود")
    client.force_login(editor)
    sent = {"old_password": "right", "new_password1": password, "new_password2": password}
    answer = client.post(reverse("admin:password_change"), sent)
    assert answer.status_code == 200
    assert "كلمة المرور" in str(answer.context["form"].errors)


@pytest.mark.parametrize(
    "password", ["خبز وزيتون وزعتر", "7$2(9)4!8%3&", "correct-horse-2026", "aX4aX4-bY7bY7"]
)
def test_what_is_a_password(editor, client, password):
    client.force_login(editor)
    sent = {"old_password": "right", "new_password1": password, "new_password2": password}
    assert client.post(reverse("admin:password_change"), sent).status_code == 302


def test_who_signs_out_leaves_no_page_in_the_browser(editor, client):
    client.force_login(editor)
    answer = client.post(reverse("admin:logout"))
    assert answer["Clear-Site-Data"] == '"cache"'
    assert "sessionid" not in client.session


def test_the_old_password_is_not_guessed_without_end(editor, client):
    client.force_login(editor)
    sent = {
        "old_password": "wrong",
        "new_password1": "a long sentence",
        "new_password2": "a long sentence",
    }
    said = [client.post(reverse("admin:password_change"), sent).status_code for _ in range(6)]
    assert said == [200, 200, 200, 200, 429, 429]
