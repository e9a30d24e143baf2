"""Everything an article says, as JSON values: what revisions keep, compare, merge and restore.

Format 2: ``{"title_ar": "…", "title_en": "", …, "source": 3, "section": 1, "image": 7,
"published_at": "2018-05-21T08:05:00+00:00", "published_precision": "minute", …, "tags": ["…"],
"related": [["headline", "address", 12], …]}``. What an older format did not have is read as empty.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key, slugify
from articles.exceptions import Refused
from articles.models import Article, Image, RelatedLink, Section, Source

FORMAT = 2
IMAGE_TEXTS = ("image_alt_ar", "image_alt_en", "image_caption_ar", "image_caption_en")
_NOT_IN_FORMAT_1: dict[str, Any] = {
    "section": None,
    "image": None,
    **dict.fromkeys(IMAGE_TEXTS, ""),
}

TEXTS = (
    *("title_ar", "title_en", "summary_ar", "summary_en", "byline_ar", "byline_en"),
    *IMAGE_TEXTS,
    "slug",
)
BODIES = ("body_ar", "body_en")
TIMES = ("published_at", "updated_at", "expires_at", "embargo_until")
PRECISIONS = ("published_precision", "updated_precision")

# What is another row's id, None where it names none.
RELATIONS = {"source": Source, "section": Section, "image": Image}

_LOST = {
    "source": _("The source of this article was deleted meanwhile; choose another."),
    "section": _("The section of this article was deleted meanwhile; choose another."),
    "image": _("The image of this article is not here; choose another."),
}

Content = dict[str, Any]
"""An article's content in the newest format."""


def read_content(article: Article, related: list[Any] | None = None) -> Content:
    """Return what an article says as it stands in memory; its related links, unless given, as stored."""
    content: Content = {name: getattr(article, name) or "" for name in (*TEXTS, *BODIES)}
    for name in TIMES:
        instant = getattr(article, name)
        # A form gives Damascus time, the database UTC: one instant is one text.
        content[name] = instant.astimezone(UTC).isoformat() if instant else None
    content |= {name: getattr(article, name) for name in PRECISIONS}
    content |= {name: getattr(article, f"{name}_id") for name in RELATIONS}
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
    for name in RELATIONS:
        setattr(article, f"{name}_id", content[name])
    article.tags = list(content["tags"])
    article.slug = slugify(article.slug or article.title_ar or "")
    article.headline_key = match_key(article.title_ar or "")


def lost_relations(content: Mapping[str, Any]) -> list[str]:
    """Which of the rows that a content names are there no more: of ``["source", "section", "image"]``."""
    return [
        name
        for name, model in RELATIONS.items()
        if content[name] is not None and not model.objects.filter(pk=content[name]).exists()
    ]


def refuse_lost_relations(content: Mapping[str, Any]) -> None:
    """Raise Refused where a row that a content names was deleted meanwhile."""
    for name in lost_relations(content):
        raise Refused(str(_LOST[name]))


def dump_content(content: Mapping[str, Any]) -> str:
    """Return a content as the one JSON text that stands for it: keys sorted, nothing between."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load_content(text: str) -> Content:
    """Return the content that a text of any format stands for, in the newest."""
    return _NOT_IN_FORMAT_1 | json.loads(text)
