"""Fold one printed line, character by character, so that a find can be shown in the original.

Apart from the folding for search: here every change is known by its place, and dashes, spaces
and the gap between two numbers matter as much as letters.
"""

import re
import unicodedata
from collections.abc import Sequence

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
"""Tashkeel and Quranic signs, as the inside of a character class."""

INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069\ufeff"
)
"""Bidi controls, joiners, soft hyphen and BOM."""

_ALIKE = {
    "أإآٱ": "ا",
    "ىیئ": "ي",
    "ؤ": "و",
    "ةھہ": "ه",
    "ک": "ك",
    "ڤ": "ف",
    "،٬": ",",
    "٫": ".",
    "؛": ";",
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212": "-",
    "\u2044\u2215": "/",
    "\t\n\r\v\f\u00a0\u202f\u205f\u3000\u2028\u2029": " ",
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a": " ",
}
_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
_DROPPED = re.compile(f"[{MARKS}{INVISIBLE}ـ]")
_UNEVEN = re.compile(f"[{MARKS}{INVISIBLE}ـ\ufb50-\ufdff\ufe70-\ufefc]")
# A control or tatweel that no letter carries: it stood for a gap or a dash.
_STRAY = re.compile(rf"[{INVISIBLE}ـ](?<![^\W\d_].)(?<![{MARKS}{INVISIBLE}].)", re.DOTALL)


def _folding() -> dict[int, str]:
    table = {ord(char): target for chars, target in _ALIKE.items() for char in chars}
    table |= {ord(digit): str(n) for family in _DIGITS for n, digit in enumerate(family)}
    table |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    plane = "".join(map(chr, range(0x10000)))
    table |= {ord(char): "" for char in _DROPPED.findall(plane)}
    # Presentation forms: one character may be a ligature of several letters.
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        table[code] = unicodedata.normalize("NFKC", chr(code)).translate(table)
    return table


_FOLDING = _folding()


def fold(text: str) -> str:
    """Return ``text`` with one spelling of each letter, digit, dash and space, and no marks.

    ``"الإثنين، ٢١ أيّار ٢٠١٨"`` -> ``"الاثنين, 21 ايار 2018"``. Tatweel and invisible controls
    vanish after a letter; elsewhere a tatweel becomes the dash it was typed for and a control a
    space, so that numbers on its two sides stay apart.
    """
    return _part_strays(text).translate(_FOLDING)


def offsets(text: str) -> Sequence[int]:
    """Return the index in ``text`` of each character of ``fold(text)``, and of the end.

    ``offsets("أيّار")`` -> ``[0, 1, 3, 4, 5]``: the shadda at 2 has no place in the folded word.
    """
    if not _UNEVEN.search(text):
        return range(len(text) + 1)
    places = [
        place
        for place, char in enumerate(_part_strays(text))
        for _ in _FOLDING.get(ord(char), char)
    ]
    return [*places, len(text)]


def single_spaced(text: str) -> str:
    """Return ``text`` with one space between words, as the names in our tables have it."""
    return " ".join(text.split())


def _part_strays(text: str) -> str:
    """Replace strays one for one, so that places stay true."""
    return _STRAY.sub(lambda stray: "-" if stray[0] == "ـ" else " ", text)
