"""The second factor: set up, asked for, good once, required, lost."""

import re
import time
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings as site
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from articles.accounts import end_sessions, has_second_factor
from articles.accounts.adapters import SecondFactorAdapter
from tests.builders import make_article

pytestmark = pytest.mark.django_db

PASSWORD = "right"
STEP, HOME, APP = (reverse(f"mfa_{name}") for name in ("authenticate", "index", "activate_totp"))
CODES, LOGIN = reverse("mfa_view_recovery_codes"), reverse("account_login")


def make(name, group="editor", **fields):
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def clock(monkeypatch):
    """The clock of the codes, in half minutes: ``clock.now += 1``."""

    class Clock:
        now = 60_000_000

    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: Clock.now * 30 + 5)
    # The module is everybody's: sessions and limits go on by the same clock.
    return Clock


def code(secret, counter):
    return format_hotp_value(hotp_value(secret, counter))


def confirm(client, path):
    """Go where one has to say first who one is, and say it with the password."""
    asked = client.get(path)
    assert urlsplit(asked["Location"]).path == reverse("account_reauthenticate")
    back = client.post(asked["Location"], {"password": PASSWORD, "next": path})
    assert back["Location"] == path
    return client.get(path)


def set_up(client, clock):
    """Set an application up; its secret and the recovery codes."""
    page = confirm(client, APP)
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert client.post(APP, {"code": "000000"}).status_code == 200
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = client.post(APP, {"code": code(secret, clock.now)})
    assert done["Location"] == CODES
    codes = re.findall(r"<code>(\d{8})</code>", client.get(CODES).content.decode())
    return secret, codes


def sign_in(name="editor", client=None, address="192.0.2.1"):
    client = client or Client(REMOTE_ADDR=address)
    client.post(reverse("admin:login"), {"username": name, "password": PASSWORD})
    return client


def is_in(client):
    return client.get(reverse("admin:index")).status_code == 200


def test_set_up_asked_for_and_good_once(clock):
    user = make("editor")
    first, other = sign_in(), sign_in()
    secret, codes = set_up(first, clock)
    assert len(set(codes)) == 10
    assert "****" not in str(codes)
    assert not re.findall(r"<code>\d", first.get(CODES).content.decode())  # shown once
    assert not is_in(other)  # it began without
    kept = Authenticator.objects.get(user=user, type="totp")
    assert secret not in str(kept.data)

    client = sign_in()
    assert client.get(reverse("admin:index"))["Location"].startswith("/admin/login/")
    page = client.get(STEP)
    assert "no-store" in page["Cache-Control"]
    assert client.post(STEP, {"code": code(secret, clock.now)}).status_code == 200  # of the set-up
    clock.now += 2
    arabic = code(secret, clock.now).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post(STEP, {"code": arabic})["Location"] == "/admin/"
    assert is_in(client)

    # The same code again, from another worker: whose cache does not know of it.
    cache.clear()
    client = sign_in()
    assert client.post(STEP, {"code": code(secret, clock.now)}).status_code == 200
    assert client.post(STEP, {"code": code(secret, clock.now - 1)}).status_code == 200  # nor older
    assert not is_in(client)
    clock.now += 1
    assert client.post(STEP, {"code": code(secret, clock.now)}).status_code == 302

    client = sign_in()
    assert client.post(STEP, {"code": codes[0]})["Location"] == "/admin/"
    client = sign_in()
    assert client.post(STEP, {"code": codes[0]}).status_code == 200
    assert client.post(STEP, {"code": codes[1]}).status_code == 302
    client.post(reverse("account_logout"))
    client = sign_in()
    client.post(reverse("account_logout"))  # back from the second step
    assert client.get(STEP)["Location"] == reverse("account_login")


def test_a_login_that_waits_for_its_code_ends_with_the_password_and_the_sessions(clock):
    user = make("editor")
    secret, _codes = set_up(sign_in(), clock)
    clock.now += 2
    stale, ended, other = sign_in(), sign_in(), sign_in()
    assert [one.get(STEP).status_code for one in (stale, ended)] == [200, 200]
    assert end_sessions(user) == 4  # with the one in which it was set up
    assert ended.post(STEP, {"code": code(secret, clock.now)})["Location"] == LOGIN
    stale = sign_in()
    user.set_password("خبز وزيتون وزعتر")
    user.save()
    for _ in range(2):
        answer = stale.post(STEP, {"code": code(secret, clock.now)})
        assert answer["Location"] == LOGIN
        assert "no-store" in answer["Cache-Control"]
    assert not any(is_in(one) for one in (stale, ended, other))


