from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Precision, Status
from tests.builders import make_article, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db


def titles(response):
    assert response.status_code == 200
    return [article.title_ar for article in response.context["articles"]]


class TestAll:
    def test_an_address_of_a_search_that_stood_here_leads_to_it(self, client):
        response = client.get("/archive/", {"q": "أحمد", "since": "2018-05-21"})
        assert response.status_code == 301
        assert response.url == "/search/?q=%D8%A3%D8%AD%D9%85%D8%AF&since=2018-05-21"
        assert client.get("/en/archive/?q=park").url == "/en/search/?q=park"
        assert client.get("/archive/?utm_source=x").status_code == 200

    def test_an_address_too_long_to_lead_anywhere_is_the_archive(self, client):
        make_article("خبر")
        assert titles(client.get("/archive/", {"q": "ا" * 10_000})) == ["خبر"]

    def test_english_lists_what_is_translated(self, client):
        make_article("بالعربية فقط", source=make_source("وكالة دجلة"))
        make_translated_article("مترجم", source=make_source("وكالة الفرات"))
        response = client.get("/en/archive/")
        assert titles(response) == ["مترجم"]
        html = response.content.decode()
        assert "<bdi>1</bdi> article</h2>" in html
        assert 'lang="ar" dir="rtl">وكالة الفرات</option>' in html
        assert "وكالة دجلة" not in html

    def test_sources_with_nothing_to_read_are_not_offered_and_find_nothing(self, client):
        read, silent = make_source("وكالة الفرات"), make_source("وكالة دجلة")
        make_article(source=read)
        draft = make_article(source=silent, status=Status.DRAFT)
        for address in ("/archive/", "/search/?q=x"):
            html = client.get(address).content.decode()
            assert f'<option value="{read.slug}">' in html
            assert silent.slug not in html
        response = client.get("/search/", {"source": silent.slug})
        assert (response.status_code, response.context["form"].errors) == (200, {})
        assert draft.title_ar not in response.content.decode()

    @pytest.mark.parametrize(
        ("count", "words"),
        [
            (1, "مقال واحد"),
            (2, "مقالان"),
            (3, "<bdi>3</bdi> مقالات"),
            (11, "<bdi>11</bdi> مقالاً"),
            (100, "<bdi>100</bdi> مقال"),
        ],
    )
    def test_arabic_counts(self, client, count, words):
        for _ in range(count):
            make_article()
        html = " ".join(client.get("/archive/").content.decode().split())
        assert f'id="results-heading">{words}</h2>' in html


class TestPages:
    @pytest.mark.parametrize("page", ["0", "-1", "2", "x", "9" * 30, "9" * 5000, "١"])
    def test_a_page_that_is_not_there(self, client, page):
        make_article()
        response = client.get("/archive/", {"page": page})
        if page == "١":  # int() reads it, and it is the first page
            assert response.status_code == 200
        else:
            assert response.status_code == 404

    def test_newer_and_older(self, client):
        for number in range(41):
            make_article(f"خبر {number:02}", published_at=utc(2018, 5, 1) + timedelta(hours=number))
        response = client.get("/archive/?page=2")
        assert titles(response) == [f"خبر {number:02}" for number in range(20, 0, -1)]
        html = response.content.decode()
        assert '<a rel="prev" href="?page=1">' in html
        assert '<a rel="next" href="?page=3">' in html
        assert "الصفحة <bdi>2</bdi> من <bdi>3</bdi>" in html
        assert '<link rel="canonical" href="http://testserver/archive/?page=2">' in html

    def test_years_that_have_articles(self, client):
        # The last evening of 2017 in London is already 2018 in Damascus.
        make_article(published_at=utc(2017, 12, 31, 22, 30))
        make_article(published_at=utc(2015, 6, 1))
        make_article(published_at=utc(2020, 6, 1))
        assert client.get("/archive/").context["years"] == [2020, 2018, 2015]
        assert client.get("/en/archive/").context["years"] == []


