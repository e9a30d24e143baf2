"""Which articles are worth ranking: a bounded number, however common the words.

The database finds places, newest first, and stops. First the articles that have all the words in
the headline, then all the words anywhere; where these are few, those that have all words but one,
but two, … down to any. What is not among the newest hundred of a kind is not ranked; of an archive
of a million articles, no word costs more than of one of ten thousand.
"""

from dataclasses import dataclass

from .backends import Backend
from .backends import Field as IndexField
from .matching import Match, Tokens
from .places import Places
from .terms import Terms

MOST = 1000  # matches that are listed, counted and faceted
_IN_HEADLINE = 100  # places of a kind that are ranked
_ANYWHERE = 200
_WITH_SOME = 100
_ENOUGH = 100  # with so many ranked, what has fewer of the words is not sought


@dataclass(frozen=True, slots=True)
class Found:
    """Places to rank, and of those that have every word the newest: ``MOST``, and the headlines."""

    candidates: frozenset[int]
    whole: tuple[int, ...]

    @property
    def places(self) -> frozenset[int]:
        """All of them; only those with every word, where there are any."""
        return frozenset(self.whole) or self.candidates


def retrieve(
    backend: Backend, slot: int, terms: Terms, required: tuple[Tokens, ...], within: Places
) -> Found:
    """Return what to rank for ``terms``; ``required`` are marks of sources and topics."""
    sought = terms.sought
    groups = tuple(tuple(term.tokens) for term in sought)
    mended = tuple((*term.tokens, *term.slips) for term in sought)

    def find(
        field: IndexField, limit: int, groups: tuple[Tokens, ...], quorum: int | None = None
    ) -> list[int]:
        if not limit:
            return []
        wanted = len(groups) if quorum is None else quorum
        match = Match(groups, wanted, required, terms.phrases, terms.excluded)
        return backend.find(slot, field, match, within, limit)

    # A headline says nothing of the words that the body must not have.
    in_headline = 0 if terms.excluded else _IN_HEADLINE
    whole = find("text", MOST, groups)
    headlines = find("headline", in_headline, groups)
    candidates = {*headlines, *whole[:_ANYWHERE]}
    if mended != groups:
        candidates.update(find("headline", in_headline, mended))
        candidates.update(find("text", _WITH_SOME, mended))
    # What has a phrase has its words: fewer of them are not asked for.
    in_phrases = {stem for phrase in terms.phrases for stem in phrase}
    fewest = max(sum(term.stem in in_phrases for term in sought), 1)
    for quorum in range(len(groups) - 1, fewest - 1, -1):
        if len(candidates) >= _ENOUGH:
            break
        candidates.update(find("headline", in_headline, mended, quorum))
        candidates.update(find("text", _WITH_SOME, groups, quorum))
    return Found(frozenset(candidates), tuple(dict.fromkeys([*whole, *headlines])))
