"""The door in front of Django, before a site that counts how often it is asked."""

import gzip
import threading
import time
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from articles.page_cache import PageCache, cacheable
from articles.page_cache.generation import Generation

TEXT = "صفحة " * 400


class Page(HttpResponse):
    """One whose end ends no request of Django's, which these tests have none of."""

    def close(self):
        self.closed = True


class Site:
    """What Django's WSGI handler is to the door: it answers, and says who asked."""

    def __init__(self):
        self.asked = []
        self.make = lambda: self.page(TEXT)

    def page(self, content, **attributes):
        response = Page(content, headers={"ETag": '"a"'})
        response.is_cacheable = True
        vars(response).update(attributes)
        return response

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        response = self.make()
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response


class Watch:
    def __init__(self):
        self.generation = Generation(1, 1e10)
        self.settled = 0

    def standing(self):
        return self.generation

    def settle(self):
        self.settled += 1


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def watch(monkeypatch):
    watch = Watch()
    monkeypatch.setattr("articles.page_cache.wsgi.watch_database", lambda: watch)
    monkeypatch.setattr("articles.page_cache.wsgi.settle", watch.settle)
    return watch


@pytest.fixture
def ask(site, watch):
    """``ask("/x", method="HEAD", accept_encoding="br")`` -> ``(status, headers, body)``."""
    door = PageCache(site, room=1_000_000)

    def ask_it(path="/", *, method="GET", **headers):
        environ = RequestFactory().generic(method, path).environ
        environ["wsgi.input"] = BytesIO()
        environ.pop("HTTP_COOKIE", None)
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        said = []
        body = b"".join(door(environ, lambda status, headers: said.extend((status, dict(headers)))))
        return (*said, body)

    return ask_it


def test_a_page_is_made_once_and_given_again(ask, site):
    first, again = ask(), ask()
    assert first == again
    assert (again[0], again[2].decode()) == ("200 OK", TEXT)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"path": "/other"},
        {"path": "/?page=2"},
        {"host": "news.example"},
        {"cookie": "choices=roman.arabic.dark.large"},
    ],
)
def test_what_a_page_depends_on_makes_another(ask, site, asked):
    ask()
    ask(**asked)
    assert len(site.asked) == 2
    ask(**asked)
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"cookie": "choices=nothing.known"},
        {"cookie": "csrftoken=x; seen=1"},
        {"user_agent": "another"},
        {"accept_language": "en"},
        {"accept_encoding": "br"},
        {"x_forwarded_proto": "https"},  # nobody here is trusted to say so
    ],
)
def test_nothing_else_does(ask, site, asked):
    ask()
    ask(**asked)
    assert len(site.asked) == 1


