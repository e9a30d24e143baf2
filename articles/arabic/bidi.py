"""Directions in plain text, where there is no markup to say them."""

import unicodedata
from typing import Literal

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
# Bidi classes of letters and numbers; the rest of a text goes where these go.
_LETTERS = {"ar": {"R", "AL"}, "en": {"L"}}
_DECIDING = {"L", "R", "AL", "EN", "AN"}


def direction(text: str) -> Literal["rtl", "auto"]:
    """Return the ``dir`` for a name on a page: ``"rtl"`` where Arabic begins with a Latin word.

    ``"BBC عربي"`` is Arabic, and its first letter would have it the other way round; everything
    else is ``"auto"``, which ``<bdi>`` is by itself.
    """
    kinds = [unicodedata.bidirectional(c) for c in text]
    letters = [kind for kind in kinds if kind in {"L", "R", "AL"}]
    return "rtl" if letters and letters[0] == "L" and {"R", "AL"} & set(letters) else "auto"


def isolate(text: str) -> str:
    """Return a text to be put into a sentence, between FSI and PDI: it turns nothing around it.

    For a title, a feed or a mail; on a page ``<bdi>`` does it.
    https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
    """
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"


def isolate_foreign(text: str, lang: str) -> str:
    """Return ``text`` isolated where it needs to be in a line of ``lang``.

    A text that begins and ends with letters of ``lang``'s direction stays as it is.
    """
    deciding = [kind for c in text if (kind := unicodedata.bidirectional(c)) in _DECIDING]
    if not deciding or {deciding[0], deciding[-1]} <= _LETTERS[lang]:
        return text
    return isolate(text)