class TestPeriods:
    def test_the_night_in_damascus_belongs_to_its_own_day(self, client):
        make_article("ليلاً", published_at=utc(2018, 5, 24, 23, 1))
        assert titles(client.get("/archive/2018/05/25/")) == ["ليلاً"]
        assert titles(client.get("/archive/2018/05/24/")) == []

    def test_months_and_years_turn_at_midnight_in_damascus(self, client):
        make_article("رأس السنة", published_at=utc(2018, 12, 31, 22, 0))
        make_article("آخر السنة", published_at=utc(2018, 12, 31, 21, 59))
        assert titles(client.get("/archive/2019/")) == ["رأس السنة"]
        assert titles(client.get("/archive/2018/12/")) == ["آخر السنة"]
        assert titles(client.get("/archive/2018/")) == ["آخر السنة"]

    def test_a_day_whose_midnight_was_missing(self, client):
        make_article(
            "يوم فقط", published_at=utc(2018, 3, 29, 22), published_precision=Precision.DAY
        )
        assert titles(client.get("/archive/2018/03/30/")) == ["يوم فقط"]
        days = client.get("/archive/2018/03/").context["days"]
        assert [day.day for day in days] == [30]

    @pytest.mark.parametrize(
        ("page", "previous", "following"),
        [
            ("/archive/2018/05/21/", "/archive/2018/05/02/", "/archive/2018/05/25/"),
            ("/archive/2018/05/10/", "/archive/2018/05/02/", "/archive/2018/05/21/"),
            ("/archive/2018/05/", "/archive/2017/11/", "/archive/2018/09/"),
            ("/archive/2018/", "/archive/2017/", "/archive/2020/"),
            ("/archive/2017/", None, "/archive/2018/"),
            ("/archive/2020/", "/archive/2018/", None),
        ],
    )
    def test_the_nearest_periods_that_have_articles(self, client, page, previous, following):
        for instant in [
            utc(2017, 11, 3),
            utc(2018, 5, 2, 9),
            utc(2018, 5, 21, 8, 5),
            utc(2018, 5, 24, 23, 1),
            utc(2018, 9, 1),
            utc(2020, 1, 1),
        ]:
            make_article(published_at=instant)
        html = client.get(page).content.decode()
        for rel, address in (("prev", previous), ("next", following)):
            if address:
                assert f'<a rel="{rel}" href="{address}">' in html
            else:
                assert f'rel="{rel}"' not in html

    def test_the_months_of_a_year_and_the_days_of_a_month(self, client):
        make_article(published_at=utc(2018, 5, 2, 9))
        make_article(published_at=utc(2018, 5, 24, 23, 1))
        make_article(published_at=utc(2018, 6, 30, 21, 30))
        year = client.get("/archive/2018/")
        months = year.context["months"]
        assert [(month.month, count) for month, count in months] == [(5, 2), (7, 1)]
        assert '<a href="/archive/2018/05/"><bdi>أيار</bdi>' in year.content.decode()
        month = client.get("/archive/2018/05/").content.decode()
        assert '<a href="/archive/2018/05/25/"><bdi>25</bdi></a>' in month
        assert "/archive/2018/05/24/" not in month

    def test_headings(self, client):
        make_article()
        for page, heading in [
            ("/archive/2018/", "2018"),
            ("/archive/2018/05/", "أيار 2018"),
            ("/archive/2018/05/21/", "21 أيار 2018"),
            ("/en/archive/2018/05/21/", "21 May 2018"),
        ]:
            html = client.get(page).content.decode()
            assert f"<h1>{heading}</h1>" in html
            assert f"<title>{heading} — " in html

    @pytest.mark.parametrize(
        "page",
        [
            "2018/13/",
            "2018/00/",
            "2018/02/30/",
            "2018/05/32/",
            "2018/5/",
            "0000/",
            "20180/",
            "٢٠١٨/",
        ],
    )
    def test_what_is_no_period(self, client, page):
        assert client.get(f"/archive/{page}").status_code == 404

    def test_english_is_offered_where_there_is_some(self, client):
        make_article()
        make_translated_article(published_at=utc(2018, 6, 1))
        offer = 'hreflang="en"'
        for page, offered in [
            ("/archive/2018/05/21/", False),
            ("/archive/2018/05/", False),
            ("/archive/2018/06/", True),
            ("/archive/2018/", True),
        ]:
            assert (offer in client.get(page).content.decode()) is offered, page
        html = client.get("/en/archive/2018/05/").content.decode()
        assert "Nothing here has been translated into English yet." in html
        assert '<a href="/archive/2018/05/" hreflang="ar">Read this page in Arabic</a>' in html
        assert '<meta name="robots" content="noindex">' in html

    @pytest.mark.parametrize("page", ["1000/", "2999/12/31/", "2018/05/21/"])
    def test_a_period_without_articles(self, client, page):
        html = client.get(f"/archive/{page}").content.decode()
        assert "لم يُنشر شيء هنا بعد." in html

    @pytest.mark.parametrize(
        "page", ["/archive/", "/archive/2018/", "/archive/2018/05/", "/archive/2018/05/21/"]
    )
    def test_as_many_queries_for_one_as_for_many(self, client, page):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get(page)
            return len(captured)

        for year in (2010, 2018, 2020):  # the periods before and after are there from the first
            make_article(source=make_source(f"وكالة {year}"), published_at=utc(year, 5, 21, 8, 5))
        one = queries()
        for number in range(15):
            make_article(
                source=make_source(f"وكالة {number}"),
                published_at=utc(2018, 5, 21) - timedelta(days=200 * number),
            )
            make_article()
        assert queries() == one
