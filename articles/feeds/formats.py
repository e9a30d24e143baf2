"""The three formats, each from the same items: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.

Besides what Django's generators write: the language, pages of a long feed (RFC 5005), the whole text
where it is asked for, and in Atom what has left the feed (RFC 6721).
"""

import json
import re
from datetime import UTC, datetime
from typing import Any, TextIO
from urllib.parse import urljoin

from django.template.defaultfilters import linebreaksbr
from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)

from articles.sharing import legible

_LINK = re.compile(r'(?<=<a href=")[^"]*')
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class _NewsroomFeed(SyndicationFeed):
    """What the formats share: text that XML takes, whole addresses, a date that stands still."""

    def __init__(self, **about: Any) -> None:
        super().__init__(**{name: _legible(value) for name, value in about.items()})

    def add_item(self, link: str, content: str = "", **item: Any) -> None:
        """``content`` is the whole text as HTML; its links become whole addresses."""
        content = _LINK.sub(lambda address: urljoin(link, address[0]), legible(content))
        item = {name: _legible(value) for name, value in item.items()}
        super().add_item(link=link, content=content, **item)

    def latest_post_date(self) -> datetime:
        """The latest time in the feed; of an empty one no time at all, rather than now."""
        gone = [departed.at for departed in self.feed["departed"]]
        return max([super().latest_post_date(), *gone] if self.items else gone, default=_BEGINNING)


class _XmlFeed(_NewsroomFeed):
    """Readers of RSS and Atom take what describes an item for HTML: plain text is written as such."""

    def add_item(self, description: str, **item: Any) -> None:
        super().add_item(description=linebreaksbr(description, autoescape=True), **item)


def _legible(value: Any) -> Any:
    if isinstance(value, list):
        return [_legible(one) for one in value]
    return legible(value) if isinstance(value, str) else value


class RssFeed(_XmlFeed, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xml:lang": self.feed["language"],
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["pages"].items():
            handler.addQuickElement("atom:link", None, {"rel": relation, "href": address})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(_XmlFeed, Atom1Feed):
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["pages"].items():
            handler.addQuickElement("link", None, {"rel": relation, "href": address})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        for departed in self.feed["departed"]:
            about = {"ref": departed.id, "when": rfc3339_date(departed.at)}
            handler.startElement("at:deleted-entry", {"xmlns:at": _TOMBSTONES, **about})
            if departed.notice:
                handler.addQuickElement("at:comment", legible(departed.notice))
            handler.endElement("at:deleted-entry")


class JsonFeed(_NewsroomFeed):
    """https://www.jsonfeed.org/version/1.1/; what a feed lacks has no key."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: TextIO, encoding: str) -> None:
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "next_url": self.feed["pages"].get("next"),
            "description": self.feed["description"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(_without_empty(document), ensure_ascii=False))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        text = "content_html" if item["content"] else "content_text"
        return _without_empty(
            {
                "id": item["unique_id"],
                "url": item["link"],
                "title": item["title"],
                text: item["content"] or item["description"] or item["title"],
                "summary": item["content"] and item["description"],
                "date_published": rfc3339_date(item["pubdate"]),
                "date_modified": rfc3339_date(item["updateddate"]),
                "authors": item["author_name"] and [{"name": item["author_name"]}],
                "tags": item["categories"],
            }
        )


def _without_empty(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value or name in {"title", "items"}}


_FORMATS: dict[str, type[_NewsroomFeed]] = {"rss": RssFeed, "atom": AtomFeed, "json": JsonFeed}


def write_as(*, format: str, **about: Any) -> _NewsroomFeed:
    """Return an empty feed in a format: ``rss``, ``atom`` or ``json``."""
    return _FORMATS[format](**about)
