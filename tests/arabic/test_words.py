import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic import find_words, fold, split_words

# Half of it made of what joins and parts words. Not ² or ½: they are no digits, nor are they letters.
TEXT = st.text(st.characters(exclude_categories=["No", "Nl", "Cs"]), max_size=60) | st.text(
    st.sampled_from(
        "ابدلمويةأؤئءىـ\u064b\u0651\u0670\u066c،,.·*-_ \n0123٠١٢٣AbcÉİ\u200f\ufefb\u0301"
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("بـ8 آلاف، أحمد", ["8", "الاف", "احمد"]),
        ("18شخصا", ["18", "شخصا"]),
        ("covid19", ["covid", "19"]),
        ("في 21.05.2018", ["في", "21", "05", "2018"]),
        # thousands, and what only looks like them
        ("1,700", ["1700"]),
        ("١٬٧٠٠", ["1700"]),
        ("١,٧٠٠", ["1700"]),
        ("۱٬۷۰۰", ["1700"]),
        ("3,456,789", ["3456789"]),
        ("٣٬٤٥٦٬٧٨٩", ["3456789"]),
        ("1,70 و12,3456", ["1", "70", "12", "3456"]),
        ("1700, 300", ["1700", "300"]),
        ("دمشق٬ حلب", ["دمشق", "حلب"]),
        # two schools of spelling
        ("مسئول", ["مسوول"]),
        ("مسؤول", ["مسوول"]),
        ("شئون", ["شوون"]),
        # letters alone
        ("م. ج و a 7", ["7"]),
        ("ق.ت.ل", []),
        ("1440هـ", ["1440"]),
        # what is written onto letters
        ("مُحَمَّد", ["محمد"]),
        ("دمشـــق", ["دمشق"]),
        ("المـ.ـوت", ["الموت"]),
        ("تحـ ـرير", ["تحرير"]),
        ("ﻻجئ اﻷمنية", ["لاجي", "الامنيه"]),
        ("دمشق\u200f\u200c، \ufeffحلب", ["دمشق", "حلب"]),
        # Latin letters
        ("Élan VITAL", ["elan", "vital"]),
        ("İstanbul", ["istanbul"]),
        ("МОСКВА", ["москва"]),
        # what stands between words
        ("«هل» خرج؟", ["هل", "خرج"]),
        ("دمشق/حلب_حمص-الولايات", ["دمشق", "حلب", "حمص", "الولايات"]),
        ("دمشق\nحلب\tحمص\u00a0درعا", ["دمشق", "حلب", "حمص", "درعا"]),
        ("…«»!", []),
        ("\u064e\u0651", []),
        ("", []),
    ],
)  # fmt: skip
def test_split_words(text: str, words: list[str]) -> None:
    assert split_words(text) == words


def test_a_word_has_sixty_letters_at_most() -> None:
    assert split_words("ك" * 60) == ["ك" * 60]
    assert split_words("ك" * 130) == ["ك" * 60, "ك" * 60, "ك" * 10]
    assert split_words("1" * 61) == ["1" * 60, "1"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قال مُحَمَّد، أمس", ["قال", "مُحَمَّد", "أمس"]),
        ("«هل» خرج؟", ["هل", "خرج"]),
        ("نهر المـ.ـوت هنا", ["نهر", "المـ.ـوت", "هنا"]),
        ("بعد تحـ ـرير حلب", ["بعد", "تحـ ـرير", "حلب"]),
        ("دمشـــق", ["دمشـــق"]),
        ("نحو 1,700 شخص", ["نحو", "1,700", "شخص"]),
        ("١٬٧٠٠ و٣,٤٥٦,٧٨٩", ["١٬٧٠٠", "و٣,٤٥٦,٧٨٩"]),
        ("1,70", ["1", "70"]),
        ("بـ8 آلاف", ["بـ8", "آلاف"]),
        ("كلمة\u200f، أخرى", ["كلمة\u200f", "أخرى"]),
        ("دمشق-حلب", ["دمشق", "حلب"]),
        ("e\u0301lan VITAL", ["e\u0301lan", "VITAL"]),
        ("…", []),
        ("", []),
    ],
)
def test_find_words(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in find_words(text)] == words


def test_what_folds_into_a_word_is_found_as_one() -> None:
    signs = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    assert [sign for sign in signs if split_words(sign) and not find_words(sign)] == []


@given(TEXT)
def test_words_are_letters_or_digits(text: str) -> None:
    words = split_words(text)
    assert [word for word in words if not (word.isalpha() or word.isdecimal())] == []
    assert [word for word in words if word != fold(word)] == []
    assert [word for word in words if len(word) > 60 or (len(word) == 1 and word.isalpha())] == []


@given(st.text(max_size=60) | TEXT)
def test_words_split_into_themselves(text: str) -> None:
    words = split_words(text)
    assert split_words(" ".join(words)) == words


@given(st.text(max_size=60) | TEXT)
def test_words_stand_one_after_the_other(text: str) -> None:
    places = [place for span in find_words(text) for place in span]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in find_words(text))


@given(st.lists(st.sampled_from(["أحمد", "مُحَمَّد", "1,700", "١٬٧٠٠", "بـ8", "المـ.ـوت", "ﻻجئ", "دمشـق", "É,"]), max_size=9), st.sampled_from([" ", "، ", "\n", " - ", " «"]))  # fmt: skip
def test_what_is_found_is_what_is_split(words: list[str], between: str) -> None:
    text = between.join(words)
    found = [text[start:end] for start, end in find_words(text)]
    assert [word for written in found for word in split_words(written)] == split_words(text)
    assert found == [word.rstrip(",") for word in words]
