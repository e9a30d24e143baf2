"""Views whose pages are the same for all readers with the same choices, and may be kept."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag

from .cdn import ALL_PAGES, has_cdn
from .encoding import is_compressible

View = Callable[..., HttpResponse]

# Who asks for what does not exist chooses the address: only what exists is kept.
_STATUSES = {HTTPStatus.OK, HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.GONE}


class CompressionMiddleware(GZipMiddleware):
    """Compress what is for one request alone. ``PageCache`` compresses what it keeps, once."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        content_type = response.headers.get("Content-Type", "")
        if getattr(response, "is_cacheable", False) or not is_compressible(content_type):
            return response
        return super().process_response(request, response)


def cacheable(view: View) -> View:
    """Let a view's answers be kept (``offer``)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return offer(request, view(request, *args, **kwargs))

    answered.is_cacheable = True
    return answered


def offer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let an answer be kept while nothing public changes; return it, or the 304 that stands for it.

    A client may keep it too, but asks each time whether it is still right; a view that says how long
    its answers may be kept unasked has its way. What it asks by is the ETag: no date moves with
    everything that a page says (a source is named otherwise, an article goes from a feed).
    """
    if request.method not in {"GET", "HEAD"} or response.status_code not in _STATUSES:
        return response
    if response.cookies:  # for one client
        return response
    if settings.SESSION_COOKIE_NAME in request.COOKIES:  # somebody of the newsroom
        response["Cache-Control"] = "private, no-store"
        return response
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    response.is_cacheable = True
    if "Cache-Control" not in response:
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    if has_cdn():
        response["Surrogate-Key"] = _surrogate_key(request)
    if response.status_code != HTTPStatus.OK:
        return response
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _surrogate_key(request: HttpRequest) -> str:
    """By what a CDN can be told to forget a page: ``pages article_detail article-12``."""
    keys = [ALL_PAGES]
    if match := request.resolver_match:
        keys.append(str(match.url_name))
        if "pk" in match.kwargs:
            keys.append(f"{str(match.url_name).partition('_')[0]}-{match.kwargs['pk']}")
    return " ".join(keys)
