import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.damascus import iso
from articles.editing import Notice, publish
from articles.models import Revision, Status
from tests.builders import make_article, make_source, make_translated_article, utc
from tests.forging import forging
from tests.stories import change_story, publish_story, withdraw_story, write

pytestmark = pytest.mark.django_db


def address(article, prefix=""):
    return f"{prefix}/articles/{article.pk}/history/"


def read(client, article, prefix=""):
    response = client.get(address(article, prefix))
    assert response.status_code == 200
    return response.content.decode()


def entries(html):
    """Every change on the page by its revision, as the page has it."""
    found = re.findall(
        r'<section class="change" id="revision-(\d+)">(.*?)</section>', html, re.DOTALL
    )
    return {int(number): text for number, text in found}


def marked(entry):
    """What an entry takes out and puts in; the words for screen readers in brackets."""
    plain = re.sub(r'<span class="unseen">\[.*?</span>', "", entry)
    plain = plain.replace('<span class="unseen">]</span>', "")
    return re.findall(r"<del>(.*?)</del>", plain), re.findall(r"<ins>(.*?)</ins>", plain)


class TestWhatIsToldOfAChange:
    def test_when_what_the_notice_and_the_words(self, client, chief):
        article = publish_story(chief, body_ar="<p>أُغلقت 17 عيادة في المدينة</p><p>باق</p>")
        article = change_story(
            article,
            chief,
            "correction",
            Notice("ورد «17» والصواب «70»."),
            body_ar="<p>أُغلقت 70 عيادة في المدينة</p><p>باق</p>",
        )
        html = read(client, article)
        revision = Revision.objects.get(change="correction")
        entry = entries(html)[revision.number]
        assert f'<time datetime="{iso(revision.created_at)}">' in entry
        assert "ورد «17» والصواب «70»." in entry
        assert marked(entry) == (["17"], ["70"])
        assert '<del><span class="unseen">[' in entry
        assert '<ins><span class="unseen">[' in entry
        assert "باق" not in entry  # what stayed is counted, not shown
        assert entry.count('class="meta unchanged"') == 1

    def test_headline_summary_byline_and_source(self, client, chief):
        article = publish_story(
            chief,
            "عنوان قديم",
            source=make_source("وكالة الفرات"),
            summary_ar="ملخص قديم",
            byline_ar="ليلى الحموي",
        )
        article = change_story(
            article,
            chief,
            "update",
            title_ar="عنوان جديد",
            source=make_source("وكالة العاصي"),
            summary_ar="ملخص جديد",
            byline_ar="ليلى الحمصي",
        )
        entry = entries(read(client, article))[article.live_version]
        assert marked(entry) == (
            ["قديم", "قديم", "الحموي", "<bdi>وكالة الفرات</bdi>"],
            ["جديد", "جديد", "الحمصي", "<bdi>وكالة العاصي</bdi>"],
        )

    def test_markup_in_a_text_is_shown_as_text(self, client, chief):
        article = publish_story(chief, "قبل")
        article = change_story(article, chief, "update", title_ar="<script>alert(1)</script>")
        html = read(client, article)
        assert "<script>alert" not in html
        assert "&lt;script&gt;" in html

    def test_the_newest_stands_first_and_the_publication_last(self, client, chief):
        article = publish_story(chief, "أول", published_at=utc(2018, 5, 21, 8, 5))
        article = change_story(article, chief, "update", title_ar="ثان")
        article = change_story(article, chief, "clarification", title_ar="ثالث")
        html = read(client, article)
        first = Revision.objects.get(change="first").number
        assert list(entries(html)) == [article.live_version, article.live_version - 2, first]
        assert '<time datetime="2018-05-21T11:05:00+03:00">' in entries(html)[first]

    def test_of_what_was_imported_the_publication_is_told_too(self, client, chief):
        article = change_story(make_article(), chief, "update", title_ar="ثان")
        html = read(client, article)
        assert list(entries(html)) == [article.live_version]
        assert html.count('<section class="change"') == 2
        assert '<time datetime="2018-05-21T11:05:00+03:00">' in html

    def test_minor_ones_are_folded_together(self, client, chief):
        article = publish_story(chief, "أول")
        for title in ["ثان", "ثالث", "رابع"]:
            article = change_story(article, chief, "minor", title_ar=title)
        html = read(client, article)
        folded = re.findall(r'<details class="minor">(.*?)</details>', html, re.DOTALL)
        assert len(folded) == 1
        assert len(entries(folded[0])) == 3
        assert len(entries(html)) == 4


