"""Readers' reports on the desk: the queue, then and now, the answer, and the way to a correction."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Correction, Deed, ReaderReport
from articles.models.reader_report import new_reference
from tests.admin.forms import article_data, change_url, said
from tests.builders import make_article, make_translated_article
from tests.stories import write

pytestmark = pytest.mark.django_db

BODY = "<p>أجلت البلدية 17 عائلة.</p><p>أغلق الطريق يومين.</p>"
LIST = reverse("admin:articles_readerreport_changelist")


def make_report(article=None, **fields):
    article = article or make_article(body_ar=BODY)
    return ReaderReport.objects.create(
        **{
            "article": article, "version": article.live_version, "paragraph": 1,
            "paragraph_text": "أجلت البلدية 17 عائلة.", "quote": "17 عائلة",
            "message": "العدد سبعون.", "email": "reader@example.org", "form_key": new_reference(),
        }
        | fields
    )  # fmt: skip


def address_of(report):
    return reverse("admin:articles_readerreport_change", args=[report.pk])


class TestQueue:
    def test_by_what_became_of_them(self, desk):
        waiting, answered = make_report(), make_report(status="no-error")
        client = desk("reporter")
        found = client.get(f"{LIST}?status=new").context["cl"].result_list
        assert list(found) == [waiting]
        assert set(client.get(LIST).context["cl"].result_list) == {waiting, answered}
        of_one = client.get(f"{LIST}?status=new&article__id__exact={waiting.article_id}")
        assert list(of_one.context["cl"].result_list) == [waiting]

    @pytest.mark.parametrize("words", ["سبعون", "عائلة", "7K1P-Q0XD", "7k1pq0xd", "بلديه"])
    def test_found_by_words_and_number(self, desk, words):
        article = make_article("بلدية تفتح طريقاً", body_ar=BODY)
        report = make_report(article, reference="7K1PQ0XD")
        make_report(message="شيء آخر", quote="")
        found = desk("editor").get(LIST, {"q": words}).context["cl"].result_list
        assert list(found) == [report]

    def test_as_many_queries_for_many_as_for_one(self, desk):
        client, counts = desk("editor"), []
        for times in (1, 5):
            for _time in range(times):
                make_report()
            with CaptureQueriesContext(connection) as queries:
                client.get(LIST)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_nobody_adds_or_deletes_one(self, desk):
        client = desk()
        report = make_report()
        assert client.get(reverse("admin:articles_readerreport_add")).status_code == 403
        delete = reverse("admin:articles_readerreport_delete", args=[report.pk])
        assert client.post(delete, {"post": "yes"}).status_code == 403


class TestReport:
    def test_the_paragraph_then_and_now(self, desk, account):
        report = make_report()
        client = desk("editor")
        assert client.get(address_of(report)).context["compared"].is_same
        write(report.article, account(), body_ar=f"<p>أولاً.</p>{BODY.replace('17', '70')}")
        now = client.get(address_of(report)).context["compared"]
        assert (now.number, now.is_same) == (2, False)
        assert "".join(one.text for one in now.segments if one.kind != "removed") == (
            "أجلت البلدية 70 عائلة."
        )
        write(report.article, account("chief editor"), body_ar="<p>نص لا صلة له بما كان.</p>")
        assert client.get(address_of(report)).context["compared"].number is None

    def test_of_the_headline_of_the_whole_and_of_what_is_gone(self, desk):
        headline = make_report(make_article("عنوان"), paragraph=0, paragraph_text="عنوان")
        whole = make_report(paragraph=None, paragraph_text="")
        gone = make_report(paragraph=1)
        ReaderReport.objects.filter(pk=gone.pk).update(article=None)
        client = desk("editor")
        assert client.get(address_of(headline)).context["compared"].is_same
        for report in (whole, gone):
            page = client.get(address_of(report))
            assert (page.status_code, page.context["compared"]) == (200, None)

    def test_the_address_of_the_reader_is_for_those_who_answer(self, desk):
        report = make_report()
        for group, seen in (("reporter", False), ("editor", True), ("chief editor", True)):
            html = desk(group).get(address_of(report)).content.decode()
            assert ("reader@example.org" in html) is seen
            assert ('name="answer"' in html) is seen

    def test_what_a_reader_writes_is_text(self, desk):
        report = make_report(message="<script>alert(1)</script>")
        html = desk("editor").get(address_of(report)).content.decode()
        assert "<script>alert" not in html

    def test_an_answer(self, desk):
        report, client = make_report(), desk("editor")
        sent = {"status": "no-error", "answer": "سألنا البلدية."}
        response = client.post(address_of(report), sent)
        assert response["Location"] == f"{LIST}?status=new"
        report.refresh_from_db()
        assert (report.status, report.answer) == ("no-error", "سألنا البلدية.")
        assert Deed.objects.get().verb == "answered"

    @pytest.mark.parametrize("sent", [{}, {"status": "no-error"}, {"status": "x", "answer": "لا"}])
    def test_an_answer_that_says_nothing(self, desk, sent):
        report = make_report()
        page = desk("editor").post(address_of(report), sent)
        assert page.status_code == 200
        assert page.context["form"].errors
        assert page.context["form"]["answer"].value() == sent.get("answer")
        report.refresh_from_db()
        assert report.status == "new"

    def test_a_reporter_does_not_answer(self, desk):
        report = make_report()
        page = desk("reporter").post(address_of(report), {"status": "spam"})
        assert page.context["form"].non_field_errors()
        report.refresh_from_db()
        assert report.status == "new"

    def test_no_such_report(self, desk):
        nowhere = reverse("admin:articles_readerreport_change", args=[999])
        assert desk("editor").get(nowhere).status_code == 404


class TestCorrection:
    def test_from_the_report_to_the_notice(self, desk):
        """One opens the article there, puts it right, publishes the correction: it is answered."""
        report, client = make_report(), desk("editor")
        other = make_report(report.article)
        form = f"{change_url(report.article)}?report={report.pk}"
        assert f'href="{form}"' in client.get(address_of(report)).content.decode()
        page = client.get(form)
        assert page.context["report"] == report
        assert 'data-paragraph="1"' in page.content.decode()
        right = article_data(page, body_ar=BODY.replace("17", "70"), _changes="1")
        page = client.post(form, right, follow=True)
        changes = reverse("admin:articles_article_changes", args=[report.article_id])
        assert page.redirect_chain == [(f"{changes}?report={report.pk}", 302)]
        asked = page.context["form"]
        assert asked.initial["reports"] == [report]
        assert list(asked.fields["reports"].queryset) == [report, other]
        sent = {
            "change": "correction", "text_ar": asked["text_ar"].value(), "reports": [report.pk],
            "version": asked["version"].value(),
        }  # fmt: skip
        page = client.post(page.redirect_chain[0][0], sent, follow=True)
        assert said(page) == ["success"]
        report.refresh_from_db()
        other.refresh_from_db()
        correction = Correction.objects.get()
        assert "70" in correction.text_ar
        assert (report.status, report.correction, other.status) == ("corrected", correction, "new")
        assert 'name="answer"' not in client.get(address_of(report)).content.decode()

    @pytest.mark.parametrize("asked", ["", "x", "999", "9" * 30, "-1"])
    def test_a_form_that_names_no_report_says_how_many_wait(self, desk, asked):
        report = make_report()
        page = desk("editor").get(f"{change_url(report.article)}?report={asked}")
        assert (page.context["report"], page.context["reports_waiting"]) == (None, 1)
        assert f"article__id__exact={report.article_id}" in page.content.decode()

    def test_another_articles_report_is_not_closed(self, desk, account):
        report, client = make_report(), desk("editor")
        article = write(make_article(), account(), body_ar="<p>نص آخر.</p>")
        page = client.post(
            reverse("admin:articles_article_changes", args=[article.pk]),
            {"change": "update", "version": article.version, "reports": [report.pk]},
        )
        assert page.context["form"].errors
        report.refresh_from_db()
        assert report.status == "new"


def test_the_form_says_that_the_english_is_older(desk, account):
    article = make_translated_article(english_changed_at=None)
    client = desk("editor")
    badge = 'class="desk-badge desk-problem">'
    assert badge not in client.get(change_url(article)).content.decode()
    type(article).objects.update(arabic_changed_at=article.published_at)
    assert badge in client.get(change_url(article)).content.decode()
