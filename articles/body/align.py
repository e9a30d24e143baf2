"""Which items of two sequences are the same ones, within a budget of work.

The standard library's matcher takes cubic time at worst, and its short cut for long texts ignores
the commonest words; a 2 MB paste must cost a second, not a night.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]

_MOST_CELLS = 500_000  # of one table of common subsequences: 40 MB, a tenth of a second


@dataclass
class Budget:
    """How many comparisons may still be made; a million take a fraction of a second."""

    left: int = 5_000_000

    def spend(self, cost: int) -> bool:
        """Return whether the work that costs this much may be done, and take its cost off."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


def align(before: Sequence[Hashable], after: Sequence[Hashable], budget: Budget) -> list[Pair]:
    """Return pairs of equal items, in order on both sides: ``"abc", "bcd"`` -> ``[(1, 0), (2, 1)]``.

    First what is equal at both ends, then the items that occur once on each side (the "patience"
    order: they are surely the same), then between two of those again; where nothing occurs once,
    the longest common subsequence. When the budget is spent, the rest is left without a pair.
    """
    pairs: list[Pair] = []
    regions = [(0, len(before), 0, len(after))]
    while regions:
        low, high, other_low, other_high = regions.pop()
        while low < high and other_low < other_high and before[low] == after[other_low]:
            pairs.append((low, other_low))
            low, other_low = low + 1, other_low + 1
        while low < high and other_low < other_high and before[high - 1] == after[other_high - 1]:
            high, other_high = high - 1, other_high - 1
            pairs.append((high, other_high))
        length, other_length = high - low, other_high - other_low
        if not length or not other_length or not budget.spend(length + other_length):
            continue
        left, right = before[low:high], after[other_low:other_high]
        anchors = _unique_pairs(left, right)
        if anchors:
            ends = [*((low + i, other_low + j) for i, j in anchors), (high, other_high)]
            for i, j in ends:
                regions.append((low, i, other_low, j))
                low, other_low = i + 1, j + 1
            pairs += ends[:-1]
        elif length * other_length <= _MOST_CELLS and budget.spend(length * other_length):
            pairs += [(low + i, other_low + j) for i, j in _longest_common(left, right)]
    return sorted(pairs)


def best_pairs(weights: Sequence[Sequence[float]]) -> list[Pair]:
    """Return the pairs, in order on both sides, that weigh most together; zero is no pair.

    ``weights[i][j]`` is what pairing item ``i`` with item ``j`` is worth:
    ``[[0.2, 0.9], [0.8, 0]]`` -> ``[(0, 1)]``.
    """
    width = len(weights[0]) if weights else 0
    best = [[0.0] * (width + 1)]  # best[-1 - i][j]: of the items from i and from j on
    for row in reversed(weights):
        below, line = best[-1], [0.0] * (width + 1)
        for j in range(width - 1, -1, -1):
            line[j] = max(below[j], line[j + 1], below[j + 1] + row[j])
        best.append(line)
    best.reverse()
    pairs = []
    i = j = 0
    while i < len(weights) and j < width:
        if weights[i][j] and best[i][j] == best[i + 1][j + 1] + weights[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _unique_pairs(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Pair]:
    """Return the longest run, in order, of items that occur once on each side."""
    counts, other_counts = Counter(left), Counter(right)
    places = {item: j for j, item in enumerate(right) if other_counts[item] == 1}
    unique = [
        (i, places[item]) for i, item in enumerate(left) if counts[item] == 1 and item in places
    ]
    # Patience sorting: the piles' tops rise, and each card remembers the top of the pile before.
    tops: list[int] = []
    top_cards: list[int] = []
    previous: list[int] = []
    for card, (_, j) in enumerate(unique):
        pile = bisect_left(tops, j)
        previous.append(top_cards[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [j]
        top_cards[pile : pile + 1] = [card]
    run = []
    card = top_cards[-1] if top_cards else -1
    while card >= 0:
        run.append(unique[card])
        card = previous[card]
    return run[::-1]


def _longest_common(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Pair]:
    return best_pairs([[item == other for other in right] for item in left])
