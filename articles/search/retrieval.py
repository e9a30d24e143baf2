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
_ENOUGH = 100  # with so many ranked, what has fewer of the words is not sought
_SOUGHT = 6  # words, the rarest; the others only rank


@dataclass(frozen=True, slots=True)
class Found:
    """Places to rank, and the newest of all that have every word (at most ``MOST``)."""

    candidates: frozenset[int]
    whole: tuple[int, ...]


def retrieve(
    backend: Backend, slot: int, terms: Terms, required: tuple[Tokens, ...], within: Places
) -> Found:
    """Return what to rank for ``terms``; ``required`` are marks of sources and topics."""
    sought = terms.required[:_SOUGHT]
    groups = tuple(tuple(term.tokens) for term in sought)
    mended = tuple((*term.tokens, *term.slips) for term in sought)

    def find(
        field: IndexField, limit: int, groups: tuple[Tokens, ...], quorum: int | None = None
    ) -> list[int]:
        wanted = len(groups) if quorum is None else quorum
        match = Match(groups, wanted, required, terms.phrases, terms.excluded)
        return backend.find(slot, field, match, within, limit)

    whole = find("text", MOST, groups)
    candidates = {*find("headline", _IN_HEADLINE, groups), *whole[:_ANYWHERE]}
    if mended != groups:
        candidates |= {*find("headline", _IN_HEADLINE, mended), *find("text", _IN_HEADLINE, mended)}
    for quorum in range(len(groups) - 1, 0, -1):
        if len(candidates) >= _ENOUGH:
            break
        candidates.update(find("headline", _IN_HEADLINE, mended, quorum))
        candidates.update(find("text", _ANYWHERE, groups, quorum))
    return Found(frozenset(candidates), tuple(whole))
