"""A text as the words, spaces and punctuation that a diff may part."""

import re

# A vowel mark, a tatweel or an invisible character belongs to the word that it stands in.
_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u061c\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff"
)
_IN_WORD = rf"[\w{_MARKS}]"
_PARTS = re.compile(rf"\s+|{_IN_WORD}(?:\S*{_IN_WORD})?|[^\w\s{_MARKS}]+")


def split_parts(text: str) -> list[str]:
    """Return ``text`` in parts: ``"«لا 12:30»."`` -> ``["«", "لا", " ", "12:30", "»."]``.

    Joined they are the text. Punctuation around a word is a part of its own, punctuation within it
    (12:30, covid-19) is not.
    """
    return _PARTS.findall(text)


def is_word(part: str) -> bool:
    """Return whether a part says something: ``"لا"``, not ``" "`` or ``"».``."""
    return re.match(_IN_WORD, part) is not None
