"""How the API answers, whatever is asked: conditionally, to any page, and nothing but questions."""

import pytest

from articles.models import Article
from tests.api.contract import SITE
from tests.builders import make_article, utc

pytestmark = pytest.mark.django_db

ARTICLES = "/api/v1/articles/"


def test_what_has_not_changed_is_not_sent_again(client):
    story = make_article()
    for address in (ARTICLES, f"{ARTICLES}{story.pk}/", f"{ARTICLES}{story.pk}/ninjs/"):
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"] == "public, max-age=60"
        assert again["Access-Control-Allow-Origin"] == "*"
    old = client.get(ARTICLES)["ETag"]
    Article.objects.update(title_ar="عنوان آخر")
    assert client.get(ARTICLES, headers={"if-none-match": old}).status_code == 200


def test_a_date_alone_never_says_that_nothing_changed(client):
    story = make_article(created_at=utc(2020, 1, 1))
    response = client.get(f"{ARTICLES}{story.pk}/")
    assert response["Last-Modified"] == "Wed, 01 Jan 2020 00:00:00 GMT"
    since = {"if-modified-since": response["Last-Modified"]}
    assert client.get(f"{ARTICLES}{story.pk}/", headers=since).status_code == 200


def test_head_is_get_without_its_text(client):
    make_article()
    get, head = client.get(ARTICLES), client.head(ARTICLES)
    assert head.content == b""
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control"):
        assert head[name] == get[name]
    assert client.head(ARTICLES, headers={"if-none-match": get["ETag"]}).status_code == 304


def test_any_page_may_read_and_no_cookie_is_set(client):
    response = client.get(ARTICLES)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Expose-Headers"] == "ETag, Link"
    assert "Access-Control-Allow-Credentials" not in response
    assert "Vary" not in response
    assert not response.cookies


def test_options(client):
    response = client.options(ARTICLES)
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert response["Access-Control-Allow-Headers"] == "If-None-Match"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_is_written(client, method):
    client.handler.enforce_csrf_checks = True
    response = getattr(client, method)(ARTICLES)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == f"{SITE}/api/#method-not-allowed"


@pytest.mark.parametrize(
    "address", ["/api/v1/nothing/", "/api/v1/articles/x/", "/api/v1/articles/1/a%0Ab/"]
)
def test_an_address_that_is_none_is_told_so_in_json(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response["Content-Language"] == "ar, en"


def test_a_slash_left_out_is_put_right(client):
    assert client.get("/api/v1/articles?limit=1")["Location"] == "/api/v1/articles/?limit=1"
