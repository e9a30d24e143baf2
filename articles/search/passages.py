"""Where an article says what was searched, in its own spelling: headline, passage, marked words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from articles.arabic import Stemmer, WrittenWord, find_words

from .terms import Term

_LENGTH = 34  # words of a passage
_LEAD = 7  # of them in front of the first match
_AS_WRITTEN, _AS_FOLDED, _AS_STEM = 1.0, 0.9, 0.6


class Segment(NamedTuple):
    """A piece of a text, and whether it is a word that was searched."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in an article's texts: the headline and the best passage, in segments.

    ``exactness`` says how the searched words are spelled there, 0 (as other words of the family)
    to 1 (as typed, mark by mark).
    """

    headline: tuple[Segment, ...]
    passage: tuple[Segment, ...]
    exactness: float


class _Found(NamedTuple):
    """A word of a text, the term it matches (its number; -1 for none) and how exactly."""

    start: int
    end: int
    term: int
    level: float


class Reader:
    """Reads articles for the words of one query."""

    def __init__(self, terms: Sequence[Term], stemmer: Stemmer) -> None:
        self._terms = terms
        self._stemmer = stemmer
        self._matches: dict[tuple[str, ...], tuple[int, float]] = {}

    def read(self, headline: str, body: str) -> Reading:
        """Return what was found in a headline and a body (plain text, a block a line)."""
        in_headline = self._find(headline)
        in_blocks = [(block, self._find(block)) for block in body.split("\n")]
        best: dict[int, float] = {}
        for text in (in_headline, *(found for _, found in in_blocks)):
            for word in text:
                if word.term >= 0:
                    best[word.term] = max(best.get(word.term, 0.0), word.level)
        weights = sum(term.weight for term in self._terms) or 1.0
        exactness = sum(self._terms[term].weight * level for term, level in best.items()) / weights
        passage = max(in_blocks, key=lambda block: self._worth(block[1])[0])
        return Reading(
            _segments(headline, in_headline, 0, len(in_headline)),
            self._cut(*passage),
            exactness,
        )

    def _find(self, text: str) -> list[_Found]:
        words = list(find_words(text))
        found = []
        for word in words:
            term, level = self._match(word)
            if level == _AS_FOLDED and text[word.start : word.end] == self._terms[term].word.written:
                level = _AS_WRITTEN
            found.append(_Found(word.start, word.end, term, level))
        return self._without_lone_function_words(found)

    def _match(self, word: WrittenWord) -> tuple[int, float]:
        known = self._matches.get(word.folded)
        if known is None:
            known = (-1, 0.0)
            for number, term in enumerate(self._terms):
                for folded in word.folded:
                    if folded == term.word.folded:
                        known = max(known, (number, _AS_FOLDED), key=_level)
                    elif counts := term.tokens.get(self._stemmer.stem(folded)):
                        known = max(known, (number, _AS_STEM * counts), key=_level)
            self._matches[word.folded] = known
        return known

    def _without_lone_function_words(self, found: list[_Found]) -> list[_Found]:
        """``من`` is marked beside another word that was searched, and nowhere else."""

        def counts(at: int) -> bool:
            return 0 <= at < len(found) and found[at].term >= 0

        if all(term.is_function for term in self._terms):
            return found
        return [
            word._replace(term=-1)
            if word.term >= 0
            and self._terms[word.term].is_function
            and not (counts(at - 1) or counts(at + 1))
            else word
            for at, word in enumerate(found)
        ]

    def _worth(self, found: list[_Found]) -> tuple[float, int]:
        """The worth of the best window of a block, and the word it starts with."""
        best, best_start = 0.0, 0
        matches = [at for at, word in enumerate(found) if word.term >= 0]
        for first in matches:
            levels: dict[int, float] = {}
            near = 0
            for at in matches:
                if first <= at < first + _LENGTH - _LEAD:
                    word = found[at]
                    levels[word.term] = max(levels.get(word.term, 0.0), word.level)
                    near += at + 1 < len(found) and found[at + 1].term >= 0
            worth = sum(self._terms[term].weight * level for term, level in levels.items())
            worth *= 1 + 0.1 * min(near, 3)
            if worth > best:
                best, best_start = worth, first
        return best, best_start

    def _cut(self, text: str, found: list[_Found]) -> tuple[Segment, ...]:
        first = max(self._worth(found)[1] - _LEAD, 0)
        if len(found) - first < _LENGTH:
            first = max(len(found) - _LENGTH, 0)
        return _segments(text, found, first, first + _LENGTH)


def _level(match: tuple[int, float]) -> float:
    return match[1]


def _segments(text: str, found: list[_Found], first: int, end: int) -> tuple[Segment, ...]:
    """The words from ``first`` to before ``end`` and what stands between them, in segments."""
    shown = found[first:end]
    segments: list[Segment] = []
    at = shown[0].start if first and shown else 0
    if first:
        segments.append(Segment("… ", False))
    for word in shown:
        if word.term >= 0:
            if word.start > at:
                segments.append(Segment(text[at : word.start], False))
            segments.append(Segment(text[word.start : word.end], True))
            at = word.end
    last = shown[-1].end if shown and end < len(found) else len(text)
    if last > at:
        segments.append(Segment(text[at:last], False))
    if end < len(found):
        segments.append(Segment(" …", False))
    return tuple(segments)
