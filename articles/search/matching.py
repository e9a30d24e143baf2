"""What retrieval is asked for, in terms that every database understands."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Which entries match: by tokens (stems, and the marks of sources and topics).

    ``groups`` are alternatives, one group a word that was typed; an entry has a token of at least
    ``quorum`` of them, of every group in ``required``, each of ``phrases`` word by word, none of
    ``excluded`` (phrases too), and a token that begins with ``prefix``.
    """

    groups: tuple[Tokens, ...] = ()
    quorum: int = 0
    required: tuple[Tokens, ...] = ()
    phrases: tuple[Tokens, ...] = ()
    excluded: tuple[Tokens, ...] = ()
    prefix: str = ""

    def combinations(self) -> Iterator[tuple[Tokens, ...]]:
        """The sets of groups of which one must be there whole."""
        return combinations(self.groups, self.quorum)
