"""Whether the index says what the articles say; it can always be built anew from them."""

from collections.abc import Iterator
from typing import NamedTuple

from articles.models import Article, SearchDocument, SearchIndex

from .backends import get_backend
from .documents import documents_of, live_index, subject_of
from .places import article_at, places_of

_CHUNK = 500  # articles


class Fault(NamedTuple):
    """An entry of the live index that is not as it should be.

    ``kind`` is ``missing`` (the article is not found), ``stale`` (it is found by what it no longer
    says, or by a status, time or source that it no longer has) or ``orphan`` (of no article).
    """

    kind: str
    article_id: int


def check_index() -> Iterator[Fault]:
    """Yield what is wrong with the live index, reading every article; changes nothing."""
    index = live_index()
    if index is None:
        yield from (Fault("missing", pk) for pk in Article.objects.values_list("pk", flat=True))
        return
    last = 0
    while chunk := list(Article.objects.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        last = chunk[-1].pk
        yield from _check(chunk, index)
    yield from _entries_without_document(index)


def _check(articles: list[Article], index: SearchIndex) -> Iterator[Fault]:
    kept: dict[int, dict[int, tuple[object, ...]]] = {}
    ids = [article.pk for article in articles]
    within = places_of(index.slot)
    for document in SearchDocument.objects.filter(article_id__in=ids, place__range=within):
        kept.setdefault(document.article_id, {})[document.place] = _content(document)
    for article in articles:
        own = kept.get(article.pk)
        if own is None:
            yield Fault("missing", article.pk)
        elif own != {
            document.place: _content(document)
            for document in documents_of(subject_of(article), index)
        }:
            yield Fault("stale", article.pk)


def _content(document: SearchDocument) -> tuple[object, ...]:
    return (
        document.source_id,
        document.topics,
        document.headline,
        document.headline_tokens,
        document.text_tokens,
    )


def _entries_without_document(index: SearchIndex) -> Iterator[Fault]:
    """Compare the database's index with the documents, both in order of their places."""
    documents = SearchDocument.objects.filter(place__range=places_of(index.slot)).order_by("place")
    kept = documents.values_list("place", flat=True).iterator()
    indexed = get_backend().places(index.slot)
    # Side by side: an archive's places are too many to hold.
    mine, theirs = next(kept, None), next(indexed, None)
    while mine is not None or theirs is not None:
        if theirs is None or (mine is not None and mine < theirs):
            yield Fault("missing", article_at(mine))
            mine = next(kept, None)
        elif mine is None or theirs < mine:
            yield Fault("orphan", article_at(theirs))
            theirs = next(indexed, None)
        else:
            mine, theirs = next(kept, None), next(indexed, None)
