"""What is seen of each request that Django answers: its route, how long it took, its slow queries."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connections
from django.http import HttpRequest, HttpResponse

from .asked import NO_ROUTE, route
from .metrics import SECONDS

log = logging.getLogger("newsroom.requests")
slow = logging.getLogger("newsroom.slow_queries")

_MOST = 2000  # characters of a query
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_PLACES = re.compile(r"%s(?:, %s)+")


class ObserveMiddleware:
    """Know the route of a request; log it (at ``INFO``), and count it where there are metrics."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._counts = bool(settings.METRICS_TOKEN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        route.set(NO_ROUTE)
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        if self._counts:
            SECONDS.labels(route.get(), str(response.status_code)).observe(seconds)
        if log.isEnabledFor(logging.INFO):
            what = {"status_code": response.status_code, "ms": round(seconds * 1000, 1)}
            log.info("%s %s", request.method, response.status_code, extra=what)
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Take the name of the address; those without one are named by their pattern."""
        match = request.resolver_match
        route.set(match.view_name if match and match.url_name else NO_ROUTE)


class SlowQueriesMiddleware:
    """Log each query that takes ``SLOW_QUERY_MS`` or more: its shape, without what it was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.SLOW_QUERY_MS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for connection in connections.all():
            # Once for each connection of a thread, which outlives the request.
            if _watch not in connection.execute_wrappers:
                connection.execute_wrappers.append(_watch)
        return self.get_response(request)


def _watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - began) * 1000
        if ms >= settings.SLOW_QUERY_MS:
            slow.warning("%d ms: %s", ms, shape(sql), extra={"ms": round(ms, 1)})


def shape(sql: str) -> str:
    """Return a query without its values: ``SELECT … WHERE id IN (%s, …) AND name = '…'``."""
    return _PLACES.sub("%s, …", _LITERAL.sub("'…'", " ".join(sql.split())))[:_MOST]
