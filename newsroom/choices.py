"""A reader's choices are in a cookie of theirs, and in force while their page is made."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from articles.choices import COOKIE, Choices, choosing, read_choices


class ChoicesFromCookieMiddleware:
    """Put the choices of the cookie in force; ``request.choices.key`` is what a cache may key on.

    The desk has none: what editors write and compare looks the same to all of them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
            request.choices = Choices()
            return self.get_response(request)
        request.choices = read_choices(request.COOKIES.get(COOKIE))
        with choosing(request.choices):
            response = self.get_response(request)
        # Feeds, sitemaps and JSON are the same for everyone.
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response
