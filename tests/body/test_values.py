import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import Clash, merge_lists, merge_values


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("عاجل", "عاجل", "عاجل", "عاجل"),
        ("عاجل", "تحديث", "عاجل", "تحديث"),
        ("عاجل", "عاجل", "تحديث", "تحديث"),
        ("عاجل", "تحديث", "تحديث", "تحديث"),
        ("عاجل", "تحديث", "متابعة", Clash("عاجل", "تحديث", "متابعة")),
        ("عاجل", "", None, Clash("عاجل", "", None)),
        (None, 3, None, 3),
    ],
)
def test_values(base: object, theirs: object, mine: object, merged: object) -> None:
    assert merge_values(base, theirs, mine) == merged


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("ابج", "ابجد", "ابجه", "ابجده"),
        ("ابج", "اج", "ابجه", "اجه"),
        ("ابج", "اج", "اب", "ا"),
        ("ابج", "بج", "بج", "بج"),
        ("اب", "ابج", "ابج", "ابج"),
        ("ابج", "جبا", "ابجد", "جباد"),
        ("ابج", "ابجد", "جبا", "جباد"),
        ("ابج", "جبا", "باج", "جبا"),
        ("ابج", "دابج", "ابج", "دابج"),
        ("ابج", "ابج", "دابج", "دابج"),
        ("", "اا", "ب", "اب"),
    ],
)
def test_lists(base: str, theirs: str, mine: str, merged: str) -> None:
    assert merge_lists(base, theirs, mine) == list(merged)


LISTS = st.lists(st.sampled_from("ابجدهو"), unique=True)


@given(LISTS, LISTS, LISTS)
def test_both_additions_and_both_removals(base: list[str], theirs: list[str], mine: list[str]) -> None:  # fmt: skip
    merged = merge_lists(base, theirs, mine)
    assert len(merged) == len(set(merged))
    assert set(merged) == (set(theirs) & set(mine)) | (set(theirs) ^ set(mine)) - set(base)
    assert set(merge_lists(base, mine, theirs)) == set(merged)
    assert merge_lists(base, theirs, base) == theirs == merge_lists(base, base, theirs)
    assert merge_lists(base, theirs, theirs) == theirs
