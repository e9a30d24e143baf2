"""The words of a text, as search counts them."""

import re

from .fold import match_key

# A thousands sign that folding would take for the end of a word: 1,700 is the word 1700.
_THOUSANDS = r"(?<=\d),(?=\d{3}(?!\d))"
_IN_NUMBERS = re.compile(_THOUSANDS)
# At most sixty letters: a longer run is no word, and PostgreSQL refuses the longest ones.
_WORDS = re.compile(r"\d{1,60}|[^\W\d_]{2,60}")
# A word as it is written: letters and digits with the marks, tatweel and invisible characters on
# them, or a tatweel and a dot that hide it (المـ.ـوت).
_WRITTEN = re.compile(
    rf"(?:\w|[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f\u00ad\u200b-\u200f\u066c]"
    rf"|(?<=\u0640)[ .·*-](?=\u0640)|{_THOUSANDS})+"
)


def split_words(text: str) -> list[str]:
    """Return the folded words of ``text``: ``"بـ8 آلاف، أحمد"`` -> ``["8", "الاف", "احمد"]``.

    Digits are split from letters, and a letter alone is no word: it is what is left of ``بـ8`` or
    of an abbreviation, and it is in every article.
    """
    return _WORDS.findall(match_key(_joined(text)).lower())


def find_words(text: str) -> list[tuple[int, int]]:
    """Return where the words of ``text`` stand, marks and all: ``text[start:end]`` for each."""
    return [found.span() for found in _WRITTEN.finditer(text)]


def _joined(text: str) -> str:
    """Join a number that a thousands sign parts, and write ئو as ؤو."""
    if "," in text:
        text = _IN_NUMBERS.sub("", text)
    if "ئو" in text:  # مسئول and مسؤول are one word in two schools of spelling
        text = text.replace("ئو", "ؤو")
    return text
