"""The words of a text, as search counts them."""

import re

from .fold import match_key

# A thousands sign that folding would take for the end of a word: 1,700 is the word 1700.
_THOUSANDS = r"(?<=\d),(?=\d{3}(?!\d))"
_IN_NUMBERS = re.compile(_THOUSANDS)
# At most sixty letters: a longer run is no word, and PostgreSQL refuses the longest ones.
# Figures that are no digits (², ½, ①) are no letters either.
_FIGURES = "¹²³¼-¾\u2070-\u209c\u2150-\u218b\u2460-\u24ff"
_WORDS = re.compile(rf"\d{{1,60}}|[^\W\d_{_FIGURES}]{{2,60}}")
# مسئول and مسؤول are one word in two schools of spelling; لاجئون is the plural of لاجئ, but شئون is not.
_WAW_AFTER_HAMZA = re.compile(r"ئو(?!ن\b)|(?<=ش)ئو(?=ن\b)")
# A word as it is written: letters and digits with the marks, tatweel and invisible characters on
# them, a sign that folds into a word (﷼), or a tatweel and a dot that hide it (المـ.ـوت).
_WRITTEN = re.compile(
    rf"(?:\w|[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f\u00ad\u061c\u066c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdfc\ufeff]"
    rf"|(?<=\u0640)[ .·*-](?=\u0640)|{_THOUSANDS})+"
)


def split_words(text: str) -> list[str]:
    """Return the folded words of ``text``: ``"بـ8 آلاف، أحمد"`` -> ``["8", "الاف", "احمد"]``.

    Digits are split from letters, and a letter alone is no word: it is what is left of ``بـ8`` or
    of an abbreviation, and it is in every article.
    """
    return _WORDS.findall(fold_words(text))


def fold_words(text: str) -> str:
    """Return ``text`` with its words spelled as ``split_words`` gives them, but not yet split."""
    return match_key(_joined(text)).lower()


def find_words(text: str) -> list[tuple[int, int]]:
    """Return where the words of ``text`` stand, marks and all: ``text[start:end]`` for each."""
    return [found.span() for found in _WRITTEN.finditer(text)]


def _joined(text: str) -> str:
    """Join a number that a thousands sign parts, and write ئو as ؤو."""
    if "," in text:
        text = _IN_NUMBERS.sub("", text)
    if "ئو" in text:
        text = _WAW_AFTER_HAMZA.sub("ؤو", text)
    return text
