"""The feeds of a source, of the log of corrections, of a search."""

from urllib.parse import quote

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date

from articles.editing import publish
from articles.models import Correction, Status, Topic
from articles.sharing import article_id
from tests.builders import (
    make_article,
    make_section,
    make_source,
    make_translated_article,
    utc,
)
from tests.forging import forging
from tests.stories import change_story, publish_story, withdraw_story

pytestmark = pytest.mark.django_db


def parsed(client, address):
    response = client.get(address)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


def said(feed):
    return [(entry.id, entry.link, entry.title, entry.summary) for entry in feed.entries]


class TestSectionsAndTopics:
    def test_a_sections_own_articles_and_what_left_it(self, client, chief):
        section = make_section("الثقافة")
        make_article("منه", section=section)
        make_article("من غيره", section=make_section("الاقتصاد"))
        left = withdraw_story(publish_story(chief, section=section), chief)
        address = f"/feeds/sections/{section.slug}/atom/"
        feed = parsed(client, address)
        assert [entry.title for entry in feed.entries] == ["منه"]
        assert feed.feed.title == "غرفة الأخبار: \u2068الثقافة\u2069"
        assert feed.feed.id == f"tag:news.example,2026:feed/section/{section.pk}"
        assert feed.feed.links[0].href == f"http://testserver{section.get_absolute_url()}"
        gone = f'ref="{article_id(left.pk, "ar")}"'
        assert gone in client.get(address).content.decode()

    def test_what_left_it_for_another_is_gone_whatever_date_is_asked_about(self, client, chief):
        section = make_section("محليات")
        make_article(section=section)
        moved = publish_story(chief, section=section)
        address = f"/feeds/sections/{quote('محليات')}/rss/"
        dated = {"If-Modified-Since": http_date()}
        assert len(parsed(client, address).entries) == 2
        change_story(moved, chief, "minor", section=make_section("ثقافة"))
        again = client.get(address, headers=dated)
        assert (again.status_code, again.text.count("<item>")) == (200, 1)

    def test_a_topic_and_one_that_was_merged_into_it(self, client):
        make_article("عن الماء", tags=["ماء"])
        make_article("عن المياه", tags=["مياه"])
        water, waters = Topic.objects.get(name_ar="ماء"), Topic.objects.get(name_ar="مياه")
        feed = parsed(client, f"/feeds/topics/{water.slug}/rss/")
        assert [entry.title for entry in feed.entries] == ["عن الماء"]
        assert feed.feed.title == "غرفة الأخبار: \u2068ماء\u2069"
        waters.merged_into = water
        waters.save()
        assert parsed(client, f"/feeds/topics/{waters.slug}/rss/").feed.title == feed.feed.title

    def test_the_tags_of_drafts_are_not_told(self, client, chief):
        article = make_article(tags=["سر"], status=Status.DRAFT)
        for prefix in ("", "/en"):
            for format in ("rss", "atom", "json"):
                assert client.get(f"{prefix}/feeds/topics/سر/{format}/").status_code == 404
        publish(article, by=chief)
        assert [one.title for one in parsed(client, "/feeds/topics/سر/atom/").entries] == [
            article.title_ar
        ]
        assert client.get("/en/feeds/topics/سر/atom/").status_code == 200
        withdraw_story(article, chief)
        gone = f'ref="{article_id(article.pk, "ar")}"'
        assert gone in client.get("/feeds/topics/سر/atom/").content.decode()

    def test_their_pages_name_their_feeds(self, client):
        article = make_article(section=make_section("الثقافة"), tags=["ماء"])
        topic = Topic.objects.get()
        for thing, kind in ((article.section, "sections"), (topic, "topics")):
            page = client.get(thing.get_absolute_url()).content.decode()
            for format in ("rss", "atom", "json"):
                address = f"/feeds/{kind}/{thing.slug}/{format}/"
                assert client.get(address).status_code == 200
                assert f'href="{quote(address)}"' in page

    @pytest.mark.parametrize("kind", ["sections", "topics"])
    def test_no_such(self, client, kind):
        assert client.get(f"/feeds/{kind}/nothing/rss/").status_code == 404


class TestSource:
    def test_its_own_articles_and_what_left_it(self, client, chief):
        source = make_source("وكالة الفرات", slug="euphrates")
        other = make_source("صحيفة أخرى")
        article = make_article("منها", source=source)
        make_article("من غيرها", source=other)
        withdraw_story(publish_story(chief, source=other), chief)
        left = withdraw_story(publish_story(chief, source=source), chief)
        address = "/feeds/sources/euphrates/atom/"
        feed = parsed(client, address)
        assert [entry.title for entry in feed.entries] == ["منها"]
        assert feed.feed.title == "غرفة الأخبار: \u2068وكالة الفرات\u2069"
        assert feed.feed.id == f"tag:news.example,2026:feed/source/{source.pk}"
        assert feed.feed.links[0].href == "http://testserver/sources/euphrates/"
        assert feed.entries[0].id == f"tag:news.example,2026:article/{article.pk}"
        text = client.get(address).content.decode()
        assert text.count("<at:deleted-entry") == 1
        assert f'ref="tag:news.example,2026:article/{left.pk}"' in text

    def test_in_english_what_is_in_english(self, client):
        source = make_source("وكالة الفرات", name_en="Euphrates Agency")
        make_article("بالعربية", source=source)
        make_translated_article(source=source, title_en="The park reopens")
        feed = parsed(client, f"/en/feeds/sources/{source.slug}/rss/")
        assert [entry.title for entry in feed.entries] == ["The park reopens"]
        assert feed.feed.title == "Newsroom: \u2068Euphrates Agency\u2069"
        assert feed.feed.language == "en"

    def test_no_such_source(self, client):
        assert client.get("/feeds/sources/لا-أحد/rss/").status_code == 404


