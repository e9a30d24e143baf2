"""What the head of a page tells networks and search engines."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Citation, Topic
from tests.builders import (
    make_article,
    make_section,
    make_source,
    make_translated_article,
    utc,
)
from tests.stories import publish_story, withdraw_story

pytestmark = pytest.mark.django_db

META = re.compile(r'<meta (?:property|name)="((?:og|twitter|article):[^"]+)" content="([^"]*)">')
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def _cards(monkeypatch):
    """As where headline images are drawn."""
    monkeypatch.setattr("articles.sharing.pictures.has_cards", lambda: True)


def read(client, address):
    response = client.get(address)
    return response.content.decode()


def graph(html):
    (data,) = DATA.findall(html)
    return json.loads(data)["@graph"]


def test_an_article_in_two_languages(client):
    article = make_translated_article(
        'NASA تعلن "موعداً"',
        slug="nasa",
        summary_ar="ملخص & غيره",
        title_en="NASA names a date",
        summary_en="A summary",
        tags=["فضاء"],
        updated_at=utc(2018, 5, 24, 23, 1),
    )
    root = "http://testserver"
    arabic = read(client, article.get_absolute_url())
    card = f"{root}/articles/{article.pk}/card/0.png"
    headline = "\u200fNASA تعلن &quot;موعداً&quot;"
    assert META.findall(arabic) == [
        ("og:type", "article"),
        ("og:site_name", "غرفة الأخبار"),
        ("og:locale", "ar_SY"),
        ("og:locale:alternate", "en"),
        ("og:url", f"{root}/articles/{article.pk}/nasa/"),
        ("og:title", headline),
        ("og:description", "ملخص &amp; غيره"),
        ("twitter:title", headline),
        ("twitter:description", "ملخص &amp; غيره"),
        ("og:image", card),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "NASA تعلن &quot;موعداً&quot;"),
        ("twitter:card", "summary_large_image"),
        ("twitter:image", card),
        ("twitter:image:alt", "NASA تعلن &quot;موعداً&quot;"),
        ("article:published_time", "2018-05-21T11:05:00+03:00"),
        ("article:modified_time", "2018-05-25T02:01:00+03:00"),
        ("article:tag", "فضاء"),
    ]
    english = dict(META.findall(read(client, f"/en{article.get_absolute_url()}")))
    assert english["og:locale"] == "en"
    assert english["og:locale:alternate"] == "ar_SY"
    assert english["og:url"] == f"{root}/en/articles/{article.pk}/nasa/"
    assert english["og:title"] == "NASA names a date"
    assert english["og:image"] == f"{root}/en/articles/{article.pk}/card/0.png"
    for html in (arabic, read(client, f"/en{article.get_absolute_url()}")):
        assert (
            f'<link rel="alternate" hreflang="x-default" href="{root}/articles/{article.pk}/nasa/">'
        ) in html


def test_without_a_translation_none_is_named(client):
    article = make_article()
    html = read(client, article.get_absolute_url())
    assert "og:locale:alternate" not in html
    assert "x-default" not in html


def test_the_front_page_is_the_site(client):
    html = read(client, "/")
    meta = dict(META.findall(html))
    assert meta["og:type"] == "website"
    assert meta["og:url"] == "http://testserver/"
    assert meta["og:title"] == "غرفة الأخبار"
    assert meta["og:image"] == "http://testserver/static/img/card-ar.png"
    assert graph(html)[0]["@type"] == "WebSite"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("kind", ["section", "source", "topic"])
def test_a_list_is_shared_by_its_name(client, kind, prefix):
    name = "تجارة & صناعة"
    source, section = make_source(name), make_section(name)
    make_translated_article(source=source, section=section, tags=[name])
    thing = {"section": section, "source": source, "topic": Topic.objects.get()}[kind]
    meta = dict(META.findall(read(client, f"{prefix}{thing.get_absolute_url()}")))
    assert meta["og:title"] == meta["twitter:title"]
    assert meta["og:title"].removeprefix("\u200e") == "تجارة &amp; صناعة"
    assert meta["og:url"] == f"http://testserver{prefix}{thing.get_absolute_url()}"
    assert "og:description" not in meta


def test_corrections_are_shared_by_their_name(client):
    meta = dict(META.findall(read(client, "/corrections/")))
    assert (meta["og:title"], meta["og:url"]) == ("التصحيحات", "http://testserver/corrections/")
    assert meta["og:description"]


def test_what_is_withdrawn_or_only_a_preview_is_no_article(client, chief):
    article = withdraw_story(publish_story(chief), chief)
    html = read(client, f"/articles/{article.pk}/")
    assert "NewsArticle" not in html
    assert "article:published_time" not in html


def test_the_data_are_of_this_page(client):
    article = make_article("عنوان </script><script>alert(1)</script>")
    html = read(client, article.get_absolute_url())
    news, breadcrumbs, publisher = graph(html)
    assert news["headline"] == article.title_ar
    assert (news["@type"], breadcrumbs["@type"], publisher["@type"]) == (
        "NewsArticle",
        "BreadcrumbList",
        "NewsMediaOrganization",
    )
    assert "<script>alert" not in html


def test_as_many_queries_for_one_citation_as_for_many(client):
    def queries(count):
        article = make_article()
        for number in range(count):
            source = make_source(f"مصدر {article.pk} {number}")
            Citation.objects.create(article=article, source=source, state=Citation.State.CONFIRMED)
        with CaptureQueriesContext(connection) as captured:
            html = read(client, article.get_absolute_url())
        assert len(graph(html)[0]["citation"]) == count
        return len(captured)

    assert queries(1) == queries(6)


@pytest.mark.parametrize("path", ["/archive/", "/feeds/", "/search/", "/digest/", "/api/"])
def test_a_page_without_a_name_of_its_own_is_shared_by_the_site_s(client, path):
    page = client.get(path).content.decode()
    assert '<meta property="og:title" content="غرفة الأخبار">' in page
    assert f'<meta property="og:url" content="http://testserver{path}">' in page
