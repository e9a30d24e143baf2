"""What is best among the articles found: the same order on every database.

A word counts by where it stands (headline, summary, body) and by how it is matched (as typed, as a
stem, as another word of the family), weighed by its rarity and saturated, after BM25F (Robertson,
Zaragoza 2009, "The Probabilistic Relevance Framework"). Words that stand together as typed count
more, and a newer article a little more than an older one like it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .terms import STEM, Term, Terms

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
    ranked = [_rank_one(candidate, terms, now) for candidate in candidates]
    return sorted(ranked, key=order, reverse=True)


def order(ranked: Ranked) -> tuple[float, ...]:
    """The sorting key of an article found; the greater is the better."""
    published = ranked.candidate.published_at
    return (ranked.words, ranked.score, published.timestamp() if published else 0.0, ranked.candidate.article_id)


def _rank_one(candidate: Candidate, terms: Terms, now: datetime) -> Ranked:
    written = set(candidate.headline.split())
    headline, summary, body = (f" {text} " for text in candidate.stems)
    length = 1 - _LENGTH_COUNTS + _LENGTH_COUNTS * len(body) / _USUAL_LENGTH

    def worth(token: tuple[str, float]) -> float:
        sought, counts = f" {token[0]} ", token[1]
        return counts * (
            _HEADLINE * (sought in headline)
            + _SUMMARY * (sought in summary)
            + body.count(sought) / length
        )

    score = 0.0
    words = 0
    content = {id(term) for term in terms.required}
    for term in terms.all:
        found = _HEADLINE_AS_TYPED if term.word.folded in written else 0.0
        found += sum(map(worth, term.tokens.items()))
        words += bool(found) and id(term) in content
        found += max(map(worth, term.slips.items()), default=0.0)
        score += term.weight * found / (found + _SATURATION)
    score *= 1 + _TOGETHER * _together(headline, terms.all) + _TOGETHER_IN_BODY * _together(body, terms.all)
    if candidate.published_at:
        age = max((now - candidate.published_at).total_seconds(), 0.0) / _YEAR
        score *= 1 + _NEWER / (1 + age)
    return Ranked(candidate, words, score)


def _together(text: str, terms: Sequence[Term]) -> float:
    """The part of the query's neighbours that are neighbours in a text: 0 to 1."""
    pairs = list(zip(terms, terms[1:], strict=False))
    if not pairs:
        return 0.0
    return sum(f" {one.stem} {other.stem} " in text for one, other in pairs) / len(pairs)
