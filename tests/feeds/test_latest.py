"""The latest articles in three formats, as a feed reader meets them."""

import json
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Precision, Source, Status
from tests.builders import make_article, make_source, make_translated_article, utc
from tests.forging import forging
from tests.golden import by_element, golden
from tests.stories import change_story, publish_story, withdraw_story

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).with_name("golden")
FORMATS = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def read(client, format="atom", prefix="", query=""):
    response = client.get(f"{prefix}/feeds/latest/{format}/{query}")
    assert response.status_code == 200
    return response


def parsed(client, format="atom", prefix="", query=""):
    return feedparser.parse(read(client, format, prefix, query).content)


def titles(client, format="atom", query=""):
    if format == "json":
        return [item["title"] for item in read(client, "json", query=query).json()["items"]]
    return [entry.title for entry in parsed(client, format, query=query).entries]


@pytest.fixture
def stories(chief):
    """One with everything, one with the least, in both languages; one that was withdrawn."""
    source = make_source("وكالة الفرات", pk=3, name_en="Euphrates Agency", slug="euphrates")
    make_translated_article(
        "NASA تعلن <موعداً> & «تأجيلاً»",
        pk=12,
        slug="nasa",
        source=source,
        byline_ar="ليلى الحموي",
        summary_ar="سطر أول: 5 < 7\nسطر ثان",
        title_en="“NASA” names a date",
        summary_en="One line & another",
        tags=["فضاء", "علوم"],
        updated_at=utc(2018, 5, 24, 23, 1),
    )
    make_article(
        "خبر ليومه",
        pk=13,
        slug="day",
        body_ar='<p>أول الكلام \u2068وآخره\u2069، وفيه <a href="/articles/12/">صلة</a>.</p><p>فقرة.</p>',
        published_at=utc(2018, 1, 20, 22),
        published_precision=Precision.DAY,
    )
    gone = make_translated_article("خبر مسحوب", pk=14, slug="gone", source=source)
    withdraw_story(gone, chief, "سُحب لأن البيان <مزور>")
    return gone.corrections.get()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_whole_feed(client, stories, format, language):
    response = read(client, format, "/en" if language == "en" else "")
    assert response["Content-Type"] == FORMATS[format]
    assert response["Cache-Control"] == "public, max-age=60"
    expected = golden(
        GOLDEN / f"latest.{language}.{format}",
        language,
        withdrawn=timezone.localtime(stories.issued_at).isoformat(timespec="seconds"),
        withdrawn_822=timezone.localtime(stories.issued_at).strftime("%a, %d %b %Y %H:%M:%S %z"),
    )
    if format == "json":
        assert response.json() == json.loads(expected)
        assert "خبر" in response.content.decode() or language == "en"
    else:
        assert by_element(response.content) == expected


class TestFullText:
    def test_where_it_is_asked_for_with_whole_addresses(self, client, settings):
        settings.FEEDS_FULL_TEXT = True
        article = make_article(
            body_ar='<p>نص <a href="/articles/1/?a=1&amp;b=2">صلة</a></p><p>فقرة</p>',
            summary_ar="ملخص",
        )
        html = (
            '<p>نص <a href="http://testserver/articles/1/?a=1&amp;b=2" rel="noopener">صلة</a></p>'
            "<p>فقرة</p>"
        )
        rss = ElementTree.fromstring(read(client, "rss").content).find("channel/item")
        assert rss.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") == html
        assert rss.findtext("description") == "ملخص"
        atom = ElementTree.fromstring(read(client).content)
        content = atom.find(
            "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}content"
        )
        assert (content.get("type"), content.text) == ("html", html)
        (item,) = read(client, "json").json()["items"]
        assert (item["content_html"], item["summary"]) == (html, "ملخص")
        assert item["id"] == f"tag:news.example,2026:article/{article.pk}"

    def test_not_without(self, client):
        make_article(body_ar="<p>فقرة أولى</p><p>فقرة ثانية</p>")
        for format in FORMATS:
            assert "فقرة ثانية" not in read(client, format).content.decode()


class TestWhatIsNew:
    @pytest.mark.parametrize("format", FORMATS)
    def test_an_archive_that_arrives_is_not_news(self, client, format):
        now = timezone.now()
        make_article("اليوم", published_at=now - timedelta(hours=1))
        make_article("قبل شهر", published_at=now - timedelta(days=30))
        for year in range(2012, 2020):
            make_article(f"من أرشيف {year}", published_at=utc(year, 3, 1), created_at=now)
        assert titles(client, format) == ["اليوم", "قبل شهر"]

    def test_an_archive_alone_is_read_from_its_own_newest(self, client):
        make_article("الأحدث", published_at=utc(2018, 5, 21))
        make_article("قبله", published_at=utc(2017, 6, 1))
        make_article("القديم", published_at=utc(2012, 5, 20))
        assert titles(client) == ["الأحدث", "قبله"]

    @pytest.mark.parametrize(
        "fields",
        [
            {"status": Status.DRAFT},
            {"published_at": timezone.now() + timedelta(hours=1)},
            {"expires_at": timezone.now() - timedelta(hours=1)},
        ],
        ids=["draft", "future", "expired"],
    )
    @pytest.mark.parametrize("format", FORMATS)
    def test_what_is_not_public_is_not_there(self, client, fields, format):
        make_article("منشور")
        make_article("محجوب", **{"published_at": utc(2018, 5, 20)} | fields)
        assert titles(client, format) == ["منشور"]


