"""The revisions of imported articles: what the pages said, and when they came to say otherwise."""

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from articles.editing import (
    BODIES,
    FORMAT,
    PRECISIONS,
    TEXTS,
    TIMES,
    apply_content,
    changed_fields,
    content_of,
    count_style,
    dump_content,
    merge_contents,
    read_content,
    record,
    seal,
    write_related,
)
from articles.models import Article, ImportBatch, Precision, Revision, Status, insert_rows
from articles.search import store_document

from .new_article import NewArticle

_COLUMNS = (
    *("article", "number", "kind", "change", "format", "content", "created_at", "reason"),
    *("tool", "sha256"),
)
# An article of which nothing is said.
_UNSAID: dict[str, Any] = {
    **dict.fromkeys((*TEXTS, *BODIES, *TIMES, "source_id", "section_id", "image_id")),
    **dict.fromkeys(PRECISIONS, str(Precision.MINUTE)),
    "tags": [],
}


def record_imports(
    new: Mapping[int, NewArticle],
    links: Mapping[int, list[list[Any]]],
    batch: ImportBatch,
    now: datetime,
) -> None:
    """Write the first revision of articles, by their ids; their related links are written already."""
    insert_rows(
        Revision,
        _COLUMNS,
        (_row(pk, article, links.get(pk, []), batch, now) for pk, article in new.items()),
    )


def record_change(article: Article, kind: str, reason: str, now: datetime) -> None:
    """Save an article that the importer changed, as a new revision; its links are stored already.

    What an editor wrote and has not yet published goes on waiting, on top of it; where both changed
    the same text, the editor's stays.
    """
    live = read_content(article)
    waiting, before = None, None
    # By the numbers: the change may just have published a draft, or made an article a draft again.
    # What was withdrawn is changed in place.
    if article.live_version not in (0, article.version) and article.status != Status.WITHDRAWN:
        waiting = content_of(article, article.version)
        before = content_of(article, article.live_version)
    tool = str(Revision.Tool.IMPORTER)
    number = record(article, live, kind, by=None, tool=tool, reason=reason).number
    if waiting is not None and before is not None:
        content = merge_contents(before, live, waiting).content
        if changed_fields(live, content):
            record(article, content, Revision.Kind.DRAFT, by=None, tool=tool)
            if article.status == Status.DRAFT:
                apply_content(article, content)
                write_related(article, content["related"])
    if article.status == Status.PUBLISHED:
        article.live_version = number
        article.announced_at = article.announced_at or now
        if not article.has_changes_waiting:
            article.draft_by, article.in_review = None, False
    elif article.status == Status.DRAFT:
        article.live_version = 0  # taken back: readers see none of it
    article.read_at = None  # the rest of what follows from its text: editing/reading
    article.save()
    store_document(article)
    count_style(article)


def _row(
    pk: int, new: NewArticle, links: list[list[Any]], batch: ImportBatch, now: datetime
) -> list[object]:
    # What read_content() reads: a model's instance takes as long as all the rest of a revision.
    known = SimpleNamespace(**_UNSAID | new.attributes | {"slug": new.page.slug})
    revision = Revision(
        article_id=pk,
        number=1,
        kind=Revision.Kind.IMPORT,
        format=FORMAT,
        content=dump_content(read_content(cast(Article, known), links)),
        created_at=now,
        tool=str(Revision.Tool.IMPORTER),
        reason=batch.name,
    )
    revision.sha256 = seal(revision, "")
    return [getattr(revision, name if name != "article" else "article_id") for name in _COLUMNS]
