"""The words of a query as an index knows them: stems, relatives, and how rare each is."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Sum

from articles.arabic import Stemmer, family_of, is_function_word, split_words
from articles.models import SearchIndex, SearchWord, WordFamily

from .query import Query, QueryWord
from .spelling import misspellings_of
from .vocabulary import load_vocabulary

# How much a match counts by what it matches: the stem itself, another word of its family (a broken
# plural), a word that is one slip away.
STEM, RELATIVE, SLIP = 1.0, 0.7, 0.4
_SLIPS = 6  # at most, for a word
_SOUGHT = 6  # words, the rarest; the others only rank
RARE = 2  # articles; a word in no more may be a slip of the hand
# Letters: of a shorter word, every other one is a slip away; a longer one has thousands of slips.
WORTH_MENDING = range(4, 16)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a query: the tokens that match it with what each counts, and its rarity.

    ``documents`` is how many articles had it when words were counted, ``own_documents`` those that
    had it in this very form, ``weight`` its inverse document frequency (BM25's). ``slips`` are
    tokens of words that may have been meant; an article with one of them does not have the word.
    A function word is ranked by, but never required.
    """

    word: QueryWord
    tokens: dict[str, float]
    stem: str
    is_function: bool
    documents: int = 0
    own_documents: int = 0
    weight: float = 1.0
    slips: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """A query's terms in the order typed, and its phrases and exclusions as stems."""

    all: tuple[Term, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def required(self) -> list[Term]:
        """The terms an article should have, the rarest first; function words only if alone."""
        content = [term for term in self.all if not term.is_function] or list(self.all)
        return sorted(content, key=lambda term: term.documents)

    @property
    def sought(self) -> list[Term]:
        """The rarest of these: what is looked for, and mended, does not grow with the query."""
        return self.required[:_SOUGHT]


def read_terms(query: Query, index: SearchIndex) -> Terms:
    """Look a query's words up in an index's vocabulary and in the families of words."""
    stemmer, counted = load_vocabulary(index)
    families = [
        frozenset(split_words(words))
        for words in WordFamily.objects.values_list("words", flat=True)
    ]
    terms = [_term(word, stemmer, families) for word in query.words]
    counts = _documents(index, {token for term in terms for token in term.tokens})
    surfaces = _surfaces(index, {term.word.folded for term in terms})
    terms = [_weighed(term, counts, surfaces, counted) for term in terms]
    read = Terms(
        tuple(terms),
        tuple(tuple(map(stemmer.stem, phrase)) for phrase in query.phrases),
        tuple(_excluded([phrase.folded for phrase in query.excluded], stemmer, families)),
    )
    mended = {term.word: _with_slips(term, index, stemmer) for term in read.sought}
    return replace(read, all=tuple(mended.get(term.word, term) for term in read.all))


def _term(word: QueryWord, stemmer: Stemmer, families: Sequence[frozenset[str]]) -> Term:
    stem = stemmer.stem(word.folded)
    relatives: set[str] = set()
    for own in (word.folded, stem):
        relatives |= family_of(own)
        for family in families:
            if own in family:
                relatives |= family
    # Masculine and feminine, which no vocabulary tells apart from two words: جديد, جديدة.
    # A noun with a plural of its own is none: مدرسة is not the feminine of مدرّس.
    masculine, feminine = (stem[:-1], stem) if stem.endswith("ه") else (stem, stem + "ه")
    twin = masculine if stem == feminine else feminine
    if stemmer.knows(twin) and family_of(feminine) == {feminine}:
        relatives.add(twin)
    tokens = {token: RELATIVE for relative in relatives if (token := stemmer.stem(relative))}
    return Term(word, tokens | {stem: STEM}, stem, is_function_word(word.folded))


def _excluded(
    phrases: Iterable[Sequence[str]], stemmer: Stemmer, families: Sequence[frozenset[str]]
) -> Iterator[tuple[str, ...]]:
    """What an article must not have: of a word all that a search for it would find."""
    for phrase in phrases:
        if len(phrase) == 1:
            term = _term(QueryWord(phrase[0], phrase[0]), stemmer, families)
            yield from ((token,) for token in term.tokens)
        else:
            yield tuple(map(stemmer.stem, phrase))


def _documents(index: SearchIndex, stems: Iterable[str]) -> dict[str, int]:
    words = SearchWord.objects.filter(slot=index.slot, stem__in=list(stems))
    return dict(words.values_list("stem").annotate(Sum("documents")))


def _surfaces(index: SearchIndex, words: Iterable[str]) -> dict[str, int]:
    words = SearchWord.objects.filter(slot=index.slot, word__in=list(words))
    return dict(words.values_list("word", "documents"))


def _weighed(term: Term, counts: dict[str, int], surfaces: dict[str, int], counted: int) -> Term:
    documents = min(sum(counts.get(token, 0) for token in term.tokens), counted)
    weight = math.log(1 + (counted - documents + 0.5) / (documents + 0.5))
    own = surfaces.get(term.word.folded, 0)
    return replace(term, documents=documents, own_documents=own, weight=weight)


def _with_slips(term: Term, index: SearchIndex, stemmer: Stemmer) -> Term:
    """Add to a word that the archive hardly has what may have been meant by it."""
    word = term.word.folded
    if term.own_documents > RARE or len(word) not in WORTH_MENDING or word.isdigit():
        return term
    meant = map(
        stemmer.stem,
        misspellings_of(index, {word, term.stem}, limit=_SLIPS, more_than=term.own_documents),
    )
    return replace(term, slips={token: SLIP for token in meant if token not in term.tokens})
