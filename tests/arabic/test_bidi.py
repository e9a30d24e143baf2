import pytest

from articles.arabic import direction, isolate_foreign


@pytest.mark.parametrize(
    "text",
    ["سوق الحي", "شركة Apple تعلن", "«سوق الحي»", "بـ8 ملايين ليرة", "", "…"],
)
def test_what_begins_and_ends_in_arabic_needs_nothing(text: str) -> None:
    assert isolate_foreign(text, "ar") == text


@pytest.mark.parametrize(
    "text", ["BBC", "iPhone في دمشق", "وكالة AFP", "10-8", "٣-٢", "نيسان 2018"]
)
def test_what_would_turn_a_line_of_arabic_is_isolated(text: str) -> None:
    assert isolate_foreign(text, "ar") == f"\u2068{text}\u2069"


def test_in_english_it_is_the_other_way_round() -> None:
    assert isolate_foreign("The park", "en") == "The park"
    assert isolate_foreign("سوق الحي", "en") == "\u2068سوق الحي\u2069"
    assert isolate_foreign("The park, 2018", "en") == "\u2068The park, 2018\u2069"


def test_arabic_that_begins_with_a_latin_word_is_arabic() -> None:
    assert direction("BBC عربي") == "rtl"
    for text in ("عربي BBC", "Yahoo!", "10-8", ""):
        assert direction(text) == "auto"
