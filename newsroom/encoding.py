"""Addresses and forms are UTF-8, as every page of ours asks for them.

Django takes every codec that Python knows, for the form and the address alike, and some of them
raise, or make half an emoji of what they read.
"""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse


class Utf8Request(WSGIRequest):
    """A request that is read as UTF-8, whatever it says of itself."""

    @property
    def encoding(self) -> None:
        return None  # the default

    @encoding.setter
    def encoding(self, name: str) -> None:
        pass


class Utf8Handler(WSGIHandler):
    request_class = Utf8Request


class Utf8FormsMiddleware:
    """Refuse a form that says it is written otherwise: read as UTF-8 it would be other words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = request.content_params.get("charset", "utf-8")
        if request.method == "POST" and charset.lower() not in {"utf-8", "utf8"}:
            raise BadRequest("a form that is not UTF-8")
        return self.get_response(request)
