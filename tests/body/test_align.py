import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body.align import Budget, align, best_pairs


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ("ابج", "ابج", [(0, 0), (1, 1), (2, 2)]),
        ("ابج", "بجد", [(1, 0), (2, 1)]),
        ("ابج", "بجا", [(1, 0), (2, 1)]),
        # Nothing occurs once between the ends: the longest common subsequence.
        ("ابابجج", "ججبابا", [(1, 2), (2, 3), (3, 4)]),
        ("", "اب", []),
    ],
)
def test_equal_items(before: str, after: str, pairs: list[tuple[int, int]]) -> None:
    assert align(before, after, Budget()) == pairs


def test_without_a_budget_only_the_ends() -> None:
    assert align("ابجده", "ادجبه", Budget(0)) == [(0, 0), (4, 4)]


@given(st.text("ابجد", max_size=20), st.text("ابجد", max_size=20))
def test_pairs_are_equal_and_in_order(before: str, after: str) -> None:
    pairs = align(before, after, Budget())
    assert all(before[i] == after[j] for i, j in pairs)
    assert [i for i, _ in pairs] == sorted({i for i, _ in pairs})
    assert [j for _, j in pairs] == sorted({j for _, j in pairs})


@pytest.mark.parametrize(
    ("weights", "pairs"),
    [
        ([[0.2, 0.9], [0.8, 0.0]], [(0, 1)]),
        ([[0.5, 0.9], [0.8, 0.5]], [(0, 0), (1, 1)]),
        ([[0.0, 0.0], [0.0, 0.1]], [(1, 1)]),
        ([[0.0]], []),
        ([], []),
    ],
)
def test_the_heaviest_pairs(weights: list[list[float]], pairs: list[tuple[int, int]]) -> None:
    assert best_pairs(weights) == pairs
