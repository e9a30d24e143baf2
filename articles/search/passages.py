"""Where an article says what was searched, in its own spelling: headline, passage, marked words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from articles.arabic import Stemmer, find_words, fold_words, split_words

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


_BETWEEN = "\ue000"  # a private character, which folding leaves alone

_Match = tuple[int, float]


def _level(match: _Match) -> float:
    return match[1]


class _Found(NamedTuple):
    """Where the words of a text stand; of those that match, by number, the term and how exactly."""

    text: str
    words: list[tuple[int, int]]
    matches: dict[int, _Match]


class Reader:
    """Reads articles for the words of one query."""

    def __init__(self, terms: Sequence[Term], stemmer: Stemmer) -> None:
        self._terms = terms
        self._stemmer = stemmer
        # The number of the term, and how exactly it matches: by what is written, folded, stemmed.
        self._by_written = {term.word.written: (n, _AS_WRITTEN) for n, term in enumerate(terms)}
        self._by_folded = {term.word.folded: (n, _AS_FOLDED) for n, term in enumerate(terms)}
        self._by_token: dict[str, _Match] = {}
        for number, term in enumerate(terms):
            for token, counts in (term.slips | term.tokens).items():
                match = number, _AS_STEM * counts
                self._by_token[token] = max(self._by_token.get(token, match), match, key=_level)
        # Stemming is dear: most words are seen to have none of the stems in them. Of a stem of three
        # letters or more the last may have taken the place of an ending, and a hamza may have gone.
        cores = (
            (token[:-1] if len(token) > 2 else token).replace("ا", "اء?")
            for token in map(re.escape, self._by_token)
        )
        self._may_match = re.compile("|".join(cores)).search
        # Every word met so far, as written.
        self._known: dict[str, _Match | None] = {}

    def read(self, headline: str, body: str) -> Reading:
        """Return what was found in a headline and a body (plain text, a block a line)."""
        in_headline = self._find(headline)
        opening, *blocks = body.split("\n")
        in_blocks = [self._find(opening)]
        in_blocks += [self._find(block) for block in blocks if self._may_match(fold_words(block))]
        best: dict[int, float] = {}
        for found in (in_headline, *in_blocks):
            for term, level in found.matches.values():
                best[term] = max(best.get(term, 0.0), level)
        weights = sum(term.weight for term in self._terms) or 1.0
        exactness = sum(self._terms[term].weight * level for term, level in best.items()) / weights
        passage, (_, number) = max(
            ((found, self._best_window(found)) for found in in_blocks),
            key=lambda choice: choice[1][0],
        )
        start = max(number - _LEAD, 0)
        if len(passage.words) - start < _LENGTH:
            start = max(len(passage.words) - _LENGTH, 0)
        return Reading(
            _segments(in_headline, 0, len(in_headline.words)),
            _segments(passage, start, start + _LENGTH),
            exactness,
        )

    def _find(self, text: str) -> _Found:
        words = find_words(text)
        written = [text[start:end] for start, end in words]
        known = self._known
        unknown = list(set(written) - known.keys())
        for word, folded in zip(unknown, _fold(unknown), strict=True):
            known[word] = self._match(word) if self._may_match(folded) else None
        matches = {at: match for at, word in enumerate(written) if (match := known[word])}
        return _Found(text, words, self._without_lone_function_words(matches))

    def _match(self, written: str) -> _Match | None:
        if match := self._by_written.get(written):
            return match
        for folded in split_words(written):
            match = self._by_folded.get(folded) or self._by_token.get(self._stemmer.stem(folded))
            if match:
                return match
        return None

    def _without_lone_function_words(self, matches: dict[int, _Match]) -> dict[int, _Match]:
        """``من`` is marked beside another word that was searched, and nowhere else."""
        if all(term.is_function for term in self._terms):
            return matches
        return {
            at: (term, level)
            for at, (term, level) in matches.items()
            if not self._terms[term].is_function or at - 1 in matches or at + 1 in matches
        }

    def _best_window(self, found: _Found) -> tuple[float, int]:
        """The worth of the best window of a block, and the number of its first match."""
        best, best_first = 0.0, 0
        for first in found.matches:
            levels: dict[int, float] = {}
            together = 0
            for at in range(first, first + _LENGTH - _LEAD):
                if match := found.matches.get(at):
                    levels[match[0]] = max(levels.get(match[0], 0.0), match[1])
                    together += at + 1 in found.matches
            worth = sum(self._terms[term].weight * level for term, level in levels.items())
            worth *= 1 + 0.1 * min(together, 3)
            if worth > best:
                best, best_first = worth, first
        return best, best_first


def _fold(words: Sequence[str]) -> list[str]:
    """Fold words all at once, which costs a tenth of folding each."""
    return fold_words(_BETWEEN.join(words)).split(_BETWEEN) if words else []


def _segments(found: _Found, first: int, end: int) -> tuple[Segment, ...]:
    """The words from ``first`` to before ``end`` and what stands between them, in segments."""
    text, words, matches = found
    shown = words[first:end]
    at = shown[0][0] if first and shown else 0
    last = shown[-1][1] if shown and end < len(words) else len(text)
    segments = [Segment("… ", False)] if first else []
    for number, (start, stop) in enumerate(shown, start=first):
        if number in matches:
            if start > at:
                segments.append(Segment(text[at:start], False))
            segments.append(Segment(text[start:stop], True))
            at = stop
    if last > at:
        segments.append(Segment(text[at:last], False))
    if end < len(words):
        segments.append(Segment(" …", False))
    return tuple(segments)
