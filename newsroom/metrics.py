"""Figures for Prometheus at ``/metrics``, for whoever has ``METRICS_TOKEN`` (decision 23).

What is counted at every request is counted in each worker, in files that ``gunicorn.conf.py`` names
(prometheus_client's multiprocess mode); what is so of the newsroom is asked of the database when
Prometheus asks (``figures``). Labels are routes, codes and names of ours, never what somebody sent.
"""

import logging
import os
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from .figures import Figures

METRICS = "/metrics"
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

log = logging.getLogger(__name__)

_own = CollectorRegistry()
SECONDS = Histogram(
    "newsroom_request_seconds",
    "Requests that Django answered, by the name of their address, and how long they took.",
    ["route", "status"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=_own,
)
_PAGES = Counter(
    "newsroom_page_cache",
    "Pages that readers asked for: kept ones (hit), those made anew (miss), others (passed).",
    ["outcome"],
    registry=_own,
)
_pages = {outcome: _PAGES.labels(outcome) for outcome in ("hit", "miss", "passed")}


def count_page(outcome: str) -> None:
    """Count what the page cache did with a request: ``hit``, ``miss`` or ``passed``."""
    _pages[outcome].inc()


class MetricsMiddleware:
    """Answer ``/metrics`` to ``Authorization: Bearer …``; without a token there is no such address.

    Like the questions after health it is answered whatever the host name: who asks stands inside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._expected = f"Bearer {settings.METRICS_TOKEN}".encode()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != METRICS:
            return self.get_response(request)
        given = request.META.get("HTTP_AUTHORIZATION", "").encode()
        if secrets.compare_digest(given, self._expected):
            response = HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)
        else:
            response = HttpResponse("Not for you.\n", status=401, content_type="text/plain")
            response["WWW-Authenticate"] = "Bearer"
        response["Cache-Control"] = "no-store"
        return response


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    if os.environ.get(_FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_own)
    registry.register(Figures())
    return registry
