"""What every feed of this site has in common: its page, its formats, when it changed, what left it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.sharing import feed_id

from .departed import Departed
from .formats import write_as

MOST_ITEMS = 30
_MOST_PAGES = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a feed as it goes out.

    ``name`` is the feed's in ids, ``page`` where people read the same, ``address`` its own without a
    number; ``changed_at`` the last time that anything in it changed (None: no date tells).
    """

    name: str
    title: str
    description: str
    page: str
    address: str
    format: str
    items: Sequence[Any]
    number: int = 1
    has_more: bool = False
    departed: Sequence[Departed] = ()
    changed_at: datetime | None = None
    site: str = field(default="", kw_only=True)

    def address_of(self, number: int) -> str:
        """The address of another page of it."""
        if number == 1:
            return self.address
        return f"{self.address}{'&' if '?' in self.address else '?'}page={number}"


class NewsroomFeed(Feed):
    """A feed in the language and the format of its address; ``get_object`` returns a ``Shown``.

    Answers carry ETag (``cacheable`` in urls), where a date tells Last-Modified too, and may be kept
    for a minute.
    """

    feed_type = staticmethod(write_as)
    item_guid_is_permalink = False

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = self.get_object(request, *args, **kwargs)
        feed = self.get_feed(shown, request)
        response = HttpResponse(content_type=feed.content_type)
        if shown.changed_at:
            response["Last-Modified"] = http_date(shown.changed_at.timestamp())
        patch_cache_control(response, public=True, max_age=60)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        feed.write(response, "utf-8")
        return response

    def title(self, shown: Shown) -> str:
        return shown.title

    def description(self, shown: Shown) -> str:
        return shown.description

    def subtitle(self, shown: Shown) -> str:
        return shown.description

    def link(self, shown: Shown) -> str:
        return shown.page

    def feed_url(self, shown: Shown) -> str:
        return shown.address_of(shown.number)

    def feed_guid(self, shown: Shown) -> str:
        return feed_id(shown.name, get_language() or "ar")

    def author_name(self) -> str:
        return _("Newsroom")

    def author_link(self, shown: Shown) -> str:
        return f"{shown.site}{reverse('front')}"

    def feed_extra_kwargs(self, shown: Shown) -> dict[str, Any]:
        pages = {}
        if shown.number > 1:
            pages["first"] = f"{shown.site}{shown.address}"
            pages["previous"] = f"{shown.site}{shown.address_of(shown.number - 1)}"
        if shown.has_more:
            pages["next"] = f"{shown.site}{shown.address_of(shown.number + 1)}"
        return {"format": shown.format, "pages": pages, "departed": shown.departed}

    def items(self, shown: Shown) -> Sequence[Any]:
        return shown.items


def page_number(request: HttpRequest) -> int:
    """The number of the page of a feed that is asked for. Raises Http404 for what is no number."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and 0 < int(asked[:9]) <= _MOST_PAGES):
        raise Http404
    return int(asked[:9])


def site_of(request: HttpRequest) -> str:
    """``https://news.example``: what addresses of this site begin with, as it was asked for."""
    return f"{request.scheme}://{request.get_host()}"
