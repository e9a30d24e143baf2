"""The page that lists the feeds, and how other pages name them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Status
from tests.builders import make_article, make_source, make_translated_article

pytestmark = pytest.mark.django_db

FEED = re.compile(r'<a href="([^"]+)" type="application/(rss|atom|feed)\+(?:xml|json)"')
ALTERNATE = re.compile(r'<link rel="alternate" type="[^"]+" title="([^"]+)" href="([^"]+)">')


def read(client, address="/feeds/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_every_feed_that_it_lists_answers(client):
    make_article(source=make_source("وكالة الفرات"))
    make_article(source=make_source("صحيفة بلا خبر"), status=Status.DRAFT)
    html = read(client)
    addresses = [address for address, _ in FEED.findall(html)]
    assert len(addresses) == len(set(addresses)) == 9
    for address in addresses:
        assert client.get(address).status_code == 200
    assert '<span class="feed-name"><bdi>وكالة الفرات</bdi></span>' in html
    assert "صحيفة بلا خبر" not in html


def test_in_english_the_sources_with_something_in_english(client):
    make_translated_article(source=make_source("وكالة الفرات"))
    make_article(source=make_source("بالعربية فقط"))
    html = read(client, "/en/feeds/")
    assert '<bdi lang="ar" dir="rtl">وكالة الفرات</bdi>' in html
    assert "بالعربية فقط" not in html
    assert all(address.startswith("/en/feeds/") for address, _ in FEED.findall(html))


def test_the_same_queries_for_one_source_as_for_many(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            read(client)
        return len(captured)

    make_article(source=make_source("مصدر"))
    one = queries()
    for number in range(5):
        make_article(source=make_source(f"مصدر {number}"))
    assert queries() == one


def test_pages_name_the_feeds_of_what_they_show(client):
    source = make_source("وكالة «الفرات» & غيرها", slug="euphrates")
    make_article(source=source)
    latest = [f"/feeds/latest/{format}/" for format in ("rss", "atom", "json")]
    own = [f"/feeds/sources/euphrates/{format}/" for format in ("rss", "atom", "json")]
    corrections = [f"/feeds/corrections/{format}/" for format in ("rss", "atom", "json")]
    for page, feeds in [
        ("/", latest),
        ("/archive/", latest),
        ("/sources/euphrates/", latest + own),
        ("/corrections/", latest + corrections),
    ]:
        named = ALTERNATE.findall(read(client, page))
        assert [address for _, address in named] == feeds
        assert len({title for title, _ in named}) == len(feeds)