class TestUpdated:
    def test_a_slip_of_the_pen_does_not_move_it_and_a_correction_does(self, client, chief):
        article = publish_story(chief, "خبر", published_at=utc(2018, 5, 21, 8, 5))
        published = "2018-05-21T11:05:00+03:00"
        assert parsed(client).entries[0].updated == published
        change_story(article, chief, "minor", body_ar="<p>نص بلا غلطة</p>")
        assert parsed(client).entries[0].updated == published
        article = change_story(article, chief, "correction", body_ar="<p>نص مصحح</p>")
        entry = parsed(client).entries[0]
        assert entry.updated != published
        assert entry.updated_parsed[:5] == article.updated_at.utctimetuple()[:5]
        assert entry.published == published
        assert read(client, "json").json()["items"][0]["date_modified"] == entry.updated

    @pytest.mark.parametrize("format", FORMATS)
    def test_an_id_survives_headline_and_slug(self, client, chief, format):
        article = publish_story(chief, "عنوان")
        before = read(client, format).content.decode()
        change_story(article, chief, "update", title_ar="عنوان آخر", slug="another")
        after = read(client, format).content.decode()
        name = f"tag:news.example,2026:article/{article.pk}"
        assert name in before
        assert name in after


class TestDeparted:
    def tombstones(self, client, prefix=""):
        root = ElementTree.fromstring(read(client, prefix=prefix).content)
        ns = "{http://purl.org/atompub/tombstones/1.0}"
        return {
            entry.get("ref"): entry.findtext(f"{ns}comment")
            for entry in root.findall(f"{ns}deleted-entry")
        }

    def test_what_was_withdrawn_says_so_and_why(self, client, chief):
        article = withdraw_story(publish_story(chief), chief, "سُحب.")
        name = f"tag:news.example,2026:article/{article.pk}"
        assert self.tombstones(client) == {name: "سُحب."}
        assert self.tombstones(client, "/en") == {}
        for format in ("rss", "json"):
            assert name not in read(client, format).content.decode()

    def test_published_again_it_is_back(self, client, chief):
        article = withdraw_story(publish_story(chief), chief)
        Article.objects.filter(pk=article.pk).update(status=Status.PUBLISHED)
        assert self.tombstones(client) == {}
        assert len(parsed(client).entries) == 1

    def test_what_is_over_left_without_a_word(self, client):
        now = timezone.now()
        article = make_article(
            published_at=now - timedelta(days=2), expires_at=now - timedelta(hours=1)
        )
        assert self.tombstones(client) == {f"tag:news.example,2026:article/{article.pk}": None}

    def test_a_draft_was_never_there(self, client):
        make_article(status=Status.DRAFT)
        make_article(status=Status.WITHDRAWN)
        assert self.tombstones(client) == {}


class TestConditional:
    @pytest.mark.parametrize("format", FORMATS)
    def test_nothing_new_is_304(self, client, format):
        make_article()
        first = read(client, format)
        address = f"/feeds/latest/{format}/"
        again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize("format", FORMATS)
    @pytest.mark.parametrize("change", ["minor", "withdraw", "new", "source"])
    def test_anything_new_is_not(self, client, chief, format, change):
        article = publish_story(chief, published_at=utc(2018, 5, 21), source=make_source())
        # As if it had all been there for a while.
        Article.objects.update(created_at=utc(2018, 5, 21))
        with forging():
            article.revisions.update(created_at=utc(2018, 5, 21))
        first = read(client, format)
        assert parsedate_to_datetime(first["Last-Modified"]) == utc(2018, 5, 21)
        if change == "minor":
            change_story(article, chief, "minor", summary_ar="ملخص")
        elif change == "withdraw":
            withdraw_story(article, chief)
        elif change == "source":  # which has no date
            Source.objects.filter(pk=article.source_id).update(name_ar="اسم آخر")
        else:
            make_article(published_at=utc(2018, 5, 22))
        address = f"/feeds/latest/{format}/"
        for header in (
            {"HTTP_IF_NONE_MATCH": first["ETag"]},
            {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]},
        ):
            assert client.get(address, **header).status_code == 200

    @pytest.mark.parametrize("format", FORMATS)
    def test_an_empty_feed_stands_still(self, client, format):
        first = read(client, format)
        again = client.get(f"/feeds/latest/{format}/", HTTP_IF_NONE_MATCH=first["ETag"])
        assert again.status_code == 304


