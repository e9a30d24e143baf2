"""Fold one printed line, character by character, so that a find can be shown in the original.

Written apart from search folding: here every change is known by its place, and digits, dashes
and spaces matter as much as letters.
"""

import re
import unicodedata
from collections.abc import Sequence

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
"""Tashkeel and Quranic marks, as the inside of a character class."""

INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Bidi controls, joiners, soft hyphen and BOM, as the inside of a character class."""

_ALIKE = {
    "أإآٱ": "ا",
    "ىیئ": "ي",
    "ؤ": "و",
    "ةھ": "ه",
    "ک": "ك",
    "ڤ": "ف",
    "،٬": ",",
    "٫": ".",
    "؛": ";",
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212": "-",
    "\u2044\u2215": "/",
    "\t\n\r\x0b\x0c\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000": " ",
    "0٠۰": "0",
    "1١۱": "1",
    "2٢۲": "2",
    "3٣۳": "3",
    "4٤۴": "4",
    "5٥۵": "5",
    "6٦۶": "6",
    "7٧۷": "7",
    "8٨۸": "8",
    "9٩۹": "9",
}
_DROPPED = re.compile(f"[{MARKS}{INVISIBLE}ـ]")
_STRAY = re.compile(rf"[{INVISIBLE}ـ](?<![^\W\d_].)(?<![{MARKS}{INVISIBLE}].)", re.DOTALL)


def _folding() -> dict[int, str]:
    table = {ord(char): target for chars, target in _ALIKE.items() for char in chars}
    table |= {ord(char): char.lower() for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    table |= {code: "" for code in range(0x10000) if _DROPPED.match(chr(code))}
    # Arabic presentation forms: one character may be a ligature of several letters.
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        letters = unicodedata.normalize("NFKC", chr(code))
        table[code] = letters.translate(table)
    return table


_FOLDING = _folding()


def fold(text: str) -> str:
    """Return `text` with one spelling of each letter, digit, dash and space, and no marks.

    `"الإثنين، ٢١ أيّار ٢٠١٨"` becomes `"الاثنين, 21 ايار 2018"`. Tatweel and invisible controls
    vanish after a letter; anywhere else a tatweel is the dash it was typed for and a control a
    space, so that the numbers on its two sides stay apart.
    """
    return _part_strays(text).translate(_FOLDING)


def offsets(text: str) -> Sequence[int]:
    """Return, for each character of `fold(text)` and for its end, the index it has in `text`.

    `offsets("أيّار")` is `[0, 1, 3, 4, 5]`: the shadda at 2 has no place in the folded word.
    """
    places = [
        place
        for place, char in enumerate(_part_strays(text))
        for _ in _FOLDING.get(ord(char), char)
    ]
    return [*places, len(text)]


def _part_strays(text: str) -> str:
    return _STRAY.sub(lambda stray: "-" if stray[0] == "ـ" else " ", text)
