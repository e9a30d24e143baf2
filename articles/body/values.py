"""Three-way merge of an article's other fields."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")
Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Clash(Generic[Value]):
    """A value that both changed, differently."""

    base: Value
    theirs: Value
    mine: Value


def merge_values(base: Value, theirs: Value, mine: Value) -> Value | Clash[Value]:
    """Return the value that one of two changed, or both alike, and else the clash.

    ``("مسودة", "عاجل", "مسودة")`` -> ``"عاجل"``.
    """
    if theirs in (base, mine):
        return mine
    return theirs if mine == base else Clash(base, theirs, mine)


def merge_lists(base: Iterable[Item], theirs: Iterable[Item], mine: Iterable[Item]) -> list[Item]:
    """Return a list of different items with what either added and without what either removed.

    ``("اب", "ابج", "ب")`` -> ``["ب", "ج"]``. It has the order of who changed the order, theirs if both or
    neither did; what the other added comes last. Never a clash.
    """
    before, first, second = (list(dict.fromkeys(items)) for items in (base, theirs, mine))
    if first == before or (not _reordered(before, first) and _reordered(before, second)):
        first, second = second, first
    known, others, listed = set(before), set(second), set(first)
    stay = [item for item in first if item not in known or item in others]
    return stay + [item for item in second if item not in known and item not in listed]


def _reordered(before: list[Item], after: list[Item]) -> bool:
    stayed = set(before) & set(after)
    return [item for item in before if item in stayed] != [item for item in after if item in stayed]