def test_five_wrong_codes_close_the_account_from_everywhere(clock):
    user = make("editor")
    secret, codes = set_up(sign_in(), clock)
    clock.now += 2
    for number in range(site.AXES_FAILURE_LIMIT):
        client = sign_in(address=f"192.0.2.{number}")
        answer = client.post(STEP, {"code": "123456"})
    assert answer.status_code == 429
    assert "Retry-After" in answer
    assert "editor" not in answer.content.decode()
    for right in (code(secret, clock.now), codes[0]):
        client = sign_in(address="198.51.100.1")
        assert client.post(STEP, {"code": right}).status_code == 429
    # The name under which that is counted cannot be typed, so that nobody closes it who does not
    # know the password.
    AccessAttempt.objects.all().delete()
    for name in (" editor", "\teditor", "\u00a0editor"):
        for _ in range(site.AXES_FAILURE_LIMIT):
            Client(REMOTE_ADDR="203.0.113.1").post(
                reverse("admin:login"), {"username": name, "password": "?"}
            )
    client = sign_in()
    assert client.post(STEP, {"code": code(secret, clock.now)}).status_code == 302
    call_command("free_account", "editor")
    assert has_second_factor(user)


def test_who_needs_one_is_led_to_it_and_nowhere_else(clock, settings):
    settings.MFA_REQUIRED = ["editor", "chief editor"]
    make("editor")
    make("root", "", is_superuser=True)
    make("writer", "reporter")
    article = make_article()
    assert is_in(sign_in("writer"))
    for name in ("editor", "root"):
        client = sign_in(name)
        for path in (
            reverse("admin:index"),
            reverse("admin:articles_article_change", args=[article.pk]),
            reverse("admin:password_change"),
            reverse("admin:jsi18n"),
            "/admin/no/such/page/",
        ):
            for answer in (client.get(path), client.post(path, {"title_ar": "x"})):
                assert answer["Location"] == HOME, path
                assert "no-store" in answer["Cache-Control"]
        assert "لا بد لحسابك من تحقّق ثانٍ" in client.get(HOME).content.decode()
        # To readers' pages it is a reader.
        assert client.get(article.get_absolute_url()).wsgi_request.user.is_anonymous
    client = sign_in("editor")
    secret, _codes = set_up(client, clock)
    assert is_in(client)
    assert client.get(article.get_absolute_url()).wsgi_request.user.is_authenticated
    # And goes not back: the last one stays where one is needed.
    clock.now += 2
    remove = reverse("mfa_deactivate_totp")
    ask = client.get(remove)
    if ask.status_code == 302:  # with the factor: the password alone takes none away
        client.post(ask["Location"], {"code": code(secret, clock.now), "next": remove})
    assert "لا بد لحسابك من تحقّق ثانٍ" in client.get(remove).content.decode()
    assert client.post(remove).status_code == 200
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_password_alone_takes_no_factor_away(clock):
    make("editor")
    client = sign_in()
    secret, _codes = set_up(client, clock)
    clock.now += 20  # ten minutes
    remove = reverse("mfa_deactivate_totp")
    for path in (remove, APP.replace("application", "codes/new"), reverse("mfa_add_webauthn")):
        asked = client.get(path)
        assert urlsplit(asked["Location"]).path == reverse("mfa_reauthenticate")
    by_password = reverse("account_reauthenticate")
    assert client.post(by_password, {"password": PASSWORD, "next": remove})["Location"].startswith(
        reverse("mfa_reauthenticate")
    )
    wrong = {"code": "123456", "next": remove}
    assert client.post(reverse("mfa_reauthenticate"), wrong).status_code == 200
    right = {"code": code(secret, clock.now), "next": remove}
    assert client.post(reverse("mfa_reauthenticate"), right)["Location"] == remove
    assert client.post(remove)["Location"] == HOME
    assert not Authenticator.objects.exists()


def test_a_lost_factor_is_taken_away_by_who_may_and_on_the_record(clock, capsys):
    lost, chief = make("editor"), make("chief", "chief editor")
    root = make("root", "", is_superuser=True)
    clients = {name: sign_in(name) for name in ("chief", "root", "editor")}
    other = make("other", "editor")
    set_up(clients["editor"], clock)
    page = reverse("admin:auth_user_security", args=[lost.pk])
    by_other = sign_in("other")
    assert by_other.get(page).status_code == 403
    assert by_other.post(page, {"end": "factor"}).status_code == 403
    account = clients["chief"].get(reverse("admin:auth_user_change", args=[lost.pk]))
    assert page in account.content.decode()
    assert (
        reverse("admin:auth_user_password_change", args=[lost.pk]) not in account.content.decode()
    )
    seen = clients["chief"].get(page)
    assert seen.status_code == 200
    assert "192.0.2.1" not in seen.content.decode()  # where somebody is
    assert "192.0.2.1" in clients["root"].get(page).content.decode()
    assert clients["chief"].post(page, {"end": "sessions"}).status_code == 403
    for client, target in (("chief", root), ("chief", chief), ("root", root)):
        own = reverse("admin:auth_user_security", args=[target.pk])
        assert clients[client].post(own, {"end": "factor"}).status_code == 403
    assert has_second_factor(lost)

    assert clients["chief"].post(page, {"end": "factor"})["Location"] == page
    assert not has_second_factor(lost)
    assert not Authenticator.objects.filter(user=lost).exists()
    assert not is_in(clients["editor"])
    entry = LogEntry.objects.get(user=chief)
    assert entry.object_id == str(lost.pk)
    assert entry.change_message == "سُحبت وسيلة التحقّق الثانية وأُنهيت الجلسات."

    again = sign_in()
    assert is_in(again)
    assert clients["root"].post(page, {"end": "sessions"}).status_code == 302
    assert not is_in(again)
    set_up(sign_in(), clock)
    capsys.readouterr()
    call_command("free_account", "editor", reset_second_factor=True)
    assert "2 factors taken away, sessions ended." in capsys.readouterr().out
    assert is_in(sign_in())
    assert is_in(by_other)
    call_command("free_account", "other", end_sessions=True)
    assert not is_in(by_other)
    with pytest.raises(CommandError, match="no account"):
        call_command("free_account", "nobody")
    assert other.is_active


