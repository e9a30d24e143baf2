"""What is logged of a request: its route and its id, and nothing of who sent it or what they sent."""

import io
import json
import logging
import re
import sys

import pytest
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver
from gunicorn.config import Config
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Subscription
from articles.page_cache import PageCache
from articles.scrubbing import scrub
from newsroom.asked import HEADER, Asked, request_id
from newsroom.logs import FORMATTERS, GunicornLogger, JsonFormatter
from tests.builders import make_article

PERSONAL = {
    "e-mail": "salma.reader@mail.example",
    "name": "salma-the-editor",
    "password": "qahwa-wa-hal-77",
    "address": "203.0.113.77",
    "words": "rumour-about-neighbours",
    "agent": "ReaderBrowser/9",
}


@pytest.fixture(params=["json", "line"])
def logged(request):
    """Everything that is logged, at the level that says most, as it would be written."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(FORMATTERS[request.param]())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written.getvalue
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
def test_nothing_of_a_person_is_logged(logged, monkeypatch):
    reader = Client(
        raise_request_exception=False,
        REMOTE_ADDR=PERSONAL["address"],
        HTTP_USER_AGENT=PERSONAL["agent"],
    )
    article = make_article()
    form = {
        "email": PERSONAL["e-mail"],
        "message": PERSONAL["words"],
        "quote": PERSONAL["words"],
        "username": PERSONAL["name"],
        "password": PERSONAL["password"],
        "scope": "all",
    }
    query = f"?q={PERSONAL['words']}&email={PERSONAL['e-mail']}"
    reader.get(f"/search/{query}")
    reader.get(f"/no-such-page/{PERSONAL['words']}/{query}")
    reader.get(f"/no/{PERSONAL['e-mail']}/")
    reader.get("/", HTTP_HOST="not-ours.example")
    for path in (f"/articles/{article.pk}/report/", "/digest/", "/admin/login/", "/search/"):
        reader.post(path + query, form)  # refused, each in its way
    strict = Client(enforce_csrf_checks=True, REMOTE_ADDR=PERSONAL["address"])
    strict.post(
        "/admin/login/", form, HTTP_REFERER=f"https://x.example/preview/secret-token/{query}"
    )
    token = Subscription.objects.create(
        email=PERSONAL["e-mail"], email_key=PERSONAL["e-mail"], language="ar"
    ).token
    tokens = [token, "secret-token"]
    for path in (
        f"/digest/confirm/{token}/",
        f"/digest/unsubscribe/{token}/",
        "/preview/secret-token/",
    ):
        reader.get(path + query)
        reader.delete(path + query)

    def refuse(*_args, **_options):
        raise IntegrityError(
            "duplicate key\nDETAIL:  Key (email_key)=(salma.reader@mail.example) already exists."
        )

    monkeypatch.setattr("articles.views.search.SearchView.get", refuse)
    assert reader.get(f"/search/{query}").status_code == 500
    text = logged()
    assert "Internal Server Error: /search/" in text
    assert "duplicate key" in text
    assert "not-ours.example" in text
    for what, secret in PERSONAL.items():
        assert secret not in text, what
    assert not [secret for secret in tokens if secret in text]


def _routes(resolver, before=""):
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from _routes(one, route)


def test_every_address_with_a_secret_is_scrubbed():
    secret = re.compile(r"<(?:\w+:)?(?:token|key|uidb64)>")
    routes = [route for route in _routes(get_resolver()) if secret.search(route)]
    assert len(routes) >= 3  # preview, confirm and unsubscribe
    for route in routes:
        assert "Xk3_d9" not in scrub("Not Found: /" + secret.sub("Xk3_d9-aa", route)), route


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("250 <a.b+c@mail.example> refused", "250 <…@…> refused"),
        ("{'salma@x.example': (550, b'no')}", "{'…@…': (550, b'no')}"),
        ("/search/?q=%D8%A3&page=2 failed", "/search/?… failed"),
        ("Invalid request from ip=2001:db8::7: bad", "Invalid request from ip=… bad"),
        ('New login failure by {username: "salma", ip_address: "1.2.3.4"}.', None),
        ("\\\"username\\\": \\\"salma\\\"", None),
        ("DETAIL:  Failing row contains (7, سلمى, salma).", "DETAIL:  Failing row …"),
        ("DETAIL:  Failing row contains (7, a.\n\nsalma, (b) c).\nHINT:  x", "DETAIL:  Failing row …\nHINT:  x"),
        ("DETAIL:  Key (a, b)=(7, a\nsalma) already exists.\nx", "DETAIL:  Key …\nx"),
        ("DETAIL:  Key (a, b)=(7, salma", "DETAIL:  Key …"),
        ("SELECT a FROM b WHERE c = %s -- why?", "SELECT a FROM b WHERE c = %s -- why?"),
        ("Listening at: http://127.0.0.1:8000 (7)", "Listening at: http://127.0.0.1:8000 (7)"),
        ("article 12: ValueError: no such day", "article 12: ValueError: no such day"),
    ],
)  # fmt: skip
def test_scrubbing(text, written):
    done = scrub(text)
    assert "salma" not in done
    assert "1.2.3.4" not in done
    assert written is None or done == written


@pytest.mark.parametrize(
    ("behind", "named", "is_taken"),
    [
        (True, "0f8fad5b-d9cb-469f-a165-70867728950e", True),
        (True, "short", False),
        (True, 'x" level="CRITICAL', False),
        (True, "a" * 65, False),
        (True, "twelve-chars\n", False),
        (False, "0f8fad5b-d9cb-469f-a165-70867728950e", False),
    ],
)
def test_each_answer_has_the_id_that_its_lines_have(settings, behind, named, is_taken):
    settings.BEHIND_PROXY = behind
    seen, said = [], []

    def site(environ, start_response):
        seen.append(request_id.get())
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b""]

    for _ in range(2):
        Asked(site)(
            {"HTTP_X_REQUEST_ID": named}, lambda status, headers: said.append(dict(headers))
        )
    assert [one[HEADER] for one in said] == seen
    assert all(re.fullmatch("[A-Za-z0-9_-]{8,64}", one) for one in seen)
    assert (seen == [named, named]) is is_taken
    assert (seen[0] == seen[1]) is is_taken


def test_a_line_of_json_is_one_object():
    token = request_id.set("4f2a91c07be3")
    try:
        raise ValueError("سطر\nآخر")
    except ValueError:
        record = logging.getLogger("articles.x").makeRecord(
            "articles.x", logging.ERROR, __file__, 1, "فشل %s", ("الاستيراد",), sys.exc_info(),
            extra={"article": 12},
        )  # fmt: skip
    finally:
        line = JsonFormatter().format(record)
        request_id.reset(token)
    assert "\n" not in line
    said = json.loads(line)
    assert said["message"] == "فشل الاستيراد"
    assert (said["level"], said["logger"], said["article"]) == ("ERROR", "articles.x", 12)
    assert said["request_id"] == "4f2a91c07be3"
    assert "ValueError: سطر" in said["exception"]


def json_of(text: str, error: Exception | None = None, **extra: object) -> dict:
    """What a line of JSON says that somebody logged."""
    record = logging.makeLogRecord({"msg": text, "levelname": "ERROR", "name": "x"} | extra)
    if error:
        try:
            raise error
        except Exception:
            record.exc_info = sys.exc_info()
    line = JsonFormatter().format(record)
    assert "\n" not in line
    return json.loads(line)


def test_what_is_taken_out_of_json_does_not_end_it():
    refused = 'duplicate "key"\nDETAIL:  Key (username)=(salma) already exists.\nCONTEXT:  x'
    said = json_of(
        'Invalid HTTP_HOST header: ip="203.0.113.77"',
        IntegrityError(refused),
        username="salma",
        sent=[{"user_agent": "ReaderBrowser/9"}, IntegrityError(refused)],
    )
    assert said["message"] == "Invalid HTTP_HOST header: ip=…"
    assert 'duplicate "key"\nDETAIL:  Key …\nCONTEXT:  x' in said["exception"]
    assert (said["username"], said["sent"][0]) == ("…", {"user_agent": "…"})
    assert "salma" not in json.dumps(said)


# Texts made of what scrubbing looks for, and of what means something in JSON.
PIECES = st.sampled_from(
    [*"\"'\\{}[]:,=@/?\n", "ip=", "username: ", "DETAIL:  Key ", "/preview/", "a@b.example", "سلمى"]
)  # fmt: skip
TEXTS = st.text() | st.lists(PIECES, max_size=9).map("".join)


@settings(max_examples=60)
@given(TEXTS)
def test_whatever_is_logged_its_line_is_json(text):
    said = json_of(text, ValueError(text), article=text)
    assert said["message"] == said["article"] == scrub(text)
    assert said["exception"].startswith("Traceback")


def test_gunicorns_own_lines_are_written_alike():
    logger = GunicornLogger(Config())
    (handler,) = logger.error_log.handlers
    written = handler.setStream(io.StringIO()) and handler.stream
    logger.error("Error handling request %s", "/preview/secret/?q=salma")
    logger.warning("Invalid request from ip=203.0.113.77: 'GET /search/?q=salma'")
    logger.error_log.handlers.remove(handler)
    assert "Error handling request" in written.getvalue()
    assert not {"salma", "secret", "203.0.113.77"} & set(re.findall(r"[\w.]+", written.getvalue()))


@pytest.mark.parametrize("is_cacheable", [True, False])
def test_a_page_that_is_kept_has_no_id_of_whoever_asked_first(is_cacheable):
    said = []

    class Page(HttpResponse):
        def close(self):
            """End no request of Django's: there is none."""

    def site(environ, start_response):
        page = Page("x")
        page.is_cacheable = is_cacheable
        start_response("200 OK", list(page.items()))
        return page

    environ = RequestFactory().get("/feeds/").environ
    PageCache(Asked(site), room=0)(environ, lambda status, headers: said.append(dict(headers)))
    assert (HEADER in said[0]) is not is_cacheable