class TestCorrections:
    @pytest.fixture
    def notices(self, chief):
        """A correction, and the withdrawal of another article."""
        article = publish_story(chief, "افتتاح السوق", slug="souq")
        change_story(article, chief, "correction", summary_ar="ملخص")
        gone = withdraw_story(publish_story(chief, "خبر مسحوب"), chief, "سُحب لأن <البيان>\nمزور.")
        correction, retraction = Correction.objects.order_by("pk")
        with forging():
            Correction.objects.filter(pk=correction.pk).update(issued_at=utc(2026, 5, 1))
            Correction.objects.filter(pk=retraction.pk).update(issued_at=utc(2026, 5, 2, 8, 5))
        return article, correction, gone, retraction

    @pytest.mark.parametrize("format", ["rss", "atom"])
    def test_what_they_say(self, client, notices, format):
        article, correction, gone, retraction = notices
        feed = parsed(client, f"/feeds/corrections/{format}/")
        history = f"http://testserver/articles/{article.pk}/history/#correction-{correction.pk}"
        assert said(feed) == [
            (
                f"tag:news.example,2026:correction/{retraction.pk}",
                f"http://testserver/articles/{gone.pk}/",
                "سحب: \u2068خبر مسحوب\u2069",
                "سُحب لأن &lt;البيان&gt;<br />مزور.",
            ),
            (
                f"tag:news.example,2026:correction/{correction.pk}",
                history,
                "تصحيح: \u2068افتتاح السوق\u2069",
                "ورد «17» والصواب «70».",
            ),
        ]
        assert feed.entries[0].published_parsed[:5] == (2026, 5, 2, 8, 5)

    def test_json(self, client, notices):
        _, correction, _, retraction = notices
        response = client.get("/feeds/corrections/json/")
        items = response.json()["items"]
        assert [item["content_text"] for item in items] == [retraction.text_ar, correction.text_ar]
        assert items[0]["date_published"] == "2026-05-02T11:05:00+03:00"
        assert client.get(
            "/feeds/corrections/json/", HTTP_IF_NONE_MATCH=response["ETag"]
        ).status_code == (304)

    def test_what_is_gone_is_not_named(self, client, chief):
        gone = publish_story(chief, "عنوان محجوب")
        withdraw_story(gone, chief, "سُحب.", is_gone=True)
        text = client.get("/feeds/corrections/atom/").content.decode()
        assert "محجوب" not in text
        assert "سُحب." in text

    def test_in_english_what_was_told_in_english(self, client, chief, notices):
        change_story(
            publish_story(chief, title_en="The park", body_en="<p>Text</p>"),
            chief,
            "clarification",
            summary_ar="ملخص",
        )
        (entry,) = parsed(client, "/en/feeds/corrections/atom/").entries
        assert entry.title == "Clarification: \u2068The park\u2069"
        assert entry.summary == "It said “17”; it is “70”."
        assert entry.id.endswith("/en")

    def test_as_many_queries_for_one_as_for_many(self, client, chief):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get("/feeds/corrections/atom/")
            return len(captured)

        withdraw_story(publish_story(chief), chief)
        one = queries()
        for _ in range(4):
            withdraw_story(publish_story(chief), chief)
        assert queries() == one


class TestSearch:
    def test_its_ids_are_the_articles_own(self, client):
        article = make_article("جسر النهر")
        for address in (
            "/search/feed/?q=جسر",
            "/search/feed/rss/?q=جسر",
            "/search/feed/atom/?q=جسر",
        ):
            (entry,) = parsed(client, address).entries
            assert entry.id == f"tag:news.example,2026:article/{article.pk}"
        (item,) = client.get("/search/feed/json/?q=جسر").json()["items"]
        assert item["id"] == f"tag:news.example,2026:article/{article.pk}"

    def test_a_topic_has_one(self, client):
        make_article("عنها", tags=["حدائق"])
        make_article("عن غيرها", tags=["أسواق"])
        feed = parsed(client, "/search/feed/atom/?topic=حدائق")
        assert [entry.title for entry in feed.entries] == ["عنها"]
        assert feed.feed.title == "غرفة الأخبار: \u2068حدائق\u2069"
        assert feed.feed.links[1].href == (
            "http://testserver/search/feed/atom/?topic=%D8%AD%D8%AF%D8%A7%D8%A6%D9%82"
        )
