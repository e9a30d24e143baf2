from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import make_article, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db


def headlines(response):
    page = response.context
    listed = [page["lead"], *page["prominent"], *page["latest"], *page["earlier"]]
    return [article.title_ar for article in listed if article]


def test_latest_by_publication_and_not_by_arrival(client):
    now = timezone.now()
    make_article("الأول", published_at=now - timedelta(hours=3))
    make_article("الأحدث", published_at=now - timedelta(minutes=1))
    make_article("من الأرشيف", published_at=utc(2012, 3, 1))
    make_article("الثاني", published_at=now - timedelta(hours=2))
    response = client.get("/")
    assert headlines(response) == ["الأحدث", "الثاني", "الأول", "من الأرشيف"]
    assert "قبل ساعتين" in response.content.decode()


def test_no_more_than_twenty_five_and_each_once(client):
    for number in range(27):
        make_article(f"خبر {number:02}", published_at=utc(2018, 5, 1) + timedelta(hours=number))
    response = client.get("/")
    assert headlines(response) == [f"خبر {number:02}" for number in range(26, 1, -1)]
    assert response.content.decode().count('<article class="teaser">') == 25


def test_one_headline_of_first_order_which_is_the_name(client):
    make_article()
    html = client.get("/").content.decode()
    assert html.count("<h1") == 1
    assert '<span class="unseen">غرفة الأخبار</span></a></h1>' in html
    assert '<html lang="ar" dir="rtl">' in html
    assert "<title>غرفة الأخبار</title>" in html


def test_the_lead_opens_with_its_summary_or_its_first_paragraph(client):
    make_article("الثاني", body_ar="<p>فقرة أولى.</p><p>فقرة ثانية.</p>")
    make_article("الأول", summary_ar="خبر في سطر", published_at=utc(2018, 6, 1))
    html = client.get("/").content.decode()
    assert '<p class="teaser-opening">خبر في سطر</p>' in html
    assert '<p class="teaser-opening">فقرة أولى.</p>' in html
    assert "فقرة ثانية" not in html


def test_empty(client):
    assert "لم يُنشر شيء هنا بعد." in client.get("/").content.decode()


def test_english_lists_what_is_translated(client):
    make_article("بالعربية فقط")
    make_article("عنوان بلا متن", title_en="No body")
    make_translated_article("مترجم", title_en="Translated")
    response = client.get("/en/")
    assert headlines(response) == ["مترجم"]
    html = response.content.decode()
    assert '<html lang="en" dir="ltr">' in html
    assert "The town opened it on Monday." in html
    assert "Translated" in html
    assert "No body" not in html


def test_english_says_kindly_when_there_is_nothing(client):
    make_article("بالعربية فقط")
    html = client.get("/en/").content.decode()
    assert "Nothing here has been translated into English yet." in html
    assert '<a href="/" hreflang="ar">Read this page in Arabic</a>' in html


def test_as_many_queries_for_one_as_for_many(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    make_article(source=make_source("وكالة الفرات"))
    one = queries()
    for number in range(12):
        make_article(source=make_source(f"وكالة {number}"))
    assert queries() == one


def test_nothing_that_splits_a_shared_cache(client):
    make_article()
    response = client.get("/")
    assert response["Vary"] == "Cookie"  # for what a reader chose (decision 0012)
    assert not response.cookies
    assert "csrf" not in response.text