class TestWhatIsNeverShown:
    def test_drafts_restores_and_what_waits(self, client, chief):
        article = publish_story(chief, "أول")
        article = write(article, chief, title_ar="سر المسودة")
        article = change_story(article, chief, "update", title_ar="ثان")
        article = write(article, chief, title_ar="سر ينتظر")
        html = read(client, article)
        assert "سر" not in html
        assert marked(entries(html)[article.live_version]) == (["أول"], ["ثان"])

    def test_who_and_why(self, client, chief):
        article = change_story(publish_story(chief), chief, "update", title_ar="ثان")
        with forging():
            Revision.objects.filter(pk__gt=0).update(reason="سر التحرير")
        html = read(client, article)
        assert "سر التحرير" not in html
        assert "chief" not in html

    def test_the_other_language(self, client, chief):
        article = make_translated_article("عنوان")
        article = change_story(
            article, chief, "update", title_ar="عنوان آخر", title_en="The park is open"
        )
        arabic, english = read(client, article), read(client, article, "/en")
        assert "The park" not in arabic
        assert marked(entries(english)[article.live_version]) == (["reopens"], ["is open"])
        assert "عنوان" not in re.sub(r'href="[^"]*"', "", english)

    @pytest.mark.parametrize(
        "fields", [{"status": Status.DRAFT}, {"published_at": utc(2099, 1, 1)}]
    )
    def test_of_a_draft_or_a_scheduled_article_there_is_none(self, client, fields):
        article = make_translated_article(**fields)
        assert client.get(address(article)).status_code == 404
        assert client.get(address(article, "/en")).status_code == 404

    @pytest.mark.parametrize("number", ["0", "999", "9" * 30])
    def test_of_an_article_that_is_not_there(self, client, number):
        assert client.get(f"/articles/{number}/history/").status_code == 404


class TestEnglish:
    def test_there_is_none_without_a_translation(self, client, chief):
        article = publish_story(chief)
        assert client.get(address(article, "/en")).status_code == 404

    def test_it_begins_with_the_translation(self, client, chief):
        article = publish_story(chief, "أول")
        before = change_story(article, chief, "update", title_ar="ثان")
        article = change_story(
            before, chief, "update", title_en="In English", body_en="<p>Body</p>"
        )
        english = read(client, article, "/en")
        assert list(entries(english)) == [article.live_version]
        assert marked(entries(english)[article.live_version]) == ([], [])

    def test_the_two_name_each_other(self, client, chief):
        article = make_translated_article()
        assert f'href="/en{address(article)}" hreflang="en"' in read(client, article)
        assert f'href="{address(article)}" hreflang="ar"' in read(client, article, "/en")


class TestWithdrawn:
    def test_its_changes_and_the_notice_stay(self, client, chief):
        article = publish_story(chief, "أول", body_ar="<p>نص الخبر</p>")
        article = change_story(article, chief, "update", title_ar="ثان")
        article = withdraw_story(article, chief, "سُحب لخطأ.")
        write(article, chief, title_ar="سر بعد السحب")
        html = read(client, article)
        assert "سُحب لخطأ." in html
        assert "نص الخبر" not in html
        assert "سر" not in html
        assert marked(html) == (["أول"], ["ثان"])

    def test_published_again(self, client, chief):
        article = withdraw_story(publish_story(chief, "أول"), chief, "سُحب لخطأ.")
        publish(write(article, chief, title_ar="ثان"), by=chief)
        html = read(client, article)
        assert "سُحب لخطأ." in html
        assert marked(html) == (["أول"], ["ثان"])


def test_it_is_not_for_search_engines(client, chief):
    html = read(client, publish_story(chief))
    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html


def test_an_article_without_any_history(client):
    html = read(client, make_article())
    assert entries(html) == {}
    assert '<time datetime="2018-05-21T11:05:00+03:00">' in html


def test_an_article_whose_own_address_this_is(client):
    article = make_article("خبر", slug="history")
    html = client.get(article.get_absolute_url()).content.decode()
    assert "<h1>خبر</h1>" in html
    assert "افتتحت البلدية" in html


def test_pages(client, chief):
    article = publish_story(chief)
    for number in range(21):
        article = change_story(article, chief, "update", title_ar=f"عنوان {number}")
    assert len(entries(read(client, article))) == 20
    second = client.get(f"{address(article)}?page=2").content.decode()
    assert len(entries(second)) == 2
    assert client.get(f"{address(article)}?page=9").status_code == 404


def test_as_many_queries_for_one_as_for_many(client, chief):
    def queries(article):
        with CaptureQueriesContext(connection) as captured:
            read(client, article)
        return len(captured)

    article = publish_story(chief, source=make_source("س"))
    article = change_story(article, chief, "correction", source=make_source("ش"))
    one = queries(article)
    for number in range(6):
        article = change_story(
            article, chief, "correction", source=make_source(f"م {number}"), title_ar=f"{number}"
        )
    assert queries(article) == one
