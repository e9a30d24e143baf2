"""Readers' pages read from a replica of the database, where there is one (``DATABASE_REPLICA_URL``).

A replica is a moment behind. It is asked only where it has what the page to be made must show: the
generation that stands (``articles.page_cache``). Editors, forms, and whatever else has no generation
to go by read where they write.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.db import Error, connections
from django.http import HttpRequest, HttpResponse

from articles.page_cache import GENERATION, read_number

REPLICA = "replica"
"""The alias of the replica in ``DATABASES``."""

log = logging.getLogger(__name__)

_is_read: ContextVar[bool] = ContextVar("replica", default=False)


class ReplicaRouter:
    """Sends what is read to the replica while a reader's page is made, and nothing else ever."""

    def db_for_read(self, model: type, **hints: Any) -> str | None:
        return REPLICA if _is_read.get() else None

    def allow_relation(self, one: object, other: object, **hints: Any) -> bool:
        return True  # they are the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None


class ReplicaMiddleware:
    """Have a page that may be kept made from the replica, if that is not behind it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _is_read.set(False)
        try:
            return self.get_response(request)
        finally:
            _is_read.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *args: Any
    ) -> None:
        number = request.META.get(GENERATION)
        if number is not None and getattr(view, "is_cacheable", False) and _has(number):
            _is_read.set(True)


def _has(number: int) -> bool:
    try:
        return read_number(connections[REPLICA]) >= number
    except Error as failure:
        log.warning(
            "The replica does not answer; its pages are read from the database: %s", failure
        )
        return False
