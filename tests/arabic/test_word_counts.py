from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.word_counts import WordCounts

WORDS = st.text(max_size=4)


@given(st.lists(st.tuples(WORDS.filter(bool), st.integers(1, 99))), st.lists(WORDS))
def test_it_counts_as_a_counter_does(given: list[tuple[str, int]], others: list[str]) -> None:
    counts, told = WordCounts(), Counter[str]()
    for word, count in given:
        counts.add(word, count)
        told[word] += count
    assert len(counts) == len(told)
    for word in [*told, *others]:
        assert counts.of(word) == told[word]


def test_it_grows() -> None:
    counts = WordCounts()
    for number in range(10_000):
        counts.add(f"كلمة{number}", number + 1)
    assert len(counts) == 10_000
    assert [counts.of(f"كلمة{number}") for number in range(10_000)] == list(range(1, 10_001))
    assert counts.of("كلمة10000") == 0
