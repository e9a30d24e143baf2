"""The archive's own words: what stems are guarded by, how rare a word is, how it might be meant."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from articles.arabic import Stemmer
from articles.models import SearchIndex, SearchWord

_GUARDING = 60_000  # the commonest words; what is rarer hardly guards, and each costs memory
_KEPT = 400_000  # words counted at a time
_STEMS = (
    50_000  # remembered by a worker of the site, 8 MB: what readers look for, and what they find
)


class Vocabulary(NamedTuple):
    """The stemmer of an index, and how many articles its words were counted in."""

    stemmer: Stemmer
    counted: int


class _Loaded(NamedTuple):
    key: tuple[object, ...]
    vocabulary: Vocabulary


# By slot. A worker keeps the vocabularies it has met: reading one takes a tenth of a second.
_loaded: dict[int, _Loaded] = {}
_lock = threading.Lock()


def load_vocabulary(index: SearchIndex) -> Vocabulary:
    """Return the vocabulary that an index was built with."""
    key = (index.slot, index.vocabulary_at)
    with _lock:
        loaded = _loaded.get(index.slot)
        if loaded is None or loaded.key != key:
            stemmer = Stemmer(guarding_counts(index), remembered=_STEMS)
            vocabulary = Vocabulary(stemmer, index.counted)
            loaded = _loaded[index.slot] = _Loaded(key, vocabulary)
        return loaded.vocabulary


def guarding_counts(index: SearchIndex) -> dict[str, int]:
    """The words of an index's vocabulary that guard its stems, with how many articles have each."""
    if index.vocabulary_at is None:
        return {}
    words = SearchWord.objects.filter(slot=index.slot, documents__gte=index.guarding_from)
    return dict(words.values_list("word", "documents").iterator())


def guarding_from(counts: Mapping[str, int]) -> int:
    """How many articles a word must have to guard stems; of words equally common, all or none do."""
    by_count = sorted(counts.values(), reverse=True)
    return by_count[_GUARDING] + 1 if len(by_count) > _GUARDING else 0


def count_words(documents: Iterable[Set[str] | Mapping[str, int]]) -> Counter[str]:
    """Count in how many documents each word is, in bounded memory.

    Given are the words of a document, or those of some with in how many of them each is.
    When too many are counted, the rarest are forgotten: a word seen once in a long while stays
    uncounted, which search does not notice.
    """
    counts: Counter[str] = Counter()
    for words in documents:
        counts.update(words)
        if len(counts) > _KEPT:
            for rare in (word for word, count in list(counts.items()) if count < 2):
                del counts[rare]
    return counts
