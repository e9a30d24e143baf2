"""Rows for tests, whole unless a test says otherwise."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from articles.arabic import match_key, slugify
from articles.images import frames
from articles.models import Article, Image, Section, Source, Status
from articles.search import store_document

_numbers = count(1)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def make_source(name: str = "وكالة الفرات", **fields: Any) -> Source:
    """A source; its address is made from its name."""
    return Source.objects.create(**{"name_ar": name, "slug": slugify(name)} | fields)


def make_section(name: str = "محليات", **fields: Any) -> Section:
    """A section; its address is made from its name."""
    return Section.objects.create(**{"name_ar": name, "slug": slugify(name)} | fields)


def make_article(title: str = "", **fields: Any) -> Article:
    """An article in Arabic, published on 21 May 2018 at 11:05 in Damascus, read and findable."""
    title = title or f"خبر رقم {next(_numbers)}"
    article = Article.objects.create(
        **{
            "title_ar": title,
            "body_ar": "<p>افتتحت البلدية الحديقة بعد ترميمها.</p>",
            "slug": slugify(title),
            "status": Status.PUBLISHED,
            "published_at": utc(2018, 5, 21, 8, 5),
            "headline_key": match_key(title),
            "read_at": utc(2018, 5, 21, 8, 5),
        }
        | fields
    )
    store_document(article)
    return article


def make_translated_article(title: str = "", **fields: Any) -> Article:
    """An article that can be read in English too."""
    return make_article(
        title,
        **{"title_en": "The park reopens", "body_en": "<p>The town opened it on Monday.</p>"}
        | fields,
    )


def make_image(**fields: Any) -> Image:
    """A picture of 1600 by 900 with every rendition, as its row says; no file is written."""
    number = next(_numbers)
    image = Image(
        **{
            "sent_sha256": f"{number:064x}",
            "sha256": f"{number:064x}"[::-1],
            "original": f"originals/{number}.jpg",
            "width": 1600,
            "height": 900,
            "alt_ar": "حديقة فيها أشجار",
            "caption_ar": "الحديقة بعد ترميمها",
            "credit_ar": "سلمى النموذجية",
        }
        | fields
    )
    for frame in frames(image.width, image.height):
        image.made.setdefault(image.shape_name(frame.kind), []).append(
            [frame.width, frame.height, ["avif", "webp", "jpg"]]
        )
    image.search_key = match_key(f"{image.alt_ar} {image.caption_ar} {image.credit_ar}")
    image.save()
    return image


def columns(article: Article) -> dict[str, Any]:
    """Every column of an article as it is stored now; ``values()`` leaves the translated ones out."""
    stored = Article.objects.get(pk=article.pk)
    return {field.attname: getattr(stored, field.attname) for field in stored._meta.concrete_fields}
