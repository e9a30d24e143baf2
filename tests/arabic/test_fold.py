import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic import fold, match_key, match_keys
from articles.arabic.fold import _TABLE, _key_table

ARABIC = st.text(
    st.characters(min_codepoint=0x600, max_codepoint=0x6FF)
    | st.sampled_from(" .,-\u0640\u066cAaÉ12"),
    max_size=40,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مِن", "من"), ("أحمد", "احمد"), ("مدينة", "مدينه"), ("مُحَمَّد", "محمد"), ("إلى", "الي"),
        ("١٧٠٠", "1700"), ("۱۷۰۰", "1700"), ("مؤسسة", "موسسه"), ("شاطئ", "شاطي"), ("کتاب", "كتاب"),
        ("ﻻ", "لا"), ("اﻷمنية", "الامنيه"), ("الـ18", "ال18"), ("ذلٰك", "ذلك"), ("المـ.ـوت", "الموت"),
        ("تحـ ـرير", "تحرير"), ("1٬700", "1700"), ("Élan", "elan"), ("پاریس", "باريس"), ("دمشق\u200f", "دمشق"),
    ],
)  # fmt: skip
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_words_that_are_not() -> None:
    assert len({fold(word) for word in ("عمر", "عمرو", "علم", "عالم", "سماء", "سما")}) == 6


def test_match_key_drops_punctuation() -> None:
    assert match_key(' هل خرج تنظيم "الدولة"  مِن «دمشق»؟ ') == "هل خرج تنظيم الدوله من دمشق"
    assert match_key("…«»!") == ""


@given(ARABIC | st.text(max_size=40))
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert match_key(match_key(text)) == match_key(text)


@given(ARABIC | st.text(st.characters(codec="cp1256"), max_size=40))
def test_the_fast_way_gives_what_the_table_gives(text: str) -> None:
    text = text.replace("\u0640", "").replace("\u066c", "")
    assert fold(text) == text.translate(_TABLE)
    assert match_key(text) == " ".join(text.translate(_key_table()).split())


@given(st.lists(ARABIC.filter(lambda line: "\n" not in line)))
def test_many_lines_at_once(lines: list[str]) -> None:
    assert match_keys(lines)[: len(lines)] == [match_key(line) for line in lines]
