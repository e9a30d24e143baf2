"""What a rule is."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from articles.body import TextEdit

from .passage import Context, Passage


class Hit(NamedTuple):
    """A place that breaks a rule, and the changes of the text that mend it; none where it asks."""

    start: int
    end: int
    edits: tuple[TextEdit, ...] = ()
    detail: str = ""


def replacing(start: int, end: int, text: str | None, detail: str = "") -> Hit:
    """Return the hit that ``text`` in place of ``start`` to ``end`` mends; None is no answer."""
    return Hit(start, end, () if text is None else (TextEdit(start, end, text),), detail)


class Rule(ABC):
    """One rule of style, with the examples that it is held to.

    ``why`` is the reason in English, as an editor reads it once it is translated. ``flags`` maps a
    text to what the rule finds in it, all of it: pairs of what is found and its fix. ``passes`` are
    texts in which it finds nothing. Both are read in the context ``examples_in``.
    """

    code: ClassVar[str]
    why: ClassVar[str]
    flags: ClassVar[Mapping[str, Sequence[tuple[str, str | None]]]]
    passes: ClassVar[Sequence[str]]
    examples_in: ClassVar[Context] = Context()

    @abstractmethod
    def find(self, passage: Passage) -> Iterator[Hit]:
        """Return the places of ``passage`` that break the rule, in order, none inside another."""


class PatternRule(Rule):
    """A rule whose hits an expression finds."""

    pattern: ClassVar[re.Pattern[str]]

    def find(self, passage: Passage) -> Iterator[Hit]:
        for found in passage.matches(self.pattern):
            yield replacing(*found.span(), self.fix(found))

    @abstractmethod
    def fix(self, found: re.Match[str]) -> str | None:
        """Return what should stand in place of ``found``, or None where only a person can tell."""
