"""The key we match by: one spelling for all the spellings of a word.

Stored text is never folded; it is matched folded. The table is explicit: every character it
changes is listed or computed here, once, at import. Source: the spelling variants measured on
real Arabic news (hamza seats, ta marbuta, alef maqsura, Persian letters, three digit families,
marks, tatweel, presentation forms, invisible characters).
"""

import re
import unicodedata
from collections.abc import Iterable

from .digits import TO_ASCII

_LETTERS = {
    **dict.fromkeys("أإآٱٲٳٵ", "ا"),
    "ؤ": "و",
    **dict.fromkeys("ئىیېے", "ي"),
    "ة": "ه",
    **dict.fromkeys("ۀہھە", "ه"),
    "ک": "ك",
    "پ": "ب",
    "چ": "ج",
    "ڤ": "ف",
    "گ": "ك",
    "ژ": "ز",
}
_DELETED_RANGES = (
    (0x0610, 0x061A),  # signs above letters
    (0x061C, 0x061C),  # Arabic letter mark
    (0x0640, 0x0640),  # tatweel
    (0x064B, 0x065F),  # tashkeel, and hamza above and below as marks
    (0x0670, 0x0670),  # superscript alef
    (0x06D6, 0x06DC),  # Quranic signs
    (0x06DF, 0x06E8),
    (0x06EA, 0x06ED),
    (0x00AD, 0x00AD),  # soft hyphen
    (0x0300, 0x036F),  # Latin combining marks
    (0x200B, 0x200F),  # zero-width characters, LRM, RLM
    (0x202A, 0x202E),  # embeddings and overrides
    (0x2060, 0x206F),  # word joiner, isolates
    (0xFEFF, 0xFEFF),  # BOM
)
_PRESENTATION_RANGES = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
_LATIN_RANGES = ((0x41, 0x5A), (0xC0, 0x24F), (0x1E00, 0x1EFF))


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(char): to for char, to in _LETTERS.items()}
    table |= TO_ASCII
    for first, last in _DELETED_RANGES:
        table |= dict.fromkeys(range(first, last + 1))
    table[0xA0] = " "
    for first, last in _LATIN_RANGES:
        for code in range(first, last + 1):
            bare = unicodedata.normalize("NFD", chr(code).lower())
            table[code] = "".join(char for char in bare if not unicodedata.combining(char))
    for first, last in _PRESENTATION_RANGES:
        for code in range(first, last + 1):
            letters = unicodedata.normalize("NFKC", chr(code))
            if letters != chr(code):
                table[code] = letters.translate(table)
    return table


_TABLE = _table()
# Words broken up to slip past filters: المـ.ـوت, تحـ ـرير.
_BROKEN_WORD = re.compile(r"(?<=\w)\u0640[ .·*-]?\u0640(?=\w)")
# U+066C is the thousands sign between digits, and a comma elsewhere in many pages.
_THOUSANDS = re.compile(r"(?<=\d)\u066c(?=\d)")


def _key_table() -> dict[int, str | None]:
    """The folding table, with punctuation and symbols of the BMP become spaces too."""
    spaces: dict[int, str | None] = {
        code: " " for code in range(0x10000) if unicodedata.category(chr(code))[0] in "PSZ"
    }
    return spaces | _TABLE


# str.split()'s white space of windows-1256 but the line break, as spaces.
_WHITE_SPACE = bytes(
    0x20 if chr(byte).isspace() and byte != 0x0A and byte < 0x80 else byte for byte in range(256)
)


class _Translation:
    """``str.translate`` by a table, twelve times as fast for text that windows-1256 can hold.

    Nearly all Arabic news can be held by it, one byte a character; ``bytes.translate`` then does
    in 4 µs a page what ``str.translate`` does in 400. Text with any other character goes through
    the table itself; the tests hold the two to the same result.
    """

    def __init__(self, table: dict[int, str | None]) -> None:
        self._table = table
        self._bytes = bytearray(range(256))
        deleted = bytearray()
        for byte in range(256):
            to = table.get(ord(bytes([byte]).decode("cp1256")), "")
            if to:
                self._bytes[byte] = to.encode("cp1256")[0]
            elif to is None:
                deleted.append(byte)
        self._deleted = bytes(deleted)

    def __call__(self, text: str, *, collapse: bool = False) -> str:
        """Translate; with ``collapse``, leave single spaces, and none at the ends of lines."""
        try:
            in_bytes = text.encode("cp1256")
        except UnicodeEncodeError:
            translated = text.translate(self._table)
            if collapse:
                lines = translated.split("\n")
                translated = "\n".join(" ".join(line.split()) for line in lines)
            return translated
        in_bytes = in_bytes.translate(self._bytes, self._deleted)
        if collapse:
            in_bytes = in_bytes.translate(_WHITE_SPACE)
            while b"  " in in_bytes:
                in_bytes = in_bytes.replace(b"  ", b" ")
            in_bytes = in_bytes.replace(b" \n", b"\n").replace(b"\n ", b"\n").strip(b" ")
        return in_bytes.decode("cp1256")


_fold = _Translation(_TABLE)
_to_key = _Translation(_key_table())


def fold(text: str) -> str:
    """Return ``text`` with one spelling for all: ``"أحمد والمَدرسة ١٧٠٠"`` -> ``"احمد والمدرسه 1700"``.

    Punctuation and spacing stay. Idempotent.
    """
    return _fold(_joined(text))


def match_key(text: str) -> str:
    """Return the folded words of ``text`` between single spaces, without punctuation.

    Two headlines are the same when their keys are: ``match_key("«هل» خرج؟")`` -> ``"هل خرج"``.
    """
    return _to_key(_joined(text.replace("\n", " ")), collapse=True)


def match_keys(lines: Iterable[str]) -> list[str]:
    """Return the match key of each line (none may hold a line break); one pass over them all."""
    return _to_key(_joined("\n".join(lines)), collapse=True).split("\n")


def _joined(text: str) -> str:
    """Join words that tatweel or a thousands sign breaks, so that they fold as one."""
    if "\u0640" in text:
        text = _BROKEN_WORD.sub("", text)
    if "\u066c" in text:
        text = _THOUSANDS.sub("", text).replace("\u066c", " ")
    return text
