"""What may be kept, and what a client is told of it."""

import pytest
from django.core.cache import cache

from tests.builders import make_article, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(source=make_source())


@pytest.fixture
def pages(article):
    return [
        "/",
        article.get_absolute_url(),
        f"/articles/{article.pk}/",
        f"/articles/{article.pk}/history/",
        article.source.get_absolute_url(),
        "/archive/",
        "/archive/2026/",
        "/search/?q=سد",
        "/corrections/",
        "/feeds/",
        "/feeds/latest/rss/",
        "/api/v1/articles/",
        "/sitemap.xml",
        "/robots.txt",
    ]


def test_pages_for_everyone_may_be_kept_and_are_asked_for_again(client, pages):
    for page in pages:
        answer = client.get(page)
        assert answer.is_cacheable, page
        assert answer["Cache-Control"] in {
            "public, max-age=0, must-revalidate",
            "public, max-age=60",
            "max-age=60, public",
        }, page
        if answer.status_code == 200:
            assert client.get(page, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_who_has_signed_in_gets_pages_that_nobody_keeps(client, pages, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root"))
    for page in pages:
        answer = client.get(page)
        assert not getattr(answer, "is_cacheable", False), page
        assert answer["Cache-Control"] == "private, no-store", page


def test_what_is_for_one_reader_or_is_nothing_may_not(client, article):
    cache.clear()
    for page in (
        f"/articles/{article.pk}/report/",
        "/choices/",
        "/digest/",
        "/reports/",
        "/no-such-page/",
        f"/articles/{article.pk + 1}/",
        "/admin/login/",
    ):
        answer = client.get(page)
        assert not getattr(answer, "is_cacheable", False), page
        assert "public" not in answer.get("Cache-Control", ""), page


def test_what_is_for_one_reader_is_compressed_for_them(client):
    answer = client.get("/choices/", headers={"accept-encoding": "gzip, br"})
    assert (answer["Content-Encoding"], answer.content[:2]) == ("gzip", b"\x1f\x8b")
    assert "Content-Encoding" not in client.get("/", headers={"accept-encoding": "gzip"})
