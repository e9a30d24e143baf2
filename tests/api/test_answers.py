"""How the API answers, whatever is asked: conditionally, to any page, and nothing but questions."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.api import views
from articles.models import Article
from tests.api.contract import SITE, errors_of
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


def check_problem(response, status: int, name: str) -> None:
    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert errors_of({"$ref": "#/components/schemas/Problem"}, problem) == []
    assert problem["type"] == f"https://news.example/api/#{name}"


def test_what_is_refused_before_an_address_is_asked_is_a_problem_too(client, settings):
    settings.SITE_URL = "https://news.example"
    many = "&".join(f"p{number}=" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    refused = (
        client.get(ARTICLES, headers={"host": "evil.example"}),
        client.get(f"{ARTICLES}no-slash", headers={"host": "evil.example/"}),
        client.get(f"{ARTICLES}?{many}"),
    )
    for response in refused:
        check_problem(response, 400, "bad-request")
        assert "evil" not in response.text
    page = client.get("/", headers={"host": "evil.example"})
    assert (page.status_code, page["Content-Type"]) == (400, "text/html; charset=utf-8")


def test_a_fault_of_ours_is_a_problem_too(settings, monkeypatch):
    settings.SITE_URL = "https://news.example"

    def fail(*args):
        raise RuntimeError("the secret reason")

    monkeypatch.setattr(views, "readable", fail)
    client = Client(raise_request_exception=False)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(ARTICLES)
    check_problem(response, 500, "server-error")
    assert "secret" not in response.text
    assert len(captured) == 0
    assert client.get("/no/such/page/")["Content-Type"] == "text/html; charset=utf-8"
