"""A text being checked, and what the rules share of it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from .families import Family, majority
from .pairing import Pairing, pair_brackets, pair_quotes

Span = tuple[int, int]

# Addresses, mail, domains, mentions and hashtags: spelled for machines, not for readers.
_FOR_MACHINES = re.compile(
    r"(?:https?://|www\.)[^\s«»،؛]+"
    r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+"
    r"|(?<![A-Za-z0-9-])[A-Za-z0-9-]+(?:\.[A-Za-z][A-Za-z0-9-]*)+(?:/[^\s«»،؛]*)?"
    r"|[@#]\w+"
)
_REACH = 80  # characters in which neighbouring words are looked for; a paste may be one long line


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the text.

    ``published_at`` and ``now`` are aware instants; without them no rule speaks of dates.
    ``pull_quotes`` is where the text's pull quotes stand in it. ``digits`` is the family of digits
    of the whole article; None is that of the text.
    """

    published_at: datetime | None = None
    now: datetime | None = None
    pull_quotes: tuple[Span, ...] = ()
    digits: Family | None = None


class Passage:
    """A text, one block a line, in its context."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Return what ``pattern`` finds outside of addresses, mail and hashtags."""
        for found in pattern.finditer(self.text):
            if not (self._for_machines and self._is_for_machines(*found.span())):
                yield found

    def before(self, place: int) -> str:
        """Return what stands before ``place`` in its block: its last eighty characters."""
        return self.text[max(0, place - _REACH) : place].rpartition("\n")[2]

    def after(self, place: int) -> str:
        """Return what stands from ``place`` on in its block: its first eighty characters."""
        return self.text[place : place + _REACH].partition("\n")[0]

    def is_quoted(self, place: int) -> bool:
        """Whether ``place`` is inside a pair of quotation marks."""
        pairs = self.quotes.pairs
        index = bisect_left(pairs, place, key=lambda pair: pair[0].place) - 1
        return index >= 0 and place < pairs[index][1].place

    @cached_property
    def digits(self) -> Family:
        """The family of digits that the article is written in."""
        return self.context.digits or majority([self.text])

    @cached_property
    def quotes(self) -> Pairing:
        """The quotation marks of the text, paired."""
        return pair_quotes(self.text)

    @cached_property
    def brackets(self) -> Pairing:
        """The brackets of the text, paired."""
        return pair_brackets(self.text)

    @cached_property
    def _for_machines(self) -> list[Span]:
        return [found.span() for found in _FOR_MACHINES.finditer(self.text)]

    def _is_for_machines(self, start: int, end: int) -> bool:
        index = bisect_left(self._for_machines, (end, end)) - 1
        return index >= 0 and start < self._for_machines[index][1]