def test_behind_a_proxy_that_says_no_scheme_the_servers_own_counts(site, watch, settings):
    """gunicorn takes it from other headers too: ``X-Forwarded-Ssl``."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    door = PageCache(site, room=1_000_000)
    for secure in (True, False):
        door(RequestFactory().get("/", secure=secure).environ, lambda *said: None)
    assert len(site.asked) == 2


def test_who_may_have_signed_in_is_answered_by_the_site(ask, site):
    ask()
    for _ in range(2):
        ask(cookie="sessionid=x")
    assert len(site.asked) == 3


def test_a_change_makes_every_page_anew(ask, site, watch):
    ask()
    watch.generation = Generation(2, 1e10)
    site.make = lambda: site.page("أخرى")
    assert ask()[2].decode() == "أخرى"
    assert ask()[2].decode() == "أخرى"
    assert len(site.asked) == 2


def test_a_page_begun_before_a_change_is_not_kept_after_it(ask, site, watch):
    def change_meanwhile():
        watch.generation = Generation(2, 1e10)
        return site.page("قديمة")

    site.make = change_meanwhile
    ask()
    site.make = lambda: site.page("جديدة")
    assert ask()[2].decode() == "جديدة"


def test_where_it_is_not_known_what_stands_every_page_is_made(ask, site, watch):
    watch.generation = None
    assert ask(accept_encoding="gzip")[1]["Content-Encoding"] == "gzip"
    ask()
    assert len(site.asked) == 2


def test_a_head_has_no_body(ask, site):
    status, headers, body = ask(method="HEAD")
    assert (status, headers["Content-Length"], body) == ("200 OK", str(len(TEXT.encode())), b"")
    assert ask()[2].decode() == TEXT
    assert len(site.asked) == 1


def test_who_has_the_page_gets_a_304_from_the_first_request_on(ask, site):
    for _ in range(2):
        status, headers, body = ask(if_none_match='W/"a"')
        assert (status, headers["ETag"], body) == ("304 Not Modified", '"a"', b"")
    assert "HTTP_IF_NONE_MATCH" not in site.asked[0]
    assert ask()[0] == "200 OK"
    assert len(site.asked) == 1


def test_other_methods_pass_and_wait_until_everyone_has_heard(ask, site, watch):
    for _ in range(2):
        ask(method="POST")
    assert (len(site.asked), watch.settled) == (2, 2)
    ask()
    assert watch.settled == 2


def test_who_keeps_nothing_waits_for_those_who_do(site, watch):
    door = PageCache(site, room=0)
    door(RequestFactory().post("/").environ, lambda *said: None)
    assert watch.settled == 1


def test_what_is_not_for_everyone_passes_untouched(ask, site):
    for make in (
        lambda: site.page(TEXT, is_cacheable=False),
        lambda: Page(TEXT, headers={"Set-Cookie": "a=b"}),
    ):
        site.asked.clear()
        site.make = make
        assert ask("/own") == ask("/own")
        assert len(site.asked) == 2


def test_a_page_with_a_cookie_in_it_is_given_to_nobody_else(ask, site):
    """Of a view whose pages are kept, too."""

    @cacheable
    def view(request):
        page = Page(TEXT)
        if "cookie" in request.GET:
            page.set_cookie("seen", str(len(site.asked)))
        return page

    for address, times in (("/own", 1), ("/own?cookie", 2)):
        site.asked.clear()
        site.make = lambda address=address: view(RequestFactory().get(address))
        for _ in range(2):
            assert ("ETag" in ask(address)[1]) is (times == 1)
        assert len(site.asked) == times, address


def test_compressed_it_is_the_same_page(ask):
    status, headers, body = ask(accept_encoding="gzip")
    assert (status, gzip.decompress(body).decode()) == ("200 OK", TEXT)
    assert headers["Vary"] == "Accept-Encoding"


def test_without_room_nothing_is_kept_and_nothing_watched(site, monkeypatch):
    monkeypatch.setattr("articles.page_cache.wsgi.watch_database", lambda: pytest.fail("watched"))
    door = PageCache(site, room=0)
    for _ in range(2):
        environ = RequestFactory().get("/").environ
        assert b"".join(door(environ, lambda status, headers: None)).decode() == TEXT
    assert len(site.asked) == 2


def test_a_head_of_what_is_not_for_everyone_has_no_body_either(ask, site):
    site.make = lambda: site.page(TEXT, is_cacheable=False)
    assert ask("/own", method="HEAD")[2] == b""
    assert ask("/own", method="HEAD", cookie="sessionid=x")[2] == b""
    assert ask("/own")[2].decode() == TEXT


def test_threads_that_come_first_together_begin_to_watch_once(site, monkeypatch):
    begun = []

    def watch_slowly():
        begun.append(Watch())
        time.sleep(0.05)
        return begun[-1]

    monkeypatch.setattr("articles.page_cache.wsgi.watch_database", watch_slowly)
    door = PageCache(site, room=1_000_000)
    threads = [
        threading.Thread(target=door, args=(RequestFactory().get("/").environ, lambda *said: None))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 1
