"""Taking back what a batch did, except what has been touched since."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.editing import Related, begin_history, load_content, note_languages, without_gone
from articles.intake import digest
from articles.models import (
    Article,
    CapturedPage,
    ImportBatch,
    Revision,
    Source,
    Status,
    StoryFingerprint,
)
from articles.search import remove_documents

from .links import rewrite_links
from .merge import Merged, apply_values, in_order, read_newest_values, read_values
from .revisions import record_change

_CHUNK = 200  # articles a transaction
_LOOKED_AT = 30  # revisions, for where a headline led
_WHOLE = {"title_ar", "body_ar", "published_at"}  # without which nothing is published


@dataclass(slots=True)
class Undone:
    """What was taken back and what was left: ``left`` is ``[(article id, headline, reason)]``."""

    removed: int = 0
    restored: int = 0
    left: list[tuple[int, str, str]] = field(default_factory=list)


def undo_batch(batch: ImportBatch) -> Undone:
    """Take back a batch; articles that editors or later batches touched stay, and are named.

    Safe to repeat, and after being killed: each two hundred articles are one transaction.
    """
    undone = Undone()
    for ids in _article_ids(batch):
        with transaction.atomic():
            articles = Article.objects.select_for_update().prefetch_related("related_links")
            for article in articles.filter(pk__in=ids).order_by("pk"):
                _undo_article(article, batch, undone)
    with transaction.atomic():
        for source in Source.objects.filter(imported_in=batch, articles=None):
            if source.is_as_imported:
                source.delete()
        batch.undone_at = timezone.now()
        batch.save(update_fields=["undone_at"])
    return undone


def _article_ids(batch: ImportBatch) -> Iterator[list[int]]:
    """The articles that the batch touched, some at a time, by id (so a failed one is not met twice)."""
    last = 0
    while True:
        touched = batch.captured_pages.filter(article_id__gt=last).order_by("article_id")
        ids = list(islice(touched.values_list("article_id", flat=True).distinct(), _CHUNK))
        if not ids:
            return
        yield ids
        last = ids[-1]


def _undo_article(article: Article, batch: ImportBatch, undone: Undone) -> None:
    pages = CapturedPage.objects.filter(article=article).defer("content")
    for page in pages.filter(batch=batch, outcome=CapturedPage.Outcome.UPDATED).order_by("-pk"):
        _undo_update(article, page, undone)
    if pages.filter(batch=batch, outcome=CapturedPage.Outcome.CREATED).exists():
        reason = _reason_to_stay(article, batch)
        if reason:
            undone.left.append((article.pk, str(article.title_ar), reason))
        else:
            _remove(article)
            undone.removed += 1


def _undo_update(article: Article, page: CapturedPage, undone: Undone) -> None:
    """Put back what one capture replaced, field by field."""
    current = read_newest_values(article)
    later = CapturedPage.objects.filter(article=article, pk__gt=page.pk).values_list(
        "replaced", flat=True
    )
    changed_later = {name for replaced in later for name in replaced}
    untouched = {
        name: value
        for name, (value, _digest) in page.replaced.items()
        if name not in changed_later and article.imported_digests.get(name) == digest(current[name])
    }
    put_back = _possible(article, current, untouched)
    stays = {name: was for name, was in page.replaced.items() if name not in put_back}
    for name in put_back:
        digest_before = page.replaced[name][1]
        if digest_before is None:
            del article.imported_digests[name]
        else:
            article.imported_digests[name] = digest_before
    if put_back:
        begin_history(article)
        apply_values(article, put_back)
        note_languages(article, put_back)
        if "related" in put_back:
            rewrite_links(article, put_back["related"], _links_said(article))
        record_change(article, str(Revision.Kind.RESTORE), page.batch.name, timezone.now())
        undone.restored += 1
    if stays:
        page.replaced = stays
        page.save(update_fields=["replaced"])
        fields = ", ".join(stays)
        undone.left.append((article.pk, str(article.title_ar), f"changed since: {fields}"))
    else:
        page.delete()


def _possible(
    article: Article, current: dict[str, Any], put_back: dict[str, Any]
) -> dict[str, Any]:
    """Of what would be put back, what can be beside what was done to the article since.

    What an editor has published stays whole, and is not updated before it was published.
    """
    stays_out = article.status == Status.PUBLISHED and "status" not in put_back
    if stays_out:
        put_back = {name: value for name, value in put_back.items() if value or name not in _WHOLE}
    for times in (current, read_values(article)):
        put_back = in_order(times, Merged(put_back, {})).applied
    return put_back


def _links_said(article: Article) -> Related:
    """The related links that an article had once, each as its newest revision has it."""
    said: dict[str, list[Any]] = {}
    for text in article.revisions.order_by("-number").values_list("content", flat=True)[
        :_LOOKED_AT
    ]:
        for link in load_content(text)["related"]:
            said.setdefault(link[0], link)
    return without_gone(list(said.values()))


def _reason_to_stay(article: Article, batch: ImportBatch) -> str:
    current = read_values(article)
    if article.edited_at or any(
        digest(current[name]) != was for name, was in article.imported_digests.items()
    ):
        return "edited since"
    if article.open_forms.filter(typed__isnull=False).exists():
        return "being edited"
    if article.captured_pages.exclude(batch=batch).exists():
        return "a later batch captured it too"
    if article.captured_pages.filter(outcome=CapturedPage.Outcome.UPDATED).exists():
        return "an update to it could not be taken back"
    return ""


def _remove(article: Article) -> None:
    """Delete an article; a duplicate that stays takes over its fingerprints."""
    heir = article.possible_duplicates.order_by("pk").first()
    if heir:
        StoryFingerprint.objects.filter(article=article).update(article=heir)
    article.captured_pages.all().delete()
    remove_documents([article.pk])
    article.delete()
