import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.spelling import (
    _ARABIC,
    _ARABIC_KEYS,
    _LATIN,
    on_the_other_keyboard,
    one_slip_away,
)


def test_four_kinds_of_slips() -> None:
    near = one_slip_away("دمشق")
    assert near >= {"مشق", "دشق", "دمق", "دمش"}  # one less
    assert near >= {"مدشق", "دشمق", "دمقش"}  # two swapped
    assert near >= {"رمشق", "دنشق", "دمسق", "دمشف"}  # another one
    assert near >= {"ددمشق", "دممشق", "دماشق", "دمشقه"}  # one more
    assert "دمشق" not in near
    # two slips, or a letter of the other script
    assert not near & {"دق", "مدقش", "رمسق", "ددمشقق", "دمشقx"}


def test_a_short_word_whole() -> None:
    assert one_slip_away("ab") == {
        *("a", "b", "ba"),
        *(letter + "b" for letter in _LATIN),
        *("a" + letter for letter in _LATIN),
        *(letter + "ab" for letter in _LATIN),
        *("a" + letter + "b" for letter in _LATIN),
        *("ab" + letter for letter in _LATIN),
    } - {"ab"}


@given(st.text(st.sampled_from(_ARABIC), min_size=2, max_size=8) | st.text(st.sampled_from(_LATIN), min_size=2, max_size=8))  # fmt: skip
def test_a_slip_can_be_undone_by_a_slip(word: str) -> None:
    near = one_slip_away(word)
    assert word not in near
    assert {len(other) - len(word) for other in near} == {-1, 0, 1}
    some = sorted(near)[:: max(len(near) // 20, 1)]
    assert [other for other in some if word not in one_slip_away(other)] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hgljvjd", "المترتي"),
        ("]lar", "دمشق"),
        ("fgh]", "بلاد"),
        ("fb]", "بلاد"),
        ("hg[da hgpv", "الجيش الحر"),
        ("pgf 2018", "حلب 2018"),
        # with Shift, where a letter stands there and where none does
        ("Hpl]", "أحمد"),
        ("Y]gf", "إدلب"),
        ("Nf", "آب"),
        ("hGlk", "الأمن"),
        ("Pgf", "حلب"),
        # the other way round
        ("حلب", "pgf"),
        ("سغقهش", "syria"),
        ("شمثححخ 2018", "aleppo 2018"),
        ("لاعس", "bus"),
        # nothing to change
        ("", ""),
        ("2018", ""),
        ("٢٠١٨", ""),
        ("؟!", ""),
        ("Ω", ""),
    ],
)
def test_the_other_keyboard(typed: str, meant: str) -> None:
    assert on_the_other_keyboard(typed) == meant


@given(st.lists(st.sampled_from([*_ARABIC_KEYS, "لا", " ", "1"])).map("".join))
def test_what_was_typed_on_one_keyboard_comes_back_from_the_other(text: str) -> None:
    other = on_the_other_keyboard(text)
    if any(char in _LATIN for char in other):
        assert on_the_other_keyboard(other) == text


@given(st.text(max_size=30))
def test_what_comes_back_is_never_what_was_typed(text: str) -> None:
    assert on_the_other_keyboard(text) != text or not text
