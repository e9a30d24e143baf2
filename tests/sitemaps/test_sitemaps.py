"""The maps and robots.txt, as a robot reads them."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Citation, Precision, Status, Topic
from articles.models import Page as OwnPage
from articles.sitemaps import maps
from tests.builders import (
    make_article,
    make_section,
    make_source,
    make_translated_article,
    utc,
)
from tests.golden import by_element
from tests.importing.pages import Page, import_folder
from tests.stories import change_story, publish_story, withdraw_story

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return response


def locations(client, address):
    root = ElementTree.fromstring(read(client, address).content)
    return [element.text.removeprefix("http://testserver") for element in root.iter(f"{MAP}loc")]


def test_robots(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /preview/\n"
        "Disallow: /en/preview/\n"
        "Disallow: /search/\n"
        "Disallow: /en/search/\n"
        "\n"
        "Sitemap: http://testserver/sitemap.xml\n"
        "Sitemap: http://testserver/sitemap-news.xml\n"
    )


def test_the_index_names_every_map_that_has_something(client):
    make_article(published_at=utc(2012, 3, 1, 9), source=make_source())
    make_translated_article(published_at=utc(2018, 5, 21, 8, 5), updated_at=utc(2018, 5, 24, 23, 1))
    # The last evening of the year in UTC is the next year in Damascus.
    make_article(published_at=utc(2019, 12, 31, 22, 30))
    assert by_element(read(client, "/sitemap.xml").content).split("\n", 2)[2].replace(
        "\n\n", "\n"
    ) == "\n".join(
        [
            "<sitemap>",
            "<loc>http://testserver/sitemaps/pages-ar.xml</loc>",
            "</sitemap>",
            "<sitemap>",
            "<loc>http://testserver/sitemaps/pages-en.xml</loc>",
            "</sitemap>",
            "<sitemap>",
            "<loc>http://testserver/sitemaps/sources-ar.xml</loc>",
            "</sitemap>",
            "<sitemap>",
            "<loc>http://testserver/sitemaps/2020-ar.xml</loc>",
            "<lastmod>2020-01-01T00:30:00+02:00</lastmod>",
            "</sitemap>",
            "<sitemap>",
            "<loc>http://testserver/sitemaps/2018-ar.xml</loc>",
            "<lastmod>2018-05-25T02:01:00+03:00</lastmod>",
            "</sitemap>",
            "<sitemap>",
            "<loc>http://testserver/sitemaps/2018-en.xml</loc>",
            "<lastmod>2018-05-25T02:01:00+03:00</lastmod>",
            "</sitemap>",
            "<sitemap>",
            "<loc>http://testserver/sitemaps/2012-ar.xml</loc>",
            "<lastmod>2012-03-01T11:00:00+02:00</lastmod>",
            "</sitemap>",
            "</sitemapindex>",
        ]
    )
    for address in locations(client, "/sitemap.xml"):
        assert locations(client, address)


class TestYear:
    def test_each_with_its_translation(self, client):
        make_article("بالعربية", pk=13, slug="ar", published_at=utc(2018, 1, 1))
        make_translated_article("مترجم", pk=12, slug="en", updated_at=utc(2018, 5, 24, 23, 1))
        alternates = (
            '<xhtml:link rel="alternate" hreflang="ar" href="http://testserver/articles/12/en/"/>\n'
            '<xhtml:link rel="alternate" hreflang="en" href="http://testserver/en/articles/12/en/"/>\n'
            '<xhtml:link rel="alternate" hreflang="x-default" href="http://testserver/articles/12/en/"/>\n'
        )
        arabic = by_element(read(client, "/sitemaps/2018-ar.xml").content)
        assert arabic.split("\n", 2)[2].replace("\n\n", "\n") == (
            "<url>\n<loc>http://testserver/articles/13/ar/</loc>\n<lastmod>2018-01-01</lastmod>\n</url>\n"
            "<url>\n<loc>http://testserver/articles/12/en/</loc>\n<lastmod>2018-05-25</lastmod>\n"
            f"{alternates}</url>\n</urlset>"
        )
        english = by_element(read(client, "/sitemaps/2018-en.xml").content)
        assert english.split("\n", 2)[2].replace("\n\n", "\n") == (
            "<url>\n<loc>http://testserver/en/articles/12/en/</loc>\n<lastmod>2018-05-25</lastmod>\n"
            f"{alternates}</url>\n</urlset>"
        )

    def test_only_what_readers_may_see(self, client, chief):
        shown = make_article(slug="shown")
        make_article(status=Status.DRAFT)
        make_article(expires_at=timezone.now())
        withdraw_story(publish_story(chief, published_at=utc(2018, 5, 21)), chief)
        assert locations(client, "/sitemaps/2018-ar.xml") == [f"/articles/{shown.pk}/shown/"]
        assert client.get("/sitemaps/2018-en.xml").status_code == 404
        assert client.get("/sitemaps/2017-ar.xml").status_code == 404

    def test_a_long_year_is_cut(self, client, monkeypatch):
        monkeypatch.setattr(maps.BilingualSitemap, "limit", 2)
        articles = [make_article(published_at=utc(2018, 1, day)) for day in range(1, 6)]
        pages = [address for address in locations(client, "/sitemap.xml") if "2018" in address]
        assert pages == [f"/sitemaps/2018-ar.xml{page}" for page in ("", "?p=2", "?p=3")]
        assert [one for page in pages for one in locations(client, page)] == [
            article.get_absolute_url() for article in articles
        ]
        assert client.get("/sitemaps/2018-ar.xml?p=4").status_code == 404
        assert client.get("/sitemaps/2018-ar.xml?p=x").status_code == 404

    def test_many_topics_are_cut_too(self, client, monkeypatch):
        monkeypatch.setattr(maps.BilingualSitemap, "limit", 2)
        make_article(tags=[f"موضوع {number}" for number in range(5)])
        pages = [address for address in locations(client, "/sitemap.xml") if "topics" in address]
        assert pages == [f"/sitemaps/topics-ar.xml{page}" for page in ("", "?p=2", "?p=3")]
        assert [one for page in pages for one in locations(client, page)] == [
            topic.get_absolute_url() for topic in Topic.objects.order_by("pk")
        ]

    def test_nothing_new_is_304(self, client, chief):
        article = publish_story(chief, published_at=utc(2018, 5, 21))
        for address in (
            "/sitemaps/2018-ar.xml",
            "/sitemap.xml",
            "/robots.txt",
            "/sitemap-news.xml",
        ):
            first = client.get(address)
            again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
            assert (again.status_code, again.content) == (304, b""), address
        etag = client.get("/sitemaps/2018-ar.xml")["ETag"]
        change_story(article, chief, "minor", summary_ar="ملخص")
        assert client.get("/sitemaps/2018-ar.xml", HTTP_IF_NONE_MATCH=etag).status_code == 304
        change_story(article, chief, "update", summary_ar="ملخص آخر")
        assert client.get("/sitemaps/2018-ar.xml", HTTP_IF_NONE_MATCH=etag).status_code == 200

    def test_as_many_queries_for_one_as_for_many(self, client):
        def queries(address):
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                read(client, address)
            return len(captured)

        addresses = ["/sitemap.xml", "/sitemaps/2018-ar.xml", "/sitemaps/2018-en.xml",
                     "/sitemaps/sources-ar.xml", "/sitemap-news.xml"]  # fmt: skip
        make_translated_article(source=make_source())
        one = [queries(address) for address in addresses]
        for number in range(5):
            make_translated_article(source=make_source(f"مصدر {number}"))
            make_translated_article(published_at=timezone.now())
        Article.objects.filter(published_at__year__gt=2018).update(published_at=utc(2018, 6, 1))
        assert [queries(address) for address in addresses] == one


def test_sources_that_have_something(client):
    own, cited, cited_by_draft, _ = (make_source(name) for name in "أبجد")
    article = make_article(source=own)
    draft = make_article(status=Status.DRAFT)
    for text, source in ((article, cited), (draft, cited_by_draft)):
        Citation.objects.create(article=text, source=source, state=Citation.State.CONFIRMED)
    assert locations(client, "/sitemaps/sources-ar.xml") == [
        own.get_absolute_url(),
        cited.get_absolute_url(),
    ]
    assert client.get("/sitemaps/sources-en.xml").status_code == 404
    assert "hreflang" not in read(client, "/sitemaps/sources-ar.xml").content.decode()
    make_translated_article(source=own)
    assert locations(client, "/sitemaps/sources-en.xml") == [f"/en{own.get_absolute_url()}"]


def test_sections_and_topics_that_have_something(client):
    section = make_section("الثقافة")
    make_section("الاقتصاد")
    make_article(section=section, tags=["ماء"])
    make_article(status=Status.DRAFT, tags=["نار"])
    make_translated_article(tags=["هواء"])
    assert locations(client, "/sitemaps/sections-ar.xml") == [section.get_absolute_url()]
    assert client.get("/sitemaps/sections-en.xml").status_code == 404
    topics = [quote(f"/topics/{name}/") for name in ("ماء", "هواء")]
    assert sorted(locations(client, "/sitemaps/topics-ar.xml")) == sorted(topics)
    assert locations(client, "/sitemaps/topics-en.xml") == [f"/en{topics[1]}"]


def test_the_other_pages(client):
    assert locations(client, "/sitemaps/pages-ar.xml") == [
        "/", "/archive/", "/corrections/", "/feeds/",
    ]  # fmt: skip
    assert locations(client, "/sitemaps/pages-en.xml") == ["/en/", "/en/archive/", "/en/feeds/"]


def test_the_newsrooms_own_pages_where_they_are_written(client):
    OwnPage.objects.create(kind="contact", title_ar="اتصل بنا", body_ar="<p>هنا.</p>")
    english = {"title_en": "About us", "body_en": "<p>We.</p>"}
    OwnPage.objects.create(kind="about", title_ar="من نحن", body_ar="<p>نحن.</p>", **english)
    assert locations(client, "/sitemaps/pages-ar.xml")[4:] == ["/about/", "/contact/"]
    assert locations(client, "/sitemaps/pages-en.xml")[3:] == ["/en/about/"]


@pytest.mark.parametrize("kind", ["pages", "sources", "2018"])
def test_there_is_one_address_for_each(client, kind):
    assert client.get(f"/en/sitemaps/{kind}-ar.xml").status_code == 404
    assert client.get(f"/sitemaps/{kind}-fr.xml").status_code == 404
    assert client.post(f"/sitemaps/{kind}-ar.xml").status_code == 405


class TestNews:
    def test_whole(self, client):
        now = timezone.now().replace(second=0, microsecond=0)
        published = now - timedelta(hours=3)
        make_translated_article(
            "خبر <اليوم>", pk=12, slug="today", title_en="Today & now", published_at=published
        )
        at = timezone.localtime(published).isoformat(timespec="seconds")
        expected = (Path(__file__).with_name("news.xml")).read_text(encoding="utf-8")
        assert read(client, "/sitemap-news.xml").content.decode() == expected.replace("{at}", at)

    @pytest.mark.parametrize(
        ("ago", "is_news"),
        [
            (timedelta(minutes=-1), False),
            (timedelta(minutes=1), True),
            (timedelta(hours=47, minutes=59), True),
            (timedelta(hours=48, minutes=1), False),
            (timedelta(days=3000), False),
        ],
        ids=["to come", "now", "in time", "over", "years ago"],
    )
    def test_two_days_from_publication(self, client, ago, is_news):
        make_article(published_at=timezone.now() - ago, created_at=timezone.now())
        assert bool(locations(client, "/sitemap-news.xml")) is is_news

    def test_an_import_of_old_pages_is_no_news_and_one_of_today_is(self, client, tmp_path):
        today = timezone.localtime(timezone.now() - timedelta(hours=2))
        Page(headline="من الأرشيف").write(tmp_path, "1.txt")
        printed = f"{today:%d.%m.%Y | %H:%M} دمشق"
        Page(headline="خبر اليوم", published=printed, updated="").write(tmp_path, "2.txt")
        import_folder(tmp_path)
        assert Article.objects.published().count() == 2
        (address,) = locations(client, "/sitemap-news.xml")
        assert address == Article.objects.get(title_ar="خبر اليوم").get_absolute_url()

    def test_an_old_article_that_is_corrected_is_no_news(self, client, chief):
        article = publish_story(chief, published_at=utc(2018, 5, 21))
        change_story(article, chief, "correction", summary_ar="ملخص")
        assert locations(client, "/sitemap-news.xml") == []

    def test_where_only_the_day_is_known_no_time_is_made_up(self, client):
        midnight = timezone.localtime(timezone.now()).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        make_article(published_at=midnight, published_precision=Precision.DAY)
        text = read(client, "/sitemap-news.xml").content.decode()
        assert f"<news:publication_date>{midnight:%Y-%m-%d}</news:publication_date>" in text

    def test_withdrawn_at_once(self, client, chief):
        article = publish_story(chief, published_at=timezone.now())
        assert locations(client, "/sitemap-news.xml") == [article.get_absolute_url()]
        withdraw_story(article, chief)
        assert locations(client, "/sitemap-news.xml") == []
