"""Digests sent: each once a day, whatever happens."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.digest import send_digests
from articles.digest.sending import Sent
from articles.models import Subscription
from tests.builders import make_source
from tests.digest.conftest import NOW
from tests.editing.test_races import at_once

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def never(pk: int, error: Exception) -> None:
    raise AssertionError(pk) from error


def to() -> list[str]:
    return [letter.to[0] for letter in mail.outbox]


def test_everybody_who_confirmed_gets_it_once_a_day(reader, news):
    news("حديقة")
    first, second = reader("a@mail.example"), reader("b@mail.example")
    reader("c@mail.example", confirmed_at=None)
    assert send_digests(NOW, never) == Sent(sent=2)
    assert to() == ["a@mail.example", "b@mail.example"]
    assert send_digests(NOW + timedelta(hours=3), never) == Sent()
    assert len(mail.outbox) == 2
    for one in (first, second):
        one.refresh_from_db()
        assert (one.done_on.isoformat(), one.told_until, one.claimed_until) == (
            "2026-11-25",
            NOW,
            None,
        )
    # The next day only what is new since.
    assert send_digests(NOW + DAY, never) == Sent(nothing_new=2)
    news("سوق", published_at=NOW + 1.5 * DAY, announced_at=NOW + 1.5 * DAY)
    assert send_digests(NOW + 2 * DAY, never) == Sent(sent=2)
    assert "* سوق" in mail.outbox[-1].body
    assert "* حديقة" not in mail.outbox[-1].body


def test_a_day_is_a_day_in_damascus(reader, news):
    news(announced_at=NOW - timedelta(hours=8), published_at=NOW - timedelta(hours=8))
    reader(done_on="2026-11-24")
    assert send_digests(NOW - timedelta(hours=7, minutes=1), never) == Sent()  # 23:59
    assert send_digests(NOW - timedelta(hours=7), never) == Sent(sent=1)  # 00:00


def test_nothing_is_sent_where_nothing_is_new(reader, news):
    source = make_source()
    reader("a@mail.example", scope=f"source/{source.pk}")
    reader("b@mail.example", scope="source/999")
    news()
    assert send_digests(NOW, never) == Sent(nothing_new=2)
    assert mail.outbox == []


def test_the_letter(reader, news, settings):
    settings.LANGUAGE_CODE = "ar"
    source = make_source("Agency <b>")
    article = news('حديقة "المدينة" <i>', source=source, summary_ar="ملخص & سطر")
    reader("reader@mail.example")
    send_digests(NOW, never)
    (letter,) = mail.outbox
    leaving = "https://news.example/digest/unsubscribe/reader-token/"
    assert (letter.from_email, letter.to) == ("post@news.example", ["reader@mail.example"])
    assert letter.subject.endswith("الأربعاء 25 تشرين الثاني 2026")
    headers = letter.message()
    assert headers["List-Unsubscribe"] == f"<{leaving}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (headers["Content-Language"], headers["List-ID"]) == ("ar", "<digest.news.example>")
    assert headers["Message-ID"].endswith("@news.example>")
    assert headers.get_content_type() == "multipart/alternative"
    address = f"https://news.example/articles/{article.pk}/"
    expected = f'* حديقة "المدينة" <i>\nملخص & سطر\n\u2068Agency <b>\u2069 · \u206825 تشرين الثاني 2026، 05:00\u2069\n{address}\n'
    assert expected in letter.body
    assert leaving in letter.body
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert '<html lang="ar" dir="rtl">' in html
    assert f'<h3><a href="{address}">حديقة &quot;المدينة&quot; &lt;i&gt;</a></h3>' in html
    assert "<bdi>Agency &lt;b&gt;</bdi>" in html
    assert f'href="{leaving}"' in html
    assert "<img" not in html  # nobody is watched reading


def test_an_english_letter(reader, news):
    news(title_en="The park", body_en="<p>Words.</p>")
    reader(language="en")
    send_digests(NOW, never)
    (letter,) = mail.outbox
    assert letter.subject == "Newsroom: what is new, Wednesday 25 November 2026"
    assert '<html lang="en" dir="ltr">' in letter.alternatives[0][0]
    assert "https://news.example/en/digest/unsubscribe/reader-token/" in letter.body


class Refusing(EmailBackend):
    """Takes no letter to ``bad@…``, and breaks down at ``crash@…``."""

    def send_messages(self, messages):
        for message in messages:
            if message.to[0].startswith("bad@"):
                raise SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
            if message.to[0].startswith("crash@"):
                raise SystemExit("killed")
        return super().send_messages(messages)


@pytest.fixture
def refusing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"


def test_one_bad_address_does_not_stop_the_rest(reader, news, refusing):
    news()
    readers = [reader(f"{name}@mail.example") for name in ("a", "bad", "c")]
    failed = []
    done = send_digests(NOW, lambda pk, error: failed.append((pk, type(error))))
    assert done == Sent(sent=2, failures=1)
    assert failed == [(readers[1].pk, SMTPRecipientsRefused)]
    assert to() == ["a@mail.example", "c@mail.example"]
    # It is tried again, the others are not.
    assert send_digests(NOW, lambda *one: None) == Sent(failures=1)
    assert len(mail.outbox) == 2


def test_a_run_that_was_cut_off_is_taken_up(reader, news, refusing):
    news()
    for name in ("a", "crash", "c"):
        reader(f"{name}@mail.example")
    with pytest.raises(SystemExit):
        send_digests(NOW, never)
    assert to() == ["a@mail.example"]
    Subscription.objects.filter(email_key="crash@mail.example").update(email="b@mail.example")
    # The one that was under way may have gone out: it is left alone for ten minutes.
    assert send_digests(NOW + timedelta(minutes=5), never) == Sent(sent=1)
    assert send_digests(NOW + timedelta(minutes=11), never) == Sent(sent=1)
    assert to() == ["a@mail.example", "c@mail.example", "b@mail.example"]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_nothing_twice(reader, news):
    news()
    for number in range(12):
        reader(f"r{number}@mail.example")
    outcomes = at_once(*(lambda: send_digests(NOW, never) for _ in range(3)))
    assert sum(done.sent for done in outcomes) == 12
    assert sorted(to()) == sorted({f"r{number}@mail.example" for number in range(12)})


def test_an_edition_is_made_once_for_all_of_its_readers(reader, news):
    news(source=make_source())

    def count() -> int:
        Subscription.objects.update(done_on=None, told_until=None)
        with CaptureQueriesContext(connection) as queries:
            send_digests(NOW, never)
        return sum("articles_article" in query["sql"] for query in queries)

    reader("a@mail.example")
    one = count()
    for number in range(4):
        reader(f"b{number}@mail.example")
    assert count() == one > 0


def test_the_command(reader, news, capsys, monkeypatch, refusing):
    from articles.management.commands import send_digest

    monkeypatch.setattr(send_digest.timezone, "now", lambda: NOW)
    news()
    reader("a@mail.example")
    call_command("send_digest", dry_run=True)
    assert capsys.readouterr().out == "1 digests would be sent; nothing new for 0 readers.\n"
    assert mail.outbox == []
    call_command("send_digest")
    assert capsys.readouterr().out == "1 digests sent; nothing new for 0 readers.\n"
    bad = reader("bad@mail.example")
    with pytest.raises(CommandError, match="1 digests failed"):
        call_command("send_digest")
    assert capsys.readouterr().err.startswith(f"subscription {bad.pk}: SMTPRecipientsRefused")


def test_a_mail_server_that_is_not_there(reader, news, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    news()
    one = reader()
    with pytest.raises(CommandError, match="mail server"):
        call_command("send_digest")
    one.refresh_from_db()
    assert (one.done_on, one.claimed_until) == (None, None)
