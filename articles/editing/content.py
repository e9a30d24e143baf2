"""Everything an article says, as JSON values: what revisions keep, compare, merge and restore.

Format 1: ``{"title_ar": "…", "title_en": "", …, "source": 3, "published_at": "2018-05-21T08:05:00+00:00",
"published_precision": "minute", …, "tags": ["…"], "related": [["headline", "address", 12], …]}``.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.arabic import match_key, slugify
from articles.exceptions import Refused
from articles.models import Article, RelatedLink, Source

FORMAT = 1

TEXTS = ("title_ar", "title_en", "summary_ar", "summary_en", "byline_ar", "byline_en", "slug")
BODIES = ("body_ar", "body_en")
TIMES = ("published_at", "updated_at", "expires_at", "embargo_until")
PRECISIONS = ("published_precision", "updated_precision")

Content = dict[str, Any]
"""An article's content in format 1."""


def read_content(article: Article, related: list[Any] | None = None) -> Content:
    """Return what an article says as it stands in memory; its related links, unless given, as stored."""
    content: Content = {name: getattr(article, name) or "" for name in (*TEXTS, *BODIES)}
    for name in TIMES:
        instant = getattr(article, name)
        # A form gives Damascus time, the database UTC: one instant is one text.
        content[name] = instant.astimezone(UTC).isoformat() if instant else None
    content |= {name: getattr(article, name) for name in PRECISIONS}
    content["source"] = article.source_id
    content["tags"] = list(article.tags)
    content["related"] = read_related(article) if related is None else related
    return content


def read_related(article: Article) -> list[list[Any]]:
    """Return an article's related links as ``[headline, address, id of the article it leads to]``."""
    return read_links([article.pk]).get(article.pk, []) if article.pk else []


def read_links(article_ids: Iterable[int]) -> dict[int, list[list[Any]]]:
    """Return the related links of articles, by their ids; those that have none are left out."""
    links = RelatedLink.objects.filter(article__in=list(article_ids)).order_by("position", "pk")
    found: dict[int, list[list[Any]]] = {}
    for article_id, *link in links.values_list("article_id", "title", "url", "target_id"):
        found.setdefault(article_id, []).append(link)
    return found


def apply_content(article: Article, content: Mapping[str, Any]) -> None:
    """Set an article's fields from a content; saves nothing, and leaves related links alone."""
    for name in (*TEXTS, *BODIES):
        empty = None if name.endswith("_en") else ""
        setattr(article, name, content[name] or empty)
    for name in TIMES:
        instant = content[name]
        setattr(article, name, datetime.fromisoformat(instant) if instant else None)
    for name in PRECISIONS:
        setattr(article, name, content[name])
    article.source_id = content["source"]
    article.tags = list(content["tags"])
    article.slug = slugify(article.slug or article.title_ar or "")
    article.headline_key = match_key(article.title_ar or "")


def lost_source(content: Mapping[str, Any]) -> bool:
    """Whether the source that a content names is there no more."""
    source = content["source"]
    return source is not None and not Source.objects.filter(pk=source).exists()


def refuse_lost_source(content: Mapping[str, Any]) -> None:
    """Raise Refused where the source that a content names was deleted meanwhile."""
    if lost_source(content):
        raise Refused(_("The source of this article was deleted meanwhile; choose another."))


def dump_content(content: Mapping[str, Any]) -> str:
    """Return a content as the one JSON text that stands for it: keys sorted, nothing between."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load_content(text: str) -> Content:
    return json.loads(text)
