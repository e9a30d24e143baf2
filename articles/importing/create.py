"""New articles out of pages that are captures of none here."""

from datetime import datetime
from typing import Any

from articles.editing import link_arrivals
from articles.intake import digest
from articles.models import Article, ImportBatch, Status, insert_rows
from articles.search import Analysis, Subject, Text, VocabularyKey, store_documents

from .duplicates import duplicate_of, find_originals, keep_fingerprints
from .evidence import Capture, keep_evidence
from .links import write_links
from .new_article import NewArticle
from .revisions import record_imports

# The columns without a language are modeltranslation's; nothing reads them, so they stay empty.
_WITHOUT_LANGUAGE = dict.fromkeys(
    ("title", "summary", "body", "byline", "image_alt", "image_caption"), ""
)
_COLUMNS = (
    *_WITHOUT_LANGUAGE,
    *("title_ar", "summary_ar", "body_ar", "byline_ar"),
    *("title_en", "summary_en", "body_en", "byline_en"),
    *("source_id", "slug", "status", "tags", "headline_key", "capture_key", "imported_digests"),
    *("published_at", "published_precision", "updated_at", "updated_precision"),
    *("created_at", "possible_duplicate_of_id"),
    *("version", "live_version", "in_review", "is_gone", "announced_at"),
)


def create_articles(
    new: list[NewArticle], batch: ImportBatch, now: datetime, vocabulary: VocabularyKey
) -> list[Capture]:
    """Write articles with all that belongs to them, and return what was captured, in order.

    ``vocabulary`` is the one by which the pages were analysed.

    Raises DatabaseError where the database refuses any of them; call it under a savepoint.
    """
    if not new:
        return []
    originals = find_originals(new)
    insert_rows(Article, _COLUMNS, (_row(article, originals, now) for article in new))
    keys = [article.capture_key for article in new]
    ids = dict(Article.objects.filter(capture_key__in=keys).values_list("capture_key", "pk"))
    created = [(article.page, ids[article.capture_key]) for article in new]
    store_documents([_subject(article, ids[article.capture_key], vocabulary) for article in new])
    links = write_links({pk: page.values["related"] for page, pk in created})
    link_arrivals({page.headline_key for page, _ in created})
    originals = keep_fingerprints(created) | originals
    record_imports({ids[article.capture_key]: article for article in new}, links, batch, now)
    captures = [
        Capture(page, pk, "created", page.problems + duplicate_of(originals.get(page.sha256 or "")))
        for page, pk in created
    ]
    keep_evidence(captures, batch, now)
    return captures


def _row(new: NewArticle, originals: dict[str, int], now: datetime) -> list[Any]:
    page = new.page
    digests = page.digests | {
        name: digest(new.values[name]) for name in new.values if name not in page.digests
    }
    known = {
        **_WITHOUT_LANGUAGE,
        **new.attributes,
        "slug": page.slug,
        "capture_key": new.capture_key,
        "imported_digests": digests,
        "created_at": now,
        "possible_duplicate_of_id": originals.get(page.sha256 or ""),
        "version": 1,
        "live_version": int(new.values["status"] == Status.PUBLISHED),
        "in_review": False,
        "is_gone": False,
        "announced_at": now,  # what is captured was announced elsewhere
    }
    return [known.get(name) for name in _COLUMNS]


def _subject(new: NewArticle, pk: int, vocabulary: VocabularyKey) -> Subject:
    known = new.attributes
    texts = {"ar": Text(known["title_ar"], "", known["body_ar"])}
    if "en" in new.page.analysed:
        texts["en"] = Text(known["title_en"], known["summary_en"], known["body_en"])
    return Subject(
        pk,
        known["status"] == Status.PUBLISHED,
        known["published_at"],
        known["source_id"],
        known["tags"],
        texts,
        Analysis(vocabulary, new.page.analysed),
    )
