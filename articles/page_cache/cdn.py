"""What a CDN in front is told: how long a page stands, and that a change has made all of them old.

Fastly, Cloudflare, Varnish and others each want another request for it: address, headers and body
are settings. Pages are forgotten by their ``Surrogate-Key``; every page has ``pages`` among its own.
"""

import logging
import time
import urllib.request
from http.client import HTTPException
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

from .generation import Generation
from .triggers import TABLE

ALL_PAGES = "pages"
"""The surrogate key that every page has."""

_TIMEOUT = 5  # seconds
_WHILE_ASKING = 30  # seconds for which a CDN may give the page it has while it asks for another

Headers = list[tuple[str, str]]

log = logging.getLogger(__name__)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The operator's token is for the address that they have set, and no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def has_cdn() -> bool:
    return bool(settings.CDN_PURGE_URL)


def for_cdn(headers: Headers, generation: Generation) -> Headers:
    """The headers of a page for a CDN that can be told of changes: it may give it on, unasked.

    Not past the moment when the clock changes something. What it may still give while it asks for
    another is said to CDNs alone: a browser would take it for itself, and is told of no change.
    https://www.rfc-editor.org/rfc/rfc9213
    """
    left = max(0, int(generation.until - time.time()))
    asking = min(left, _WHILE_ASKING)
    fresh = left - asking
    shown = [
        (name, f"{value}, s-maxage={fresh}" if name == "Cache-Control" else value)
        for name, value in headers
    ]
    targeted = f"public, max-age={fresh}, stale-while-revalidate={asking}"
    return [*shown, ("CDN-Cache-Control", targeted)]


def purge_cdn() -> bool:
    """Tell the CDN, where there is one, of a generation it has not been told of; whether it knows.

    Safe to repeat: what failed is tried with the next change, and by ``publish_due``.
    """
    if not has_cdn():
        return True
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        number, purged = _read(connection)
    except Error:  # a database that went is told of elsewhere
        return False
    if number == purged:
        return True
    request = urllib.request.Request(  # noqa: S310  the operator's own address
        settings.CDN_PURGE_URL,
        data=settings.CDN_PURGE_BODY.encode(),
        headers=settings.CDN_PURGE_HEADERS,
        method="POST",
    )
    try:
        _OPENER.open(request, timeout=_TIMEOUT).close()
    except (OSError, HTTPException) as failure:
        log.error("The CDN could not be told that pages have changed: %s", failure)
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {TABLE} SET purged = %s WHERE purged < %s",  # noqa: S608  our own constant
                [number, number],
            )
    except Error:  # it takes no writes now: the CDN is told once more
        return False
    return True


def _read(connection: Any) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, purged FROM {TABLE}")  # noqa: S608
        return cursor.fetchone()
