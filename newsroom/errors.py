"""What went wrong before a view or in one: told to people as a page, to programs as JSON."""

import sys
from types import ModuleType

from django.http import HttpRequest, HttpResponse

from articles import api, views
from articles.read_only import is_passing


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _edge(request).bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled: one that passes by itself is told as such."""
    if is_passing(sys.exception()):
        return _edge(request).unavailable(request)
    return _edge(request).server_error(request)


def _edge(request: HttpRequest) -> ModuleType:
    return api if asks_api(request) else views


def asks_api(request: HttpRequest) -> bool:
    """Whether a program asks: the API says in its own words what it cannot answer."""
    return request.path_info.startswith("/api/v1/")
