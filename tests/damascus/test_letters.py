import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.damascus.letters import fold, offsets


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("الإثنين، ٢١ أيّار ٢٠١٨", "الاثنين, 21 ايار 2018"),
        ("۲۱ آب ۲۰۱۸", "21 اب 2018"),
        ("مساءً", "مساء"),
        ("مكّة المكرّمة", "مكه المكرمه"),
        ("تشرين اﻷول", "تشرين الاول"),
        ("6 رمضان 1439 هـ", "6 رمضان 1439 ه"),
        ("أيـــار", "ايار"),
        ("21 ـ 5 ـ 2018", "21 - 5 - 2018"),
        ("2018 ـــ 11:05", "2018 - 11:05"),
        ("2018\u200f11:05", "2018 11:05"),
        ("2018\u200f\u200e\u200f11:05", "2018 11:05"),
        ("أ\u200bيا\u200c\u200cر", "ايار"),
        ("21\u00a0May\u20132018", "21 may-2018"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("21/5", [0, 1, 2, 3, 4]),
        ("أيّار", [0, 1, 3, 4, 5]),
        ("اﻷول", [0, 1, 1, 2, 3, 4]),
        ("هـ\u200f 1", [0, 3, 4, 5]),
    ],
)
def test_offsets(text: str, places: list[int]) -> None:
    assert list(offsets(text)) == places


@given(
    st.text(st.sampled_from("21/ أيّارﻷﷺـ\u200f\u200c\u00a0"), max_size=20) | st.text(max_size=20)
)
def test_every_folded_character_has_its_place(text: str) -> None:
    places = list(offsets(text))
    assert len(places) == len(fold(text)) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)
