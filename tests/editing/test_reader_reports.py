"""What readers say is wrong: taken in once, refused with a reason, answered, forgotten in time."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.editing import (
    Notice,
    answer_report,
    find_report,
    forget_readers,
    publish_changes,
    read_report_form,
    receive_report,
    sign_report_form,
)
from articles.exceptions import Refused
from articles.models import Article, Correction, Deed, ReaderReport
from tests.builders import make_article, make_translated_article
from tests.stories import change_story, write

pytestmark = pytest.mark.django_db

BODY = "<p>أجلت البلدية 17 عائلة.</p><h2>الطريق</h2><p>أغلق الطريق يومين.</p>"
WRONG = "العدد سبعون لا سبعة عشر."


@pytest.fixture
def clock(monkeypatch):
    """``clock(minutes=5)`` moves the time at which everything happens."""
    start = timezone.now()
    moved = timedelta()

    def move(**by):
        nonlocal moved
        moved += timedelta(**by)
        monkeypatch.setattr(timezone, "now", lambda: start + moved)

    return move


@pytest.fixture
def report(clock):
    """``report(article, paragraph=1)`` -> a report that was written for ten seconds."""

    def make(article, *, opened=None, message=WRONG, **said):
        opened = opened or read_report_form(sign_report_form(article, "ar"))
        clock(seconds=10)
        return receive_report(article, opened, **{"paragraph": None, "message": message} | said)

    return make


class TestReceived:
    def test_with_the_paragraph_as_it_was_read(self, member, report):
        article = change_story(make_article(body_ar=BODY), member("editor"), "minor", slug="خبر")
        opened = read_report_form(sign_report_form(article, "ar"))
        article = change_story(
            article, User.objects.get(), "update", body_ar=BODY.replace("17", "70")
        )
        sent = report(article, opened=opened, paragraph=1, email="reader@example.org")
        assert (sent.version, sent.paragraph, sent.paragraph_text, sent.status) == (
            3, 1, "أجلت البلدية 17 عائلة.", "new",
        )  # fmt: skip
        assert (sent.message, sent.email, sent.language) == (WRONG, "reader@example.org", "ar")
        assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{8}", sent.reference)

    def test_of_an_article_without_a_history(self, report):
        article = make_article(body_ar=BODY)
        assert (report(article, paragraph=3).version, report(article, paragraph=3).paragraph) == (
            0,
            3,
        )

    def test_of_one_that_got_a_history_while_the_form_was_open(self, member, report):
        article = make_article(body_ar=BODY)
        opened = read_report_form(sign_report_form(article, "ar"))
        change_story(article, member("editor"), "update", body_ar="<p>نص آخر.</p>")
        sent = report(Article.objects.get(), opened=opened, paragraph=1)
        assert (sent.version, sent.paragraph_text) == (0, "أجلت البلدية 17 عائلة.")

    @pytest.mark.parametrize(
        ("paragraph", "quote", "kept"),
        [
            (None, "أغلق  الطريق\n", (3, "أغلق الطريق")),
            (1, "أغلق الطريق", (3, "أغلق الطريق")),
            (3, "أغلق الطريق", (3, "أغلق الطريق")),
            (1, "لم يُكتب هنا", (1, "")),
            (99, "", (None, "")),
            (0, "", (0, "")),
        ],
    )
    def test_a_quote_is_of_the_article_and_names_its_paragraph(
        self, report, paragraph, quote, kept
    ):
        sent = report(make_article(body_ar=BODY), paragraph=paragraph, quote=quote)
        assert (sent.paragraph, sent.quote) == kept

    def test_the_same_form_twice_is_one_report_whatever_the_limits(self, report):
        article = make_article()
        opened = read_report_form(sign_report_form(article, "ar"))
        sent = [report(article, opened=opened, address="192.0.2.7") for _time in range(9)]
        assert {one.pk for one in sent} == {ReaderReport.objects.get().pk}

    def test_in_english(self, report):
        article = make_translated_article()
        opened = read_report_form(sign_report_form(article, "en"))
        sent = report(article, opened=opened, paragraph=1)
        assert (sent.language, sent.paragraph_text) == ("en", "The town opened it on Monday.")


class TestRefused:
    def test_what_nobody_can_have_written_yet(self, clock):
        article = make_article()
        opened = read_report_form(sign_report_form(article, "ar"))
        clock(seconds=1)
        with pytest.raises(Refused):
            receive_report(article, opened, paragraph=None, message=WRONG)
        clock(seconds=3)
        receive_report(article, opened, paragraph=None, message=WRONG)

    def test_a_form_that_was_open_for_more_than_a_day(self, clock, report):
        article = make_article()
        opened = read_report_form(sign_report_form(article, "ar"))
        clock(hours=24)
        with pytest.raises(Refused):
            report(article, opened=opened)
        assert not opened.is_usable

    @pytest.mark.parametrize("token", ["", "x", "x:y", "WzEsMF0:abc"])
    def test_a_form_that_is_not_ours(self, token):
        assert read_report_form(token) is None

    @pytest.mark.parametrize(
        "message",
        [
            "انظر http://a.example و https://b.example و www.c.example",
            "!!! 123",
            "Купите у нас дешево прямо сегодня",
            "我們的網站提供最好的服務",
        ],
    )
    def test_spam(self, report, message):
        with pytest.raises(Refused):
            report(make_article(), message=message)
        assert not ReaderReport.objects.exists()

    @pytest.mark.parametrize(
        "message",
        [
            "المصدر https://a.example يقول غير ذلك، وكذلك https://b.example",
            "The number is 70.",
            "ئەم ژمارەیە هەڵەیە",
        ],
    )
    def test_what_is_not_spam(self, report, message):
        assert report(make_article(), message=message).message == message

    def test_more_than_five_an_hour_and_fifteen_a_day_of_a_network(self, clock, report):
        article = make_article()
        for hour in range(3):
            for _time in range(5):
                report(article, address="192.0.2.7")
            with pytest.raises(Refused):
                report(article, address="192.0.2.200")
            report(article, address=f"198.51.{hour}.7")
            clock(hours=1)
        with pytest.raises(Refused):
            report(article, address="192.0.2.7")
        clock(hours=24)
        report(article, address="192.0.2.7")


class TestFound:
    @pytest.mark.parametrize(
        "typed", ["7K1PQ0XD", "7k1p-q0xd", " 7K1P Q0XD ", "7KIP-QOXD", "7klp–qoxd"]
    )
    def test_by_its_number_however_it_is_typed(self, report, typed):
        sent = report(make_article())
        ReaderReport.objects.filter(pk=sent.pk).update(reference="7K1PQ0XD")
        assert find_report(typed) == sent

    @pytest.mark.parametrize("typed", ["", "7K1PQ0X", "7K1PQ0XDD", "7K1PQ0XE", "\x00", "x" * 9999])
    def test_nothing_else_is(self, report, typed):
        report(make_article())
        ReaderReport.objects.update(reference="7K1PQ0XD")
        assert find_report(typed) is None


class TestAnswered:
    def test_with_a_text_a_line_in_the_audit_and_once(self, member, report):
        sent, editor = report(make_article("خبر")), member("editor")
        answer_report(sent, "no-error", " الرقم صحيح. ", by=editor)
        answer_report(sent, "no-error", "الرقم صحيح.", by=editor)
        sent.refresh_from_db()
        assert (sent.status, sent.answer, sent.answered_by) == ("no-error", "الرقم صحيح.", editor)
        deed = Deed.objects.get(verb="answered")
        assert (deed.article_id, deed.done_by) == (sent.article_id, editor)
        assert deed.note.startswith(sent.shown_reference)

    @pytest.mark.parametrize(
        ("group", "status", "answer"),
        [
            ("reporter", "no-error", "لا"),
            ("editor", "no-error", " "),
            ("editor", "duplicate", ""),
            ("editor", "new", "لا"),
            ("editor", "xyz", "لا"),
        ],
    )
    def test_refused(self, member, report, group, status, answer):
        sent = report(make_article())
        with pytest.raises(Refused):
            answer_report(sent, status, answer, by=member(group))
        sent.refresh_from_db()
        assert (sent.status, sent.answer, Deed.objects.count()) == ("new", "", 0)

    def test_spam_needs_no_text_and_is_no_last_word(self, member, report):
        sent, editor = report(make_article()), member("editor")
        answer_report(sent, "spam", "", by=editor)
        answer_report(sent, "duplicate", "شكراً.", by=editor)
        sent.refresh_from_db()
        assert sent.status == "duplicate"

    def test_with_the_correction_that_is_published(self, member, report):
        article, editor = make_article(body_ar=BODY), member("editor")
        first, second = report(article), report(article)
        other = report(make_article())
        article = write(article, editor, body_ar=BODY.replace("17", "70"))
        publish_changes(
            article, "correction", version=article.version, by=editor,
            notice=Notice("والصواب 70."), reports=[first.pk, other.pk],
        )  # fmt: skip
        correction = Correction.objects.get()
        for one in (first, second, other):
            one.refresh_from_db()
        assert (first.status, first.correction, first.answered_by) == (
            "corrected", correction, editor,
        )  # fmt: skip
        assert (second.status, other.status) == ("new", "new")
        with pytest.raises(Refused):
            answer_report(first, "no-error", "لا", by=editor)

    def test_a_slip_of_the_pen_answers_without_a_correction(self, member, report):
        article, editor = make_article(body_ar=BODY), member("editor")
        sent = report(article)
        article = write(article, editor, body_ar=BODY.replace("يومين", "يومين اثنين"))
        publish_changes(article, "minor", version=article.version, by=editor, reports=[sent.pk])
        sent.refresh_from_db()
        assert (sent.status, sent.correction) == ("corrected", None)

    def test_a_publication_that_is_refused_answers_nobody(self, member, report):
        article, editor = make_article(body_ar=BODY), member("editor")
        sent = report(article)
        article = write(article, editor, body_ar="<p>نص آخر.</p>")
        with pytest.raises(Refused):
            publish_changes(
                article, "correction", version=article.version, by=editor, reports=[sent.pk]
            )
        sent.refresh_from_db()
        assert sent.status == "new"


def test_readers_are_forgotten_in_time(member, clock, report, settings):
    article, editor = make_article(), member("editor")
    said = {"email": "reader@example.org", "address": "192.0.2.7"}
    answered, waiting = report(article, **said), report(article, **said)
    answer_report(answered, "no-error", "لا", by=editor)

    def kept():
        rows = ReaderReport.objects.order_by("pk").values_list("email", "network")
        return [(bool(email), bool(network)) for email, network in rows]

    assert forget_readers(timezone.now() + timedelta(days=1, hours=23)) == 0
    assert kept() == [(True, True), (True, True)]
    assert forget_readers(timezone.now() + timedelta(days=2, minutes=1)) == 0
    assert kept() == [(True, False), (True, False)]
    assert forget_readers(timezone.now() + timedelta(days=30, minutes=1)) == 1
    assert kept() == [(False, False), (True, False)]
    assert forget_readers(timezone.now() + timedelta(days=180, minutes=1)) == 1
    assert kept() == [(False, False), (False, False)]
    ReaderReport.objects.update(email="reader@example.org")
    settings.READER_EMAIL_DAYS = 2
    assert forget_readers(timezone.now() + timedelta(days=2, minutes=1)) == 1
    assert forget_readers(timezone.now() + timedelta(days=12, minutes=1)) == 1
    waiting.refresh_from_db()
    assert (waiting.message, waiting.status) == (WRONG, "new")
