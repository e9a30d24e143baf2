"""The history of an article: one revision a change, each sealed with the one before."""

import hashlib
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Case, F, Max, QuerySet, When
from django.utils import timezone

from articles.arabic import clean_line
from articles.models import Article, Correction, Deed, Revision, Status

from .content import FORMAT, Content, dump_content, load_content, read_content

Kind, Change, Tool = Revision.Kind, Revision.Change, Revision.Tool

_CHUNK = 1000  # articles


class Broken(NamedTuple):
    """A revision that is not what was written: its article, its number, and what is wrong with it."""

    article_id: int
    number: int
    what: str


def record(
    article: Article,
    content: Content,
    kind: Kind,
    *,
    by: AbstractBaseUser | None,
    change: str = "",
    tool: str = "",
    reason: str = "",
) -> Revision:
    """Add a revision to an article that is locked, and number it; the article is not saved here."""
    begin_history(article)
    return add_revision(article, content, kind, by=by, change=change, tool=tool, reason=reason)


def begin_history(article: Article) -> None:
    """Keep, of an article that has no revision yet, what it says in the database."""
    if article.version:
        return
    stored = Article.objects.get(pk=article.pk)
    kind = Kind.IMPORT if stored.capture_key else Kind.DRAFT
    add_revision(article, read_content(stored), kind, by=None, tool=Tool.FOUND)
    if stored.status == Status.PUBLISHED:
        article.live_version = article.version


def add_revision(
    article: Article,
    content: Content,
    kind: Kind,
    *,
    by: AbstractBaseUser | None,
    change: str = "",
    tool: str = "",
    reason: str = "",
) -> Revision:
    """``record()`` for an article that this revision begins: what was stored before is not kept."""
    newest = article.revisions.order_by("-number").values_list("number", "sha256").first()
    number, sha256 = newest or (0, "")
    revision = Revision(
        article_id=article.pk,
        number=number + 1,
        kind=kind,
        change=change,
        format=FORMAT,
        content=dump_content(content),
        created_at=timezone.now(),
        created_by_id=by.pk if by else None,
        tool=tool,
        reason=clean_line(reason).text[:300],
    )
    revision.sha256 = seal(revision, sha256)
    revision.save(force_insert=True)
    article.version = revision.number
    return revision


def seal(revision: Revision, before: str) -> str:
    """Return the SHA-256 (hex) of a revision and of the seal of the one before it."""
    parts = (
        before,
        str(revision.article_id),
        str(revision.number),
        str(revision.kind),
        str(revision.change),
        str(revision.format),
        _instant(revision.created_at),
        str(revision.created_by_id or ""),
        revision.reason,
        revision.content,
        *([str(revision.tool)] if revision.tool else []),
    )
    return _digest(*parts)


