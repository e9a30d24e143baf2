import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic import (
    Change,
    Cleaned,
    clean_line,
    clean_lines,
    find_invisible,
    find_presentation_forms,
)


@pytest.mark.parametrize(
    ("raw", "text", "removed"),
    [
        ("  دمشق\u00a0\u2003حلب\t", "دمشق حلب", ()),
        ("دمشق\u202e حلب\u202c", "دمشق حلب", ("U+202E", "U+202C")),
        ("\ufeffعنوان\u200b", "عنوان", ("U+FEFF", "U+200B")),
        ("كل\u00adمة\x07", "كلمة", ("U+00AD", "U+0007")),
        ("اﻷمنية ﷺ", "الأمنية ﷺ", ()),
        ("ﻻ² ½", "لا² ½", ()),
        ("دمشق ـ حلب", "دمشق - حلب", ()),
        ('لـ "الدولة" بـ8 الـ18 1438هـ', 'لـ "الدولة" بـ8 الـ18 1438هـ', ()),
        ("مِن ١٧٠٠ یوم", "مِن ١٧٠٠ یوم", ()),
        ("می\u200cخواهم", "می\u200cخواهم", ()),
        ("دمشق\u200c حلب", "دمشق حلب", ("U+200C",)),
        ("كتاب\u200cنا", "كتابنا", ("U+200C",)),
        ("1438 ه\u200d", "1438 ه\u200d", ()),
        ("(5\u200f) كلمة\u200fكلمة", "(5\u200f) كلمةكلمة", ("U+200F",)),
        ("!\u200f\u200f\u200f نعم", "!\u200f نعم", ("U+200F",)),
        ("\u2067نص\u2069", "نص", ("U+2067", "U+2069")),
        ("e\u0301", "é", ()),
    ],
)
def test_what_goes_and_what_stays(raw: str, text: str, removed: tuple[str, ...]) -> None:
    assert clean_line(raw) == Cleaned(text, removed)


LINES = st.text(
    st.characters(codec="cp1256", exclude_characters="\n\r")
    | st.sampled_from("\u0640\u200f\u202b \u00a0ﻻأ\u0653"),
    max_size=30,
)


@given(LINES)
def test_cleaning_is_idempotent_and_nfc(line: str) -> None:
    text = clean_line(line).text
    assert clean_line(text) == Cleaned(text, ())
    assert unicodedata.is_normalized("NFC", text)


@given(st.lists(LINES, min_size=1))
def test_many_lines_at_once(lines: list[str]) -> None:
    assert clean_lines(lines) == [clean_line(line) for line in lines]


def test_where_presentation_forms_stand() -> None:
    assert list(find_presentation_forms("اﻷمنية ﷺ ﴾ ﻻﻻ")) == [
        Change(1, 2, "لأ"),
        Change(11, 13, "لالا"),
    ]


def test_where_invisible_characters_stand() -> None:
    assert list(find_invisible("دمشق\u202c!\u200f\u200f 1438 ه\u200d")) == [
        Change(4, 5, ""),
        Change(6, 8, "\u200f"),
    ]
