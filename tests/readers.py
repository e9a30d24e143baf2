"""Readers who ask all the while, and an editor who publishes: whether anybody gets an old page.

What tests/page_cache proves of two servers, and what ``make bench`` measures of two machines.
"""

import http.client
import re
import threading
import time
import urllib.request
from collections.abc import Sequence
from http.cookiejar import CookieJar
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from tests.stories import publish_story, write

READERS = 2  # of each server
_NUMBER = re.compile(r"<h1>الطبعة (\d+)</h1>|>الطبعة (\d+)</a>")


class Told(NamedTuple):
    """What readers got, and how long the editor waited, in seconds, to be told that it was out."""

    old: list[str]
    """What was older than what was out when it was asked for, or no page at all."""
    answers: list[int]
    numbers: list[int]
    """Of each reader: answers, and how many of the publications were among them."""
    waits: list[float]


def publish_again_and_again(
    by: AbstractBaseUser, password: str, servers: Sequence[str], times: int
) -> Told:
    """Publish an article anew at the first of the servers while readers ask all of them for it."""
    article = publish_story(by, "الطبعة 0", published_at=timezone.now())
    changes = reverse("admin:articles_article_changes", args=[article.pk])
    paths = [article.get_absolute_url(), "/", "/archive/"]
    out, ended, waits = [0], threading.Event(), []
    at_the_desk = Editor(servers[0], by.get_username(), password)
    readers = [_Reader(server, paths, out, ended) for server in servers for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, times + 1):
            article = write(article, by, title_ar=f"الطبعة {number}")
            at_the_desk.post(changes, change="minor", version=str(article.version))
            assert Article.objects.get(pk=article.pk).title_ar == f"الطبعة {number}"
            waits.append(at_the_desk.waited)
            out[0] = number
            time.sleep(0.05)  # for a page of it to be kept
    finally:
        ended.set()
        for reader in readers:
            reader.join()
    return Told(
        [what for reader in readers for what in reader.old],
        [reader.answers for reader in readers],
        [len(reader.numbers) for reader in readers],
        waits,
    )


class _Reader(threading.Thread):
    """Asks for pages of a server again and again."""

    def __init__(
        self, server: str, paths: list[str], out: list[int], ended: threading.Event
    ) -> None:
        super().__init__()
        self._server, self._paths, self._out, self._ended = server, paths, out, ended
        self.answers, self.numbers = 0, set[int]()
        self.old: list[str] = []

    def run(self) -> None:
        try:
            self._read()
        except (OSError, http.client.HTTPException) as failure:
            self.old.append(f"{self._server}: {failure!r}")

    def _read(self) -> None:
        connection = http.client.HTTPConnection(urlsplit(self._server).netloc, timeout=60)
        while not self._ended.is_set():
            for path in self._paths:
                out = self._out[0]  # before it is asked
                connection.request("GET", path)
                answer = connection.getresponse()
                page = answer.read().decode()
                found = _NUMBER.search(page)
                number = int(found[1] or found[2]) if found else -1
                self.answers += 1
                self.numbers.add(number)
                if answer.status != 200 or number < out:
                    self.old.append(f"{path}: {answer.status}, {number} and not {out}")
        connection.close()


class Editor:
    """Somebody at the desk of a server, over HTTP."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self._address, self._cookies = address, CookieJar()
        self._redirects = _Redirects()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._cookies), self._redirects
        )
        self._opener.open(f"{address}/admin/login/").close()
        self.post("/admin/login/", username=username, password=password, next="/admin/")

    def post(self, path: str, **fields: str) -> str:
        """Send a form, and follow where it leads; the page there.

        ``waited`` is then how long it took, in seconds, to be told where.
        """
        token = next(one.value for one in self._cookies if one.name == "csrftoken")
        form = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        began = time.perf_counter()
        with self._opener.open(f"{self._address}{path}", form) as answer:
            page = answer.read().decode()
        self.waited = self._redirects.told_at - began
        return page


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Notes when it was told to go elsewhere."""

    told_at = 0.0

    def redirect_request(self, *told: Any) -> urllib.request.Request | None:
        self.told_at = time.perf_counter()
        return super().redirect_request(*told)