def test_sessions_are_listed_ended_and_run_out(settings, monkeypatch):
    user = make("editor")
    agent = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
    here = Client(headers={"user-agent": agent}, REMOTE_ADDR="192.0.2.9")
    sign_in(client=here)
    there, forced = sign_in(), Client()
    forced.force_login(user)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox, Android" in page
    assert "192.0.2.9" in page
    assert page.count("هذا الجهاز") == 1
    asked = here.post(reverse("usersessions_list"))
    assert urlsplit(asked["Location"]).path == reverse("account_reauthenticate")
    assert all(is_in(one) for one in (here, there, forced))
    done = here.post(asked["Location"], {"password": PASSWORD})
    assert done["Location"] == reverse("usersessions_list")
    assert [is_in(one) for one in (here, there, forced)] == [True, False, False]

    there = sign_in()
    sent = {"old_password": PASSWORD, "new_password1": "خبز وزيتون وزعتر"}
    here.post(reverse("admin:password_change"), sent | {"new_password2": sent["new_password1"]})
    assert [is_in(one) for one in (here, there)] == [True, False]
    assert UserSession.objects.filter(user=user).count() == 1
    assert "هذا الجهاز" in here.get(reverse("usersessions_list")).content.decode()

    begun, hour = time.time(), 3600
    for hours, stays in ((11, True), (22, True), (33, True), (46, False)):
        at = datetime.fromtimestamp(begun + hours * hour, UTC)
        monkeypatch.setattr(time, "time", at.timestamp)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        assert is_in(here) is stays, hours


def test_no_session_is_older_than_a_week(client, monkeypatch):
    client.force_login(make("editor"))
    session = client.session
    session["signed_in_at"] = int(time.time()) - site.SESSION_COOKIE_AGE + 600
    session["seen_at"] = 0
    session.save()
    assert is_in(client)
    assert client.session.get_expiry_age() <= 600


def test_secrets_are_read_with_a_former_key_and_otherwise_fit_nothing(settings):
    adapter = SecondFactorAdapter()
    kept = adapter.encrypt("ABCDEFGH")
    assert "ABCDEFGH" not in kept
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert adapter.decrypt(kept) == "ABCDEFGH"
    settings.SECRET_KEY_FALLBACKS = []
    assert adapter.decrypt(kept) != adapter.decrypt(kept)  # made up each time


def test_the_addresses_of_the_account_are_for_who_is_signed_in(client):
    assert parse_qs(urlsplit(client.get(HOME)["Location"]).query) == {"next": [HOME]}
    for path in (APP, CODES, reverse("usersessions_list"), reverse("admin:password_change")):
        assert client.get(path)["Location"].startswith("/admin/login/"), path
        assert client.post(path)["Location"].startswith("/admin/login/"), path


def test_the_last_passkey_stays_where_one_is_needed_and_nobody_elses_is_touched(settings):
    settings.MFA_REQUIRED = ["editor"]
    keys = {
        name: Authenticator.objects.create(
            user=make(name), type="webauthn", data={"name": f"مفتاح {name}", "credential": {}}
        )
        for name in ("editor", "other")
    }
    client = Client()
    client.force_login(keys["editor"].user)
    assert "مفتاح editor" in client.get(HOME).content.decode()
    for method in (client.get, client.post):
        assert method(reverse("mfa_remove_webauthn", args=[keys["editor"].pk]))["Location"] == HOME
    assert "جهّز وسيلة أخرى أولاً" in client.get(HOME).content.decode()
    session = client.session  # as if they had just confirmed who they are
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(keys["editor"].user.pk)
    session.save()
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        for method in (client.get, client.post):
            assert method(reverse(name, args=[keys["other"].pk])).status_code == 404
    assert Authenticator.objects.count() == 2


@pytest.mark.parametrize(
    "sent",
    [
        "{}",
        "[]",
        "1",
        "null",
        '{"id": 1}',
        '{"id": "x", "rawId": "é", "response": {}, "type": 5}',
        "{",
    ],
)
def test_what_no_browser_says_is_refused_as_a_wrong_passkey_is(client, sent):
    user = make("editor")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    step = sign_in()
    answers = [step.post(STEP, {"credential": sent})]
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    answers.append(client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": sent}))
    assert [one.status_code for one in answers] == [200, 200]
    assert Authenticator.objects.count() == 1
