"""What is best among the articles found: the same order on every database.

A word counts by where it stands (headline, summary, body) and by how it is matched (as typed, as a
stem, as another word of the family), weighed by its rarity and saturated, after BM25F (Robertson,
Zaragoza 2009, "The Probabilistic Relevance Framework"). Words that stand together as typed count
more, and a newer article a little more than an older one like it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple, Self

from .terms import Term, Terms

# What a match in each place is worth, in occurrences in the body of an article of usual length.
_HEADLINE_AS_TYPED = 20.0
_HEADLINE = 15.0
_SUMMARY = 6.0
_SATURATION = 20.0
_USUAL_LENGTH = 2000  # characters of stems: some 400 words
_LENGTH_COUNTS = 0.6
_TOGETHER = 0.3  # more for a headline that has the query's words side by side
_TOGETHER_IN_BODY = 0.1
_NEWER = 0.03  # more for an article of today; half of it for one a year old
_YEAR = 365.25 * 86400


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article as ranking sees it: the folded headline, and the stems of its three texts."""

    place: int
    article_id: int
    published_at: datetime | None
    headline: str
    stems: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's place among the others: how many of the words it has, and its score."""

    candidate: Candidate
    words: int
    score: float


def rank(candidates: Iterable[Candidate], terms: Terms, now: datetime) -> list[Ranked]:
    """Return candidates, the best first: all words before some, then by score, time and id."""
    sought = [_Sought.of(term, terms) for term in terms.all]
    pairs = [f" {one.stem} {other.stem} " for one, other in pairwise(terms.all)]
    ranked = [_rank_one(candidate, sought, pairs, now) for candidate in candidates]
    return sorted(ranked, key=order, reverse=True)


def order(ranked: Ranked) -> tuple[float, ...]:
    """The sorting key of an article found; the greater is the better."""
    published = ranked.candidate.published_at
    return (
        ranked.words,
        ranked.score,
        published.timestamp() if published else 0.0,
        ranked.candidate.article_id,
    )


class _Sought(NamedTuple):
    """A term as it is looked for: tokens with the spaces around them, and what each counts."""

    folded: str
    weight: float
    counts_as_word: bool
    tokens: list[tuple[str, float]]
    slips: list[tuple[str, float]]

    @classmethod
    def of(cls, term: Term, terms: Terms) -> Self:
        return cls(
            term.word.folded,
            term.weight,
            term in terms.required,
            [(f" {token} ", counts) for token, counts in term.tokens.items()],
            [(f" {token} ", counts) for token, counts in term.slips.items()],
        )


def _rank_one(
    candidate: Candidate, terms: Sequence[_Sought], pairs: Sequence[str], now: datetime
) -> Ranked:
    written = set(candidate.headline.split())
    headline, summary, body = (f" {text} " for text in candidate.stems)
    length = 1 - _LENGTH_COUNTS + _LENGTH_COUNTS * len(body) / _USUAL_LENGTH
    score = 0.0
    words = 0
    for term in terms:
        found = _HEADLINE_AS_TYPED if term.folded in written else 0.0
        for sought, counts in term.tokens:
            if sought in body:
                found += counts * body.count(sought) / length
            if sought in headline:
                found += counts * _HEADLINE
            if sought in summary:
                found += counts * _SUMMARY
        words += bool(found) and term.counts_as_word
        for sought, counts in term.slips:
            if sought in headline:
                found += counts * _HEADLINE
            elif sought in body:
                found += counts
        score += term.weight * found / (found + _SATURATION)
    score *= 1 + _TOGETHER * _together(headline, pairs) + _TOGETHER_IN_BODY * _together(body, pairs)
    if candidate.published_at:
        age = max((now - candidate.published_at).total_seconds(), 0.0) / _YEAR
        score *= 1 + _NEWER / (1 + age)
    return Ranked(candidate, words, score)


def _together(text: str, pairs: Sequence[str]) -> float:
    """The part of the query's neighbours that are neighbours in a text: 0 to 1."""
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
