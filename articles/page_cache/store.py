"""The pages that a process keeps: of one generation, within so many bytes, the last asked for."""

import threading
import time
from collections import OrderedDict

from django.http import HttpResponse
from django.utils.http import parse_etags

from .cdn import Headers
from .encoding import SMALLEST, encode, is_compressible
from .generation import Generation

Key = tuple[str, ...]
"""What a page depends on besides its generation."""

Answer = tuple[str, Headers, bytes]
"""What WSGI is given: ``("200 OK", headers, body)``."""

# RFC 9110, 15.4.5: what a 304 says; other headers are about the page that it does not carry.
_OF_304 = {"cache-control", "content-location", "etag", "expires", "last-modified", "vary"}
_OF_304 |= {"access-control-allow-origin", "access-control-expose-headers"}
_OVERHEAD = 3000  # bytes of a page besides its body, its headers and its address


class KeptPage:
    """A finished answer, ready to be sent again in each encoding that was asked for."""

    __slots__ = (
        "_answers",
        "_body",
        "_etag",
        "_headers",
        "_status",
        "_varies",
        "size",
    )

    def __init__(self, response: HttpResponse) -> None:
        self._body: bytes = response.content
        self._status = f"{response.status_code} {response.reason_phrase}"
        self._varies = len(self._body) >= SMALLEST and is_compressible(
            response.headers.get("Content-Type", "")
        )
        own = {"content-length", "etag", "vary"}
        self._headers = [one for one in response.items() if one[0].lower() not in own]
        vary = response.headers.get("Vary", "")
        if self._varies:
            vary = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
        if vary:
            self._headers.append(("Vary", vary))
        self._etag = response.headers.get("ETag", "")
        self._answers: dict[str, Answer] = {}
        said = sum(len(name) + len(value) for name, value in self._headers)
        self.size = len(self._body) + said + _OVERHEAD

    def answer(self, encoding: str) -> Answer:
        """The page in an encoding (``encoding.choose_encoding``), compressed the first time only."""
        if not self._varies:
            encoding = ""
        answer = self._answers.get(encoding)
        if answer is None:
            answer = self._answers[encoding] = self._make(encoding)
            if encoding:
                self.size += len(answer[2])
        return answer

    def unchanged(self, if_none_match: str, encoding: str) -> Answer | None:
        """The 304 for a client that has this page, by its ETag; None if it has not."""
        asked = {etag.removeprefix("W/") for etag in parse_etags(if_none_match)}
        is_same = bool(self._etag) and not asked.isdisjoint({self._etag, "*"})
        if not is_same or not self._status.startswith("200"):
            return None
        _, headers, _ = self.answer(encoding)
        return "304 Not Modified", [one for one in headers if one[0].lower() in _OF_304], b""

    def _make(self, encoding: str) -> Answer:
        headers, body = list(self._headers), self._body
        if encoding:
            body = encode(body, encoding)
            headers.append(("Content-Encoding", encoding))
        if self._etag:
            # Weak: the bytes differ by encoding, what they say does not.
            headers.append(("ETag", f"W/{self._etag}" if encoding else self._etag))
        headers.append(("Content-Length", str(len(body))))
        return self._status, headers, body


class Store:
    """Kept pages by their key. Room for ``limit`` bytes; those not asked for longest go first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._generation: Generation | None = None
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()

    def get(self, key: Key, generation: Generation) -> KeptPage | None:
        """The page under a key, if it was made of this generation."""
        with self._lock:
            page = self._pages.get(key) if generation == self._generation else None
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: KeptPage, generation: Generation) -> None:
        """Keep a page that was made after ``generation`` was seen to stand."""
        with self._lock:
            held = self._generation
            if held is not None and generation < held and time.time() < held.until:
                return  # it took long; or a backup was put back, and is taken for new by and by
            if generation != held:
                self._pages.clear()
                self._generation = generation
            self._pages[key] = page
            page.size += sum(map(len, key))  # whoever asks chooses how long an address is
            # Encodings come later, and are counted here.
            size = sum(one.size for one in self._pages.values())
            while size > self._limit:
                size -= self._pages.popitem(last=False)[1].size