def seal_correction(correction: Correction, revision: Revision) -> str:
    """Return the SHA-256 (hex) of a notice and of the seal of the revision that it is tied to."""
    return _digest(
        revision.sha256,
        str(correction.article_id),
        str(revision.number),
        str(correction.kind),
        correction.text_ar,
        correction.text_en,
        str(int(correction.is_serious)),
        _instant(correction.issued_at),
        str(correction.issued_by_id or ""),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")


def content_of(article: Article, number: int) -> Content:
    """Return what a revision of an article says. Raises Revision.DoesNotExist."""
    return load_content(article.revisions.get(number=number).content)


def latest_content(article: Article) -> Content:
    """Return what was last written of an article, whether or not readers see it."""
    if article.has_changes_waiting:
        return content_of(article, article.version)
    return read_content(article)


def check_history(article_ids: Iterable[int] | None = None) -> Iterator[Broken]:
    """Yield what was written past the newsroom: revisions, and what articles say; changes nothing.

    A revision whose seal, number or place is not as it was written; what readers were told with it,
    if that was changed or is gone; revisions that the audit (``Deed``) knows and that are gone; an
    article that does not say what its revision says.
    """
    revisions = Revision.objects.select_related("correction").order_by("article_id", "number")
    deeds = Deed.objects.exclude(version=None)
    if article_ids is not None:
        article_ids = list(article_ids)
        revisions = revisions.filter(article_id__in=article_ids)
        deeds = deeds.filter(article_id__in=article_ids)
    broken: set[tuple[int, int]] = set()
    article_id, number, sha256 = 0, 0, ""
    for revision in revisions.iterator(chunk_size=500):
        if revision.article_id != article_id:
            article_id, number, sha256 = revision.article_id, 0, ""
        if revision.number != number + 1:
            yield Broken(article_id, revision.number, "missing-before")
        elif not _is_sealed(revision, sha256):
            broken.add((article_id, revision.number))
            yield Broken(article_id, revision.number, "changed")
        elif what := _wrong_notice(revision):
            yield Broken(article_id, revision.number, what)
        number, sha256 = revision.number, revision.sha256
    articles = Article.objects.order_by("pk")
    if article_ids is not None:
        articles = articles.filter(pk__in=article_ids)
    yield from _missing_at_end(articles, deeds)
    # What readers see of a published article, what was last written of any other.
    in_force = Case(
        When(article__status=Status.PUBLISHED, then=F("article__live_version")),
        default=F("article__version"),
    )
    for revision in revisions.filter(number=in_force).select_related("article").iterator(500):
        if (revision.article_id, revision.number) not in broken and _differs(revision):
            yield Broken(revision.article_id, revision.number, "not-in-force")


def _missing_at_end(articles: QuerySet[Article], deeds: QuerySet[Deed]) -> Iterator[Broken]:
    """Articles whose newest revision is not the newest that they and the audit know of."""
    last = 0
    while chunk := list(
        articles.filter(pk__gt=last)
        .values_list("pk", "version")
        .annotate(newest=Max("revisions__number"))[:_CHUNK]
    ):
        first, last = chunk[0][0], chunk[-1][0]
        of_these = deeds.filter(article__gte=first, article__lte=last).order_by()
        noted = dict(of_these.values_list("article_id").annotate(Max("version")))
        for pk, version, newest in chunk:
            known = max(version, noted.get(pk, 0))
            if (newest or 0) != known:
                yield Broken(pk, known, "missing-at-end")


def _is_sealed(revision: Revision, before: str) -> bool:
    if revision.sha256 == seal(revision, before):
        return bool(revision.tool or revision.created_by_id)  # what nobody wrote, some tool did
    # Sealed before there was a column for the tool: then what is sealed says which it was.
    if not revision.tool or revision.tool != _tool_of_old(revision):
        return False
    old = copy(revision)
    old.tool = ""
    return revision.sha256 == seal(old, before)


def _tool_of_old(revision: Revision) -> str:
    """What wrote a revision that migration 0009 found, told as it did."""
    if revision.reason.startswith("copydesk: "):
        return Tool.COPYDESK
    if revision.created_by_id:
        return ""
    return Tool.IMPORTER if revision.reason or revision.number > 1 else Tool.FOUND


def _wrong_notice(revision: Revision) -> str:
    """What is wrong with what readers were told with a revision, if anything."""
    correction = getattr(revision, "correction", None)
    if correction is not None:
        is_whole = (
            correction.kind == revision.change
            and correction.article_id == revision.article_id
            and correction.sha256 == seal_correction(correction, revision)
        )
        return "" if is_whole else "notice-changed"
    told = {Change.CORRECTION, Change.CLARIFICATION}
    # Of a retraction they were told where they could have read the article before.
    if revision.change == Change.RETRACTION:
        published_at = load_content(revision.content)["published_at"]
        if datetime.fromisoformat(published_at) <= revision.created_at:
            return "notice-missing"
    return "notice-missing" if revision.change in told else ""


def _differs(revision: Revision) -> bool:
    """Whether an article says something else; related links lead by themselves to what arrives."""
    said = load_content(revision.content)
    row = read_content(revision.article, related=said["related"])
    return row != said
