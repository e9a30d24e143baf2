"""Which block of one body became which block of another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .align import Budget, Pair, align, best_pairs
from .textmap import text_of
from .words import is_word, split_parts

# Of two blocks' different words, how many must be common: where one stands in the other's place,
# and where it was also moved (a stock phrase in a new paragraph is no move).
_EDITED = 0.4
_MOVED = 0.6
_MOVED_WORDS = 3


@dataclass(frozen=True, slots=True)
class BlockMatch:
    """Places of blocks before -> places of the same blocks after.

    ``in_order`` rises on both sides; ``moved`` are the blocks that stand elsewhere now. Either may
    be edited; a block in neither is gone, or new.
    """

    in_order: dict[int, int] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)


def match_blocks(before: Sequence[str], after: Sequence[str], budget: Budget) -> BlockMatch:
    """Return what became of each block of HTML.

    ``["<p>أ</p>", "<p>ب</p>"], ["<p>ب</p>", "<p>أ</p>"]`` -> ``BlockMatch({1: 0}, {0: 1})``. The surest
    goes first: the same HTML in order, the same elsewhere, the same words in order, similar words
    in order, similar words elsewhere. When the budget is spent, the rest is gone and new.
    """
    return _Matcher(before, after, budget).match()


class _Matcher:
    def __init__(self, before: Sequence[str], after: Sequence[str], budget: Budget) -> None:
        self.before, self.after, self.budget = before, after, budget
        self.match_so_far = BlockMatch()

    def match(self) -> BlockMatch:
        in_order, moved = self.match_so_far.in_order, self.match_so_far.moved
        in_order.update(align(self.before, self.after, self.budget))
        moved.update(self._same_elsewhere())
        texts, other_texts = self._texts()
        for gone, new in self._gaps():
            same = align([texts[i] for i in gone], [other_texts[j] for j in new], self.budget)
            in_order.update((gone[i], new[j]) for i, j in same)
        words = {i: _words(text) for i, text in texts.items()}
        other_words = {j: _words(text) for j, text in other_texts.items()}
        for gone, new in self._gaps():
            rows, columns = [words[i] for i in gone], [other_words[j] for j in new]
            if self._may_compare(rows, columns):
                weights = [[_weight(row, column) for column in columns] for row in rows]
                in_order.update((gone[i], new[j]) for i, j in best_pairs(weights))
        moved.update(self._similar_elsewhere(words, other_words))
        return self.match_so_far

    def _left(self) -> tuple[list[int], list[int]]:
        """Return the places, before and after, that have no pair yet."""
        match = self.match_so_far
        taken = {*match.in_order.values(), *match.moved.values()}
        gone = [
            i for i in range(len(self.before)) if i not in match.in_order and i not in match.moved
        ]
        return gone, [j for j in range(len(self.after)) if j not in taken]

    def _gaps(self) -> list[tuple[list[int], list[int]]]:
        """Return the places without a pair, by the pairs in order that they stand between."""
        gone, new = self._left()
        gaps = []
        gone_at = new_at = 0
        for i, j in [
            *sorted(self.match_so_far.in_order.items()),
            (len(self.before), len(self.after)),
        ]:
            gone_end, new_end = gone_at, new_at
            while gone_end < len(gone) and gone[gone_end] < i:
                gone_end += 1
            while new_end < len(new) and new[new_end] < j:
                new_end += 1
            if gone_at < gone_end and new_at < new_end:
                gaps.append((gone[gone_at:gone_end], new[new_at:new_end]))
            gone_at, new_at = gone_end, new_end
        return gaps

    def _same_elsewhere(self) -> Iterable[Pair]:
        gone, new = self._left()
        places: dict[str, list[int]] = {}
        for j in reversed(new):
            places.setdefault(self.after[j], []).append(j)
        for i in gone:
            if places.get(self.before[i]):
                yield i, places[self.before[i]].pop()

    def _texts(self) -> tuple[dict[int, str], dict[int, str]]:
        gone, new = self._left()
        return (
            {i: text_of(self.before[i]) for i in gone},
            {j: text_of(self.after[j]) for j in new},
        )

    def _may_compare(
        self, rows: Sequence[frozenset[str]], columns: Sequence[frozenset[str]]
    ) -> bool:
        words, other_words = sum(map(len, rows)), sum(map(len, columns))
        pairs = len(rows) * len(columns)
        return self.budget.spend(10 * pairs + min(words * len(columns), other_words * len(rows)))

    def _similar_elsewhere(
        self, words: dict[int, frozenset[str]], other_words: dict[int, frozenset[str]]
    ) -> Iterable[Pair]:
        gone, new = self._left()
        if not self._may_compare([words[i] for i in gone], [other_words[j] for j in new]):
            return
        found = [
            (-similarity, i, j)
            for i in gone
            for j in new
            if (similarity := _similarity(words[i], other_words[j])) >= _MOVED
            and len(words[i] & other_words[j]) >= _MOVED_WORDS
        ]
        taken: set[int] = set()
        other_taken: set[int] = set()
        for _, i, j in sorted(found):
            if i not in taken and j not in other_taken:
                taken.add(i)
                other_taken.add(j)
                yield i, j


def _words(text: str) -> frozenset[str]:
    return frozenset(filter(is_word, split_parts(text)))


def _similarity(words: frozenset[str], other_words: frozenset[str]) -> float:
    """Return the common part of two sets of words (Dice's coefficient), 0 to 1."""
    if not words or not other_words:
        return 0.0
    return 2 * len(words & other_words) / (len(words) + len(other_words))


def _weight(words: frozenset[str], other_words: frozenset[str]) -> float:
    """Return what pairing two blocks in order is worth: one sure pair before two doubtful ones."""
    similarity = _similarity(words, other_words)
    return similarity**2 if similarity >= _EDITED else 0.0