class TestPages:
    def test_thirty_a_page_and_where_the_next_is(self, client):
        for number in range(61):
            make_article(f"{number:02}", published_at=utc(2018, 5, 1) + timedelta(hours=number))
        root = "http://testserver/feeds/latest/atom/"
        pages = [
            ("", ["60", "31"], {"self": root, "next": f"{root}?page=2"}),
            (
                "?page=2",
                ["30", "01"],
                {
                    "self": f"{root}?page=2",
                    "first": root,
                    "previous": root,
                    "next": f"{root}?page=3",
                },
            ),
            (
                "?page=3",
                ["00", "00"],
                {"self": f"{root}?page=3", "first": root, "previous": f"{root}?page=2"},
            ),
        ]
        for query, (first, last), relations in pages:
            feed = parsed(client, query=query)
            assert (feed.entries[0].title, feed.entries[-1].title) == (first, last)
            links = {link.rel: link.href for link in feed.feed.links if link.rel != "alternate"}
            assert links == relations
        assert read(client, "json").json()["next_url"] == (
            "http://testserver/feeds/latest/json/?page=2"
        )
        assert "next_url" not in read(client, "json", query="?page=3").json()

    @pytest.mark.parametrize("page", ["0", "-1", "x", "٢", "²", "1001", "9" * 5000, ""])
    def test_what_is_no_page(self, client, page):
        assert client.get("/feeds/latest/atom/", {"page": page}).status_code == 404


class TestHardText:
    @pytest.mark.parametrize("format", FORMATS)
    def test_what_xml_forbids_never_gets_through(self, client, format):
        forbidden = "".join(map(chr, [*range(1, 9), 0xB, 0xC, *range(0xE, 0x20), 0xFFFE, 0xFFFF]))
        article = make_article("عنوان")
        Article.objects.filter(pk=article.pk).update(
            title_ar=f"عن{forbidden}وان",
            summary_ar=f"مل{forbidden}خص",
            byline_ar=f"كا{forbidden}تبة",
            tags=["وس\u0001م"],
        )
        text = read(client, format).content.decode()
        if format == "json":
            (item,) = json.loads(text)["items"]
            assert (item["title"], item["content_text"]) == ("عنوان", "ملخص")
        else:
            entry = feedparser.parse(text.encode()).entries[0]
            ElementTree.fromstring(text)
            assert (entry.title, entry.summary, entry.author) == ("عنوان", "ملخص", "كاتبة")
            assert entry.tags[0].term == "وسم"

    @pytest.mark.parametrize(
        ("instant", "rss", "atom"),
        [
            (
                utc(2018, 5, 21, 8, 5),
                "Mon, 21 May 2018 11:05:00 +0300",
                "2018-05-21T11:05:00+03:00",
            ),
            (
                utc(2018, 1, 21, 8, 5),
                "Sun, 21 Jan 2018 10:05:00 +0200",
                "2018-01-21T10:05:00+02:00",
            ),
            (
                utc(1910, 5, 21, 8, 5),
                "Sat, 21 May 1910 08:05:00 +0000",
                "1910-05-21T08:05:00+00:00",
            ),
        ],
        ids=["summer", "winter", "the sun's time"],
    )
    def test_dates_with_the_offset_of_damascus(self, client, instant, rss, atom):
        make_article(published_at=instant)
        channel = ElementTree.fromstring(read(client, "rss").content).find("channel")
        assert channel.findtext("item/pubDate") == rss
        assert parsedate_to_datetime(rss) == instant
        assert parsed(client).entries[0].published == atom

    def test_a_headline_that_begins_with_latin_is_still_arabic(self, client):
        make_article("NASA تعلن")
        assert titles(client, "json") == ["\u200fNASA تعلن"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("full", [False, True])
def test_as_many_queries_for_one_as_for_many(client, chief, settings, format, full):
    settings.FEEDS_FULL_TEXT = full

    def queries():
        with CaptureQueriesContext(connection) as captured:
            read(client, format)
        return len(captured)

    def add(number):
        for _ in range(number):
            make_article(source=make_source(f"مصدر {Article.objects.count()}"))
            withdraw_story(publish_story(chief), chief)

    add(1)
    one = queries()
    add(4)
    assert queries() == one


def test_only_reading(client):
    assert client.head("/feeds/latest/atom/").status_code == 200
    assert client.post("/feeds/latest/atom/").status_code == 405
    assert client.get("/feeds/latest/xml/").status_code == 404
