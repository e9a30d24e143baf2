"""Whether the archive is whole: what articles lead to, files, captured bytes, times; changes nothing.

Every walk goes by keys, some hundred rows at a time, so that memory does not grow with the archive.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, CapturedPage, Image, RelatedLink, Status

from .images import has_file, missing_files

_CHUNK = 500  # rows
_PAGES = 50  # captured pages: up to 5 MB each
_AHEAD = timedelta(days=1)  # more than any clock that is wrong by accident
_OWN_ARTICLE = re.compile(r'href="/(?:en/)?articles/([0-9]{1,18})/')


class Unsound(NamedTuple):
    """Something that is not as it should be: ``Unsound("broken-link", "article 12", "article 99")``.

    ``what`` is ``broken-link`` (to an article that is not here, or that readers never saw),
    ``missing-file`` (of a picture; an empty one is none), ``page-changed`` (captured bytes that are not
    what was captured), ``time-order`` (updated or over before it was published), ``future-time``
    (changed or captured more than a day ahead of the clock).
    """

    what: str
    where: str
    detail: str


def check_soundness(states: Counter[str]) -> Iterator[Unsound]:
    """Yield what is wrong, reading the whole archive; ``states`` is given the articles by state."""
    now = timezone.now()
    for articles in _chunks(Article.objects.all(), _CHUNK):
        states.update(str(article.state) for article in articles)
        yield from _broken_links(articles)
        for article in articles:
            yield from _wrong_times(article, now)
    for pages in _chunks(CapturedPage.objects.only("content", "sha256", "imported_at"), _PAGES):
        for page in pages:
            if hashlib.sha256(page.content).hexdigest() != page.sha256:
                yield Unsound("page-changed", f"captured page {page.pk}", page.sha256)
            yield from _ahead("imported", page.imported_at, f"captured page {page.pk}", now)
    for images in _chunks(Image.objects.all(), _CHUNK):
        for image in images:
            yield from _missing_files(image)


def _chunks(rows: QuerySet[Any], size: int) -> Iterator[list[Any]]:
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        last = chunk[-1].pk
        yield chunk


def _broken_links(articles: list[Article]) -> Iterator[Unsound]:
    """Links of bodies that readers see, and what related links were led to."""
    wanted: dict[int, list[int]] = {}
    for article in articles:
        if article.status == Status.PUBLISHED:
            bodies = f"{article.body_ar or ''} {article.body_en or ''}"
            wanted[article.pk] = sorted({int(pk) for pk in _OWN_ARTICLE.findall(bodies)})
    targets = {pk for linked in wanted.values() for pk in linked}
    # What was withdrawn or is over says so under its address; a draft is not found.
    there = Article.objects.exclude(status=Status.DRAFT).filter(pk__in=targets)
    here = set(there.values_list("pk", flat=True))
    for pk, linked in wanted.items():
        for target in linked:
            if target not in here:
                yield Unsound("broken-link", f"article {pk}", f"article {target}")
    led = RelatedLink.objects.filter(article__in=articles, target__isnull=False)
    gone = led.exclude(target__in=Article.objects.values("pk")).order_by("article_id", "position")
    for pk, target in gone.values_list("article_id", "target_id"):
        yield Unsound("broken-link", f"article {pk}", f"article {target}")


def _wrong_times(article: Article, now: datetime) -> Iterator[Unsound]:
    where, published = f"article {article.pk}", article.published_at
    for name, moment in (("updated", article.updated_at), ("expires", article.expires_at)):
        if published and moment and moment < published:
            yield Unsound("time-order", where, f"{name} before it was published")
    for name, moment in (
        ("updated", article.updated_at),
        ("edited", article.edited_at),
        ("created", article.created_at),
        ("announced", article.announced_at),
    ):
        # Of a scheduled article the page may have printed a later update too.
        if not (published and published > now):
            yield from _ahead(name, moment, where, now)


def _ahead(name: str, moment: datetime | None, where: str, now: datetime) -> Iterator[Unsound]:
    if moment and moment > now + _AHEAD:
        yield Unsound("future-time", where, f"{name} at {moment:%Y-%m-%d %H:%M} UTC")


def _missing_files(image: Image) -> Iterator[Unsound]:
    missing = missing_files(image)
    if not has_file(image.original.name):
        missing.insert(0, image.original.name)
    if missing:
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield Unsound("missing-file", f"image {image.pk}", missing[0] + others)
