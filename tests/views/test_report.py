"""«أبلغ عن خطأ»: the form, what it refuses, and the page of a report's number."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editing import Notice, answer_report, publish_changes
from articles.models import Article, ReaderReport
from tests.builders import make_article, make_translated_article, utc
from tests.stories import change_story, publish_story, withdraw_story, write

pytestmark = pytest.mark.django_db

BODY = "<p>أجلت البلدية 17 عائلة.</p><h2>الطريق</h2><p>أغلق الطريق يومين.</p>"
WRONG = "العدد سبعون لا سبعة عشر."


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


@pytest.fixture
def reader(monkeypatch):
    """A browser on our pages, in which everything takes ten seconds."""
    start, asked = timezone.now(), 0

    def now():
        return start + timedelta(seconds=10 * asked)

    monkeypatch.setattr(timezone, "now", now)

    class Reader(Client):
        def request(self, **request):
            nonlocal asked
            asked += 1
            return super().request(**request)

    return Reader(headers={"Sec-Fetch-Site": "same-origin"}, enforce_csrf_checks=True)


def fields(page):
    """What the form on a page would send, as it stands."""
    return {bound.html_name: bound.value() or "" for bound in page.context["form"]}


def send(reader, article, prefix="", query="", **typed):
    address = f"{prefix}/articles/{article.pk}/report/"
    return reader.post(address, fields(reader.get(address + query)) | {"message": WRONG} | typed)


def refusals(page):
    return [str(error) for error in page.context["form"].non_field_errors()]


class TestForm:
    def test_it_offers_the_article_its_headline_and_its_paragraphs(self, client):
        article = make_article("بلدية تفتح طريقاً", body_ar=BODY)
        page = client.get(f"/articles/{article.pk}/report/?paragraph=3&quote=%20أغلق%20الطريق")
        choices = page.context["form"].fields["paragraph"].choices
        assert [value for value, _label in choices] == ["", "0", "1", "2", "3"]
        assert choices[3:] == [("2", "الطريق"), ("3", "أغلق الطريق يومين.")]
        assert fields(page)["paragraph"] == "3"
        html = page.content.decode()
        assert "<blockquote" in html
        assert ">أغلق الطريق</blockquote>" in html
        assert '<meta name="robots" content="noindex">' in html
        assert "canonical" not in html
        assert "no-store" in page["Cache-Control"]

    def test_no_cookie_is_set(self, reader):
        response = send(reader, make_article())
        assert (response.status_code, reader.cookies) == (303, {})

    def test_an_address_that_says_nonsense_is_the_form_all_the_same(self, client):
        article = make_article()
        page = client.get(f"/articles/{article.pk}/report/?paragraph=-7&quote={'x' * 900}")
        assert page.status_code == 200
        assert len(fields(page)["quote"]) == 500

    def test_the_article_leads_to_it_and_a_preview_does_not(self, client):
        article = make_translated_article()
        html = client.get(article.get_absolute_url()).content.decode()
        assert f'href="/articles/{article.pk}/report/" rel="nofollow" data-report' in html
        english = client.get(f"/en{article.get_absolute_url()}").content.decode()
        assert f'href="/en/articles/{article.pk}/report/"' in english

    def test_an_article_of_that_name_keeps_its_address(self, client):
        article = make_article(slug="report")
        assert client.get(f"/articles/{article.pk}/report/").context["article"] == article

    def test_what_readers_cannot_read_cannot_be_reported(self, client, chief):
        draft = make_article(status="draft", published_at=None)
        assert client.get(f"/articles/{draft.pk}/report/").status_code == 404
        gone = withdraw_story(publish_story(chief), chief, is_gone=True)
        for method in (client.get, client.post):
            assert method(f"/articles/{gone.pk}/report/").status_code == 410
        arabic = make_article()
        page = client.get(f"/en/articles/{arabic.pk}/report/")
        assert (page.status_code, arabic.get_absolute_url() in page.content.decode()) == (404, True)
        assert not ReaderReport.objects.exists()


class TestSent:
    def test_it_is_taken_in_and_leads_to_its_number(self, reader):
        article = make_article(body_ar=BODY)
        response = send(
            reader, article, paragraph="1", quote="17 عائلة", email="reader@example.org",
        )  # fmt: skip
        sent = ReaderReport.objects.get()
        assert (response.status_code, response["Location"]) == (
            303, f"/reports/?number={sent.reference}&sent=1",
        )  # fmt: skip
        assert (sent.article, sent.paragraph, sent.quote) == (article, 1, "17 عائلة")
        assert (sent.message, sent.email) == (WRONG, "reader@example.org")
        html = reader.get(response["Location"]).content.decode()
        assert sent.shown_reference in html
        assert WRONG not in html
        assert "reader@example.org" not in html

    def test_in_english(self, reader):
        article = make_translated_article()
        response = send(reader, article, "/en", paragraph="1", message="It was on Tuesday.")
        assert response["Location"].startswith("/en/reports/?number=")
        assert ReaderReport.objects.get().paragraph_text == "The town opened it on Monday."

    def test_sent_twice_it_is_one(self, reader):
        article = make_article()
        address = f"/articles/{article.pk}/report/"
        data = fields(reader.get(address)) | {"message": WRONG}
        assert reader.post(address, data)["Location"] == reader.post(address, data)["Location"]
        assert ReaderReport.objects.count() == 1

    def test_behind_a_proxy_the_sender_is_whom_the_proxy_saw(self, reader, settings):
        settings.BEHIND_PROXY = True
        article = make_article()
        for last in ("192.0.2.7", "198.51.100.7"):
            reader.defaults["HTTP_X_FORWARDED_FOR"] = f"203.0.113.9, {last}"
            send(reader, article)
        keys = set(ReaderReport.objects.values_list("network", flat=True))
        assert len(keys - {""}) == 2

    def test_the_form_costs_as_much_for_a_long_article(self, client):
        counts = []
        for paragraphs in (1, 30):
            article = make_article(body_ar=BODY * paragraphs)
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/articles/{article.pk}/report/")
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestRefused:
    """Whatever is refused, what was written stays in the form, and the form can be sent again."""

    @pytest.mark.parametrize(
        "typed",
        [
            {"message": "  "},
            {"message": "ا" * 2001},
            {"email": "reader@"},
            {"email": f"reader@{'long.' * 50}example"},  # no column holds it
            {"paragraph": "77"},
            {"website": "https://spam.example"},
            {"form": "x"},
            {"form": ""},
            {"message": "http://a.example http://b.example http://c.example"},
        ],
    )
    def test_nothing_is_lost(self, reader, typed):
        article = make_article(body_ar=BODY)
        written = {"message": WRONG, "email": "reader@example.org", "paragraph": "3"} | typed
        page = send(reader, article, **written)
        assert page.status_code == 200
        assert not ReaderReport.objects.exists()
        again = fields(page)
        for name in ("message", "email", "paragraph"):
            assert again[name] == written[name]
        assert page.context["form"].errors
        assert 'role="alert"' in page.content.decode()
        put_right = again | {"message": WRONG, "email": "", "paragraph": "3"}
        assert reader.post(f"/articles/{article.pk}/report/", put_right).status_code == 303

    def test_too_fast(self, reader, monkeypatch):
        start = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: start)
        page = send(reader, make_article())
        assert len(refusals(page)) == 1
        assert fields(page)["message"] == WRONG

    def test_after_a_day_another_form_takes_its_place(self, reader, monkeypatch):
        article = make_article()
        address = f"/articles/{article.pk}/report/"
        data = fields(reader.get(address)) | {"message": WRONG}
        later = timezone.now() + timedelta(days=1, minutes=1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        page = reader.post(address, data)
        assert len(refusals(page)) == 1
        assert fields(page)["form"] != data["form"]
        monkeypatch.setattr(timezone, "now", lambda: later + timedelta(seconds=5))
        assert reader.post(address, fields(page)).status_code == 303

    def test_a_form_of_another_article_or_language(self, reader):
        one, other = make_translated_article(), make_article()
        token = fields(reader.get(f"/en/articles/{one.pk}/report/"))["form"]
        for article in (one, other):
            page = send(reader, article, form=token)
            assert (page.status_code, len(refusals(page))) == (200, 1)

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
    def test_from_another_site(self, reader, site):
        reader.defaults["HTTP_SEC_FETCH_SITE"] = site
        page = send(reader, make_article())
        assert (len(refusals(page)), ReaderReport.objects.count()) == (1, 0)
        assert fields(page)["message"] == WRONG

    def test_the_sixth_in_an_hour(self, reader):
        article = make_article()
        assert [send(reader, article).status_code for _time in range(6)] == [303] * 5 + [200]


class TestNumber:
    def ask(self, client, number, prefix=""):
        return client.get(f"{prefix}/reports/", {"number": number})

    def test_what_was_answered_is_told(self, client, chief, reader):
        article = make_article("بلدية تفتح طريقاً")
        send(reader, article)
        sent = ReaderReport.objects.get()
        page = self.ask(client, sent.shown_reference.lower())
        assert (page.status_code, page.context["report"]) == (200, sent)
        assert article.get_absolute_url() in page.content.decode()
        answer_report(sent, "no-error", "سألنا البلدية <ثانية>.", by=chief)
        html = self.ask(client, sent.reference).content.decode()
        assert "سألنا البلدية &lt;ثانية&gt;." in html
        assert '<meta name="robots" content="noindex">' in html

    def test_a_correction_is_told_in_its_words(self, client, chief, reader):
        article = make_translated_article(body_ar=BODY)
        send(reader, article)
        article = write(Article.objects.get(), chief, body_ar=BODY.replace("17", "70"))
        publish_changes(
            article, "correction", version=article.version, by=chief,
            notice=Notice("والصواب 70.", "It is 70."), reports=[ReaderReport.objects.get().pk],
        )  # fmt: skip
        number = ReaderReport.objects.get().reference
        assert "<p>والصواب 70.</p>" in self.ask(client, number).content.decode()
        assert "<p>It is 70.</p>" in self.ask(client, number, "/en").content.decode()
        withdraw_story(article, chief)
        page = self.ask(client, number)
        assert (page.status_code, page.context["story"]) == (200, None)
        assert "والصواب 70." not in page.content.decode()

    def test_it_leads_only_where_readers_may_go(self, client, chief, reader):
        article = publish_story(chief, "بلدية تفتح طريقاً")
        send(reader, article)
        number = ReaderReport.objects.get().reference
        assert "بلدية" not in self.ask(client, number, "/en").content.decode()
        withdraw_story(article, chief)
        assert "بلدية" not in self.ask(client, number).content.decode()
        ReaderReport.objects.update(article=None)
        assert self.ask(client, number).status_code == 200

    @pytest.mark.parametrize("number", ["ABCD1234", "؟", "x" * 3000, "\x00"])
    def test_no_such_number(self, client, number):
        page = self.ask(client, number)
        assert (page.status_code, 'role="alert"' in page.content.decode()) == (404, True)

    def test_the_page_without_a_number_asks_for_one(self, client):
        page = client.get("/reports/")
        assert (page.status_code, 'role="alert"' in page.content.decode()) == (200, False)

    def test_a_network_that_tries_numbers_is_told_to_wait(self, client):
        asked = [self.ask(client, "ABCD1234").status_code for _time in range(31)]
        assert asked == [404] * 30 + [429]
        assert Client(REMOTE_ADDR="192.0.2.7").get("/reports/?number=ABCD1234").status_code == 404


def test_a_translation_older_than_its_arabic_says_so_to_its_readers(client, chief):
    article = make_translated_article()
    said = "This translation is older"
    address = f"/en{article.get_absolute_url()}"
    assert said not in client.get(address).content.decode()
    article = change_story(article, chief, "minor", body_ar="<p>نص ثانٍ.</p>")
    assert said not in client.get(address).content.decode()
    article = change_story(article, chief, "update", body_ar="<p>نص ثالث.</p>")
    html = client.get(address, follow=True).content.decode()
    assert re.search(
        rf"{said} than the Arabic article, which was changed on\s*<bdi>\d+ \w+ \d{{4}}</bdi>", html
    )
    assert said not in client.get(article.get_absolute_url()).content.decode()
    change_story(article, chief, "minor", body_en="<p>Now the same.</p>")
    assert said not in client.get(address, follow=True).content.decode()


def test_what_changed_before_readers_could_read_it_is_no_older(client):
    article = make_translated_article(
        arabic_changed_at=utc(2018, 5, 20), english_changed_at=utc(2018, 5, 19)
    )
    html = client.get(f"/en{article.get_absolute_url()}").content.decode()
    assert "This translation is older" not in html
