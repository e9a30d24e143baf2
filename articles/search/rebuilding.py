"""Building the index anew beside the live one: readers search the old one until it is whole.

Everything is kept in the database, so a rebuild that was stopped goes on where it was; and both
doors write into an index that is being built, so nothing that changes meanwhile is lost.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.arabic import Stemmer, split_words
from articles.body import plain_text
from articles.models import Article, SearchDocument, SearchIndex, SearchWord

from .backends import get_backend, let_others_write
from .documents import Subject, analysis_of, first_index, live_index, store_in, subject_of
from .places import places_of
from .vocabulary import count_words, guarding_from

Progress = Callable[[str, int, int], None]
"""Called with the step (``count``, ``index``), how many articles are done, and how many there are."""

_CHUNK = 500  # articles a transaction
_ROWS = 5_000  # documents a statement
_LEAST = 2  # articles; a word in fewer is not kept, unless the archive is small
_SMALL = 5_000  # articles
_GROWN = 2  # times as many articles as were counted: time to count again


def is_due() -> bool:
    """Whether the archive has outgrown its vocabulary, or has articles that were never indexed."""
    live = live_index()
    articles = Article.objects.published().count()
    return bool(articles) and (
        live is None or live.vocabulary_at is None or articles >= _GROWN * max(live.counted, 1)
    )


def begin_vocabulary(counted: Iterable[tuple[int, Mapping[str, int]]]) -> None:
    """Give an empty index the words of what is about to come, so that it is analysed once.

    ``counted`` is how many articles that readers will see, and in how many of them each word is;
    part by part. Nothing is done where the index has words or anything else already.
    """
    index = live_index() or first_index()
    total = 0

    def words() -> Iterator[Mapping[str, int]]:
        nonlocal total
        for articles, those in counted:
            total += articles
            yield those

    counts = count_words(words())
    if total and not SearchDocument.objects.exists():
        _keep_words(index.slot, counts, total)


def rebuild(progress: Progress = lambda step, done, total: None) -> None:
    """Count the archive's words, index every article by them, and put the new index in use.

    Goes on with a rebuild that was stopped, and shares the work with one that is running. Safe to
    stop at any point and to repeat.
    """
    slot = _opened()
    _count_words(slot, progress)
    total = Article.objects.count()
    done = _indexed(slot)
    while indexed := _fill_some(slot):
        done += indexed
        progress("index", min(done, total), total)
    get_backend().optimize(slot)
    with transaction.atomic():
        index = _locked(slot)
        if index is None:
            return
        _index_missing(index)
        SearchIndex.objects.exclude(slot=slot).delete()
        index.state = SearchIndex.State.LIVE
        index.save(update_fields=["state"])
    _clear(1 - slot)


def _opened() -> int:
    """The slot of the index being built; begun in the free slot, unless there is one."""
    with transaction.atomic():
        live = _live_locked()
        building = SearchIndex.objects.filter(state=SearchIndex.State.BUILDING).first()
        if building:
            return building.slot
        slot = 1 - live.slot if live else 0
        _clear(slot)
        SearchIndex.objects.create(slot=slot, state=SearchIndex.State.BUILDING)
        return slot


def _live_locked() -> SearchIndex | None:
    """The index in use; until the transaction ends, nobody else opens or clears a slot."""
    live = SearchIndex.objects.filter(state=SearchIndex.State.LIVE)
    return live.select_for_update().first()


def _locked(slot: int) -> SearchIndex | None:
    """The index being built, nobody else's until the transaction ends; None where it is in use."""
    building = SearchIndex.objects.filter(slot=slot, state=SearchIndex.State.BUILDING)
    return building.select_for_update().first()


def _clear(slot: int) -> None:
    """Empty a slot that no index has; it may be given to one at any moment, and is then left alone.

    Some documents at a time: nobody can write to SQLite while it deletes a million.
    """
    while _clear_some(slot):
        let_others_write()


def _clear_some(slot: int) -> bool:
    """Delete some of what an unused slot holds; whether there may be more."""
    with transaction.atomic():
        _live_locked()
        if SearchIndex.objects.filter(slot=slot).exists():
            return False
        get_backend().clear(slot)
        SearchWord.objects.filter(slot=slot).delete()
        documents = SearchDocument.objects.filter(place__range=places_of(slot)).order_by("place")
        places = list(documents.values_list("place", flat=True)[:_ROWS])
        if places:
            documents.filter(place__lte=places[-1]).delete()
        return bool(places)


