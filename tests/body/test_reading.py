import pytest

from articles.body import reading_minutes


@pytest.mark.parametrize(
    ("words", "lang", "minutes"),
    [(0, "ar", 0), (60, "ar", 0), (70, "ar", 1), (138 * 2, "ar", 2), (228 * 11, "en", 11)],
)
def test_reading_minutes(words: int, lang: str, minutes: int) -> None:
    assert reading_minutes("كلمة " * words, lang) == minutes
