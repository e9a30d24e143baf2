"""No page reads a large table from end to end: what it costs stays what it is as the archive grows."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import translation

from articles.models import Article, Citation, Correction, ImportBatch, Topic
from tests.benchmarks.archive import fill
from tests.benchmarks.plans import scans_of, steps_of

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans are SQLite's")


@pytest.fixture
def archive(transactional_db):
    fill(400, date(2026, 11, 1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")
    cache.clear()


def readers_pages():
    article = Article.objects.published().in_language("en").latest_first()[5]
    corrected = Correction.objects.newest_first()[0].article
    cited = Citation.objects.confirmed()[0].source
    section, topic = article.section or corrected.section, Topic.objects.order_by("pk")[0]
    for language, root in (("ar", ""), ("en", "/en")):
        with translation.override(language):
            yield from (article.get_absolute_url(), cited.get_absolute_url())
            yield from (section.get_absolute_url(), topic.get_absolute_url())
            yield f"{section.get_absolute_url()}?before={article.pk}"
            for page in ("front", "archive", "corrections", "feeds", "search"):
                yield reverse(page)
            for kind in ("rss", "json"):
                yield reverse("feed_latest", args=[kind])
                yield reverse("feed_corrections", args=[kind])
            yield reverse("feed_source", args=[cited.slug, "rss"])
            yield reverse("feed_section", args=[section.slug, "rss"])
            yield reverse("feed_topic", args=[topic.slug, "rss"])
        yield f"{root}/archive/?before={article.pk}"
        yield from (
            f"{root}/archive/2016/",
            f"{root}/archive/2016/05/",
            f"{root}/archive/2016/05/20/",
        )
        yield f"{root}/search/?source={cited.slug}&since=1.1.2016"
    yield "/archive/?page=3"
    yield reverse("article_history", args=[corrected.pk])
    yield reverse("article_original", args=[corrected.pk])
    yield from (
        "/sitemap.xml",
        "/sitemap-news.xml",
        "/sitemaps/2016-ar.xml",
        "/sitemaps/2026-en.xml",
    )
    yield from (f"/sitemaps/{kind}-ar.xml" for kind in ("pages", "sections", "topics", "sources"))


def api_pages():
    articles, corrections = reverse("api_articles"), reverse("api_corrections")
    yield from (articles, f"{articles}?lang=en", f"{articles}?since=2016-01-01&until=2016-12-31")
    yield f"{articles}?corrected=false"
    yield from (corrections, f"{corrections}?lang=en", reverse("api_sources"))
    article = Article.objects.published().latest_first()[5]
    yield reverse("api_article", args=[article.pk])
    yield reverse("api_source", args=[article.source_id])


def desk_pages():
    yield "/admin/"
    articles, batch = "/admin/articles/article/", ImportBatch.objects.get()
    article = Article.objects.published().latest_first()[5]
    yield from (articles, f"{articles}?p=2", f"{articles}add/", f"{articles}{article.pk}/change/")
    for asked in (
        *("state=published", "state=changes", "state=draft", "whose=mine", "whose=others"),
        *("work=unread", "work=problems", "work=proposals", "work=expiring-today"),
        *(f"source__id__exact={article.source_id}", "problem=any", "duplicate=yes"),
        *("published_at__year=2016", "published_at__year=2016&published_at__month=5"),
        *(f"batch={batch.pk}", "q=خبر"),
    ):
        yield f"{articles}?{asked}"
    yield from (
        f"/admin/articles/{name}/" for name in ("capturedpage", "source", "topic", "section")
    )


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("pages", [readers_pages, api_pages])
def test_what_readers_and_programs_get(client, pages):
    scans = {page: found for page in pages() if (found := scans_of(client, page))}
    assert scans == {}


@pytest.mark.usefixtures("archive")
def test_the_desk(client):
    client.force_login(User.objects.create_superuser("chief", password="…"))
    scans = {page: found for page in desk_pages() if (found := scans_of(client, page))}
    assert scans == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "is_scan"),
    [
        ('SELECT * FROM "articles_article" WHERE "byline_ar" = 1', True),
        ('SELECT * FROM "articles_article" U0 ORDER BY U0."byline_ar" LIMIT 1', True),
        ('SELECT COUNT(*) FROM "articles_article" WHERE "published_at" IS NOT 1', True),
        ('SELECT * FROM "articles_article" ORDER BY "published_at" DESC LIMIT 20', False),
        ('SELECT * FROM "articles_article" WHERE "id" = 1', False),
        ('SELECT * FROM "articles_section" WHERE "position" = 1', False),
    ],
)
def test_a_scan_is_seen(statement, is_scan):
    assert bool(list(steps_of(statement))) == is_scan
