"""Refuse what would write while the newsroom is read-only (``articles.read_only``)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from articles.read_only import is_read_only
from articles.views import unavailable

_SAFE = {"GET", "HEAD", "OPTIONS"}


class ReadOnlyMiddleware:
    """Answer forms with 503 and with what was typed into them, to be sent again later.

    It stands behind the check of the form's token: what is given back is a page of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *args: Any
    ) -> HttpResponse | None:
        if request.method in _SAFE or getattr(view, "writes_nothing", False):
            return None
        return unavailable(request) if is_read_only() else None