def _count_words(slot: int, progress: Progress) -> None:
    """Count the words of the archive and keep them with their stems, in one short transaction."""
    if not SearchIndex.objects.filter(slot=slot, vocabulary_at=None).exists():
        return
    # Only what readers may see: its words are offered to them as corrections.
    total = Article.objects.published().count()
    _keep_words(slot, count_words(_words(total, progress)), total)


def _keep_words(slot: int, counted: Mapping[str, int], total: int) -> None:
    """Keep the words of so many articles, in one short transaction, for an index that has none."""
    least = _LEAST if total > _SMALL else 1
    counts = {
        word: count for word, count in counted.items() if count >= least and not word.isdigit()
    }
    least = guarding_from(counts)
    stemmer = Stemmer({word: count for word, count in counts.items() if count >= least})
    rows = [(slot, word, stemmer.stem(word), count) for word, count in counts.items()]
    with transaction.atomic():
        without_words = SearchIndex.objects.filter(slot=slot, vocabulary_at=None)
        index = without_words.select_for_update().first()
        if index is None:
            return
        index.counted, index.guarding_from, index.vocabulary_at = total, least, timezone.now()
        index.save(update_fields=["counted", "guarding_from", "vocabulary_at"])
        # A fifth of the time of bulk_create; nobody else can write to SQLite now.
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO articles_searchword (slot, word, stem, documents) "
                "VALUES (%s, %s, %s, %s)",
                rows,
            )


def _words(total: int, progress: Progress) -> Iterator[set[str]]:
    fields = ("title_ar", "summary_ar", "body_ar", "title_en", "summary_en", "body_en")
    captions = ("image_caption_ar", "image_caption_en")
    articles = Article.objects.published().order_by("pk").values_list("image", *captions, *fields)
    for done, (image, *texts) in enumerate(articles.iterator(chunk_size=_CHUNK), start=1):
        texts = texts if image else texts[len(captions) :]
        yield set(split_words(plain_text("</p>".join(filter(None, texts)))))
        if done % _CHUNK == 0 or done == total:
            progress("count", done, total)


def _indexed(slot: int) -> int:
    """How many articles a rebuild that was stopped has indexed."""
    index = SearchIndex.objects.get(slot=slot)
    return Article.objects.filter(pk__lte=index.indexed_to).count()


def _fill_some(slot: int) -> int:
    """Index the next articles in one transaction; how many there were.

    They are analysed before it, while others write; what somebody changed meanwhile is once more.
    """
    began = time.monotonic()
    analysed = _analysed(slot)
    let_others_write(already=time.monotonic() - began)
    with transaction.atomic():
        index = _locked(slot)
        if index is None:
            return 0
        # Locked, so that an editor's save comes either before the reading or after the writing.
        articles = list(_next(index).select_for_update())
        if not articles:
            return 0
        subjects = [subject_of(article) for article in articles]
        store_in(
            index,
            [
                replace(subject, analysis=before.analysis)
                if (before := analysed.get(subject.article_id)) and before.texts == subject.texts
                else subject
                for subject in subjects
            ],
        )
        index.indexed_to = articles[-1].pk
        index.save(update_fields=["indexed_to"])
    return len(articles)


def _analysed(slot: int) -> dict[int, Subject]:
    """The articles that come next, by their ids, with their texts analysed."""
    index = SearchIndex.objects.filter(slot=slot, state=SearchIndex.State.BUILDING).first()
    if index is None:
        return {}
    subjects = map(subject_of, _next(index))
    return {
        subject.article_id: replace(subject, analysis=analysis_of(subject, index))
        for subject in subjects
    }


def _next(index: SearchIndex) -> QuerySet[Article]:
    return Article.objects.filter(pk__gt=index.indexed_to).order_by("pk")[:_CHUNK]


def _index_missing(index: SearchIndex) -> None:
    """Index what was written by a transaction that had not heard of this index."""
    indexed = SearchDocument.objects.filter(
        article_id=OuterRef("pk"), place__range=places_of(index.slot)
    )
    missing = Article.objects.filter(~Exists(indexed))
    store_in(index, [subject_of(article) for article in missing])
