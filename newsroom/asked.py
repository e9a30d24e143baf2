"""What the request is that a thread works at: for every log line, metric and slow query of it.

``Asked`` is a WSGI application around Django, inside the page cache: a kept page is given out
without it, for an id would cost a twentieth of what the page does. The proxy names those (deploy/Caddyfile).
"""

import re
import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from itertools import count
from typing import Any

from django.conf import settings

HEADER = "X-Request-ID"
NO_ROUTE = "(none)"
"""The route of what no address of ours leads to."""

# What proxies make: UUIDs, ULIDs, hexadecimal digits. Anything else would write into our logs.
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request, or "" outside of one (a command)."""

route: ContextVar[str] = ContextVar("route", default="")
"""The name of the address that was asked for: ``article_detail``, ``admin:index``; "" until known."""


class Asked:
    """Give each request an id, and its answer, unless it is kept, the header ``X-Request-ID``.

    The proxy's own is taken where there is a proxy (``BEHIND_PROXY``) and it is well formed.
    """

    def __init__(self, site: Application) -> None:
        self._site = site
        self._trusts = settings.BEHIND_PROXY
        self._numbers, self._mine = count(1), ""

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        name = environ.get("HTTP_X_REQUEST_ID") if self._trusts else None
        if name is None or not _WELL_FORMED.fullmatch(name):
            # A word for this process, chosen after it has forked, and a number: cheaper than chance.
            self._mine = self._mine or secrets.token_hex(6)
            name = f"{self._mine}-{next(self._numbers):06x}"
        request_id.set(name)
        route.set("")

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            headers.append((HEADER, name))
            return start_response(status, headers, *error)

        return self._site(environ, start)
