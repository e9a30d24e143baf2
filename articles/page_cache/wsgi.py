"""The door in front of Django: what readers have asked for already is given to them again here."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie

from articles.choices import COOKIE, read_choices

from .cdn import for_cdn, has_cdn, purge_cdn
from .encoding import choose_encoding
from .memo import GENERATION
from .store import Answer, KeptPage, Key, Store
from .watch import Watch, settle, watch_database

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_SAFE = {"GET", "HEAD"}
_CONDITIONS = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
_DEFAULT_CHOICES = read_choices(None).key


class PageCache:
    """A WSGI application around Django's: keeps the answers of views that are ``cacheable``.

    They are kept in the process, compressed, in ``room`` bytes (0 keeps nothing), for as long as the
    generation of the database stands. Who may have signed in is always answered by Django. ``tell`` is
    told of each request whether its page was kept (``hit``), made anew (``miss``) or never is (``passed``).
    """

    def __init__(
        self, site: Application, *, room: int, tell: Callable[[str], None] | None = None
    ) -> None:
        self._site = site
        self._tell = tell
        self._store = Store(room)
        self._keeps = room > 0
        self._has_cdn = has_cdn()
        self._watch: Watch | None = None
        self._starts = threading.Lock()
        header = settings.SECURE_PROXY_SSL_HEADER
        self._scheme = header[0] if header else "wsgi.url_scheme"

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if self._keeps and self._watch is None:
            self._start()
        key = self._key(environ)
        if key is None:
            if self._tell:
                self._tell("passed")
            return self._ask(environ, start_response)
        generation = self._watch.standing() if self._watch else None
        page = self._store.get(key, generation) if generation else None
        if self._tell:
            self._tell("miss" if page is None else "hit")
        if page is None:
            # Asked for whole, whatever this client has of it: the next one may have nothing.
            whole = {name: environ[name] for name in environ.keys() - _CONDITIONS}
            if generation:
                whole[GENERATION] = generation
            said: list[Any] = []
            response = self._site(whole, lambda status, headers, *_: said.extend((status, headers)))
            if not getattr(response, "is_cacheable", False):
                start_response(*said)
                return _without_body(response) if environ["REQUEST_METHOD"] == "HEAD" else response
            page = KeptPage(response)
            response.close()
            if generation:
                self._store.put(key, page, generation)
        status, headers, body = _answer_of(page, environ)
        # Copied: some servers write into what they are given.
        headers = for_cdn(headers, generation) if generation and self._has_cdn else headers.copy()
        start_response(status, headers)
        return [body] if body and environ["REQUEST_METHOD"] == "GET" else []

    def _start(self) -> None:
        """Begin to watch; not before, as its thread must be the worker's own. One only: what SQLite's
        lets go of is the whole process's locks (https://www.sqlite.org/howtocorrupt.html, 2.2).
        """
        with self._starts:
            if self._watch is None:
                self._watch = watch_database()

    def _key(self, environ: Environ) -> Key | None:
        """What a page depends on besides its generation; None where nothing is kept."""
        if environ["REQUEST_METHOD"] not in _SAFE:
            return None
        choices = _DEFAULT_CHOICES
        if cookie := environ.get("HTTP_COOKIE"):
            cookies = parse_cookie(cookie)
            if settings.SESSION_COOKIE_NAME in cookies:
                return None
            choices = read_choices(cookies.get(COOKIE)).key
        return (
            environ["wsgi.url_scheme"],
            environ.get(self._scheme, ""),
            environ.get("HTTP_HOST", ""),
            environ.get("SCRIPT_NAME", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            choices,
        )

    def _ask(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        response = self._site(environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            return _without_body(response)
        if environ["REQUEST_METHOD"] not in _SAFE:
            # Whoever is told that it was done finds it done, whichever process they ask.
            settle()
            purge_cdn()
        return response


def _without_body(response: Any) -> Iterable[bytes]:
    """What a HEAD is answered with (RFC 9110, 9.3.2); Django leaves it to the server to cut."""
    if hasattr(response, "close"):
        response.close()
    return []


def _answer_of(page: KeptPage, environ: Environ) -> Answer:
    encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if none_match := environ.get("HTTP_IF_NONE_MATCH"):
        unchanged = page.unchanged(none_match, encoding)
        if unchanged is not None:
            return unchanged
    return page.answer(encoding)
