"""The text we store: what the author wrote, without what nobody can see.

Letters, marks, digits and quotes stay as written. What goes: control characters, bidi embeddings,
overrides and isolates (in captured pages they are often unbalanced and turn the rest of a page
around), zero-width characters where they do nothing. Presentation forms become letters: NFKC, but
only in their own blocks, because all of NFKC would rewrite ², ½ and ﷺ too.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Gone wherever they stand: C0/C1 controls (whitespace is collapsed first), soft hyphen, Arabic
# letter mark, ZWSP, embeddings and overrides, word joiner and invisible operators, isolates and
# deprecated format characters, BOM, tag characters, noncharacters of the BMP's end.
_ALWAYS = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
# Gone or kept by their neighbours: ZWNJ, ZWJ, LRM, RLM.
_BY_NEIGHBOUR = "\u200c-\u200f"
_FORMS = "\ufb50-\ufdcf\ufe70-\ufefc"

_SUSPECT = re.compile(f"[{_ALWAYS}{_BY_NEIGHBOUR}{_FORMS}]| \u0640 ")
_INVISIBLE = re.compile(f"[{_ALWAYS}]+|[{_BY_NEIGHBOUR}]+")
_PRESENTATION = re.compile(f"[{_FORMS}]+")
# Letters that Persian and Kurdish have and Arabic has not: a ZWNJ in their words is spelling.
_PERSIAN_OR_KURDISH = re.compile("[پچژگکیەۆێڕڵڤ]")
_WORD_CHARACTERS = re.compile(r"[^\W\d_]+\Z"), re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 40  # letters; a run of them without end would be searched at each ZWNJ in it
# What a page of plain text consists of, in windows-1256.
_PLAIN = bytes(
    byte
    for byte in range(256)
    if (char := bytes([byte]).decode("cp1256")) == "\n"
    or (char == " " or not (char.isspace() or unicodedata.category(char)[0] == "C"))
)


class Cleaned(NamedTuple):
    """A line as it is stored, and the invisible characters that were taken out of it.

    ``removed`` names each code point once, in order of appearance: ``("U+202B", "U+200F")``.
    """

    text: str
    removed: tuple[str, ...]


class Change(NamedTuple):
    """What cleaning puts in place of ``text[start:end]``."""

    start: int
    end: int
    text: str


def clean_line(line: str) -> Cleaned:
    """Return one line as it is stored: NFC, single spaces, nothing invisible without a use.

    ``clean_line("دمشق\\u00a0 ـ  حلب\\u202c")`` -> ``Cleaned("دمشق - حلب", ("U+202C",))``.
    Kept: one RLM or LRM beside a neutral, ZWNJ in Persian and Kurdish words, ZWJ after ه, tatweel
    except where it stands between spaces for a dash.
    """
    text = " ".join(line.split())
    removed: dict[str, None] = {}
    if _SUSPECT.search(text):
        text = _PRESENTATION.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
        text = _without_invisible(text, removed)
        text = " ".join(text.split()).replace(" \u0640 ", " - ")
    return Cleaned(unicodedata.normalize("NFC", text), tuple(removed))


def clean_text(text: str) -> str:
    """Return a text of several lines, each as ``clean_line`` leaves it; the lines stay."""
    return "\n".join(clean_line(line).text for line in text.replace("\r\n", "\n").split("\n"))


def clean_lines(lines: Sequence[str]) -> list[Cleaned]:
    """Return each line cleaned, as ``clean_line`` does; a page of plain text is seen at a glance."""
    page = "\n".join(lines).replace("\u00a0", " ")
    if not _is_plain(page):
        return [clean_line(line) for line in lines]
    if "  " in page:
        return [Cleaned(" ".join(line.split()), ()) for line in page.split("\n")]
    return [Cleaned(line.strip(), ()) for line in page.split("\n")]


def _is_plain(page: str) -> bool:
    """Whether a page is NFC and holds nothing but letters, marks, digits, punctuation and spaces.

    Asked of its bytes in windows-1256, which is twenty times faster than asking its characters.
    """
    try:
        in_bytes = page.encode("cp1256")
    except UnicodeEncodeError:
        return False
    return (
        not in_bytes.translate(None, _PLAIN)
        and " \u0640 " not in page
        and unicodedata.is_normalized("NFC", page)
    )


def find_presentation_forms(text: str) -> Iterator[Change]:
    """Return where ``text`` holds presentation forms, and the letters they stand for.

    ``"اﻷمنية"`` -> ``Change(1, 2, "لأ")``; one change for a run of them.
    """
    for run in _PRESENTATION.finditer(text):
        letters = unicodedata.normalize("NFKC", run[0])
        if letters != run[0]:
            yield Change(run.start(), run.end(), letters)


def find_invisible(text: str) -> Iterator[Change]:
    """Return where ``text`` holds invisible characters without a use, and what stays of each run.

    ``"دمشق\\u202c"`` -> ``Change(4, 5, "")``; of a run beside a neutral one RLM or LRM may stay.
    """
    for found in _INVISIBLE.finditer(text):
        run = found[0]
        keep = run[0] if _earns_its_place(run[0], text, found.start(), found.end()) else ""
        if run != keep:
            yield Change(found.start(), found.end(), keep)


def _without_invisible(text: str, removed: dict[str, None]) -> str:
    """Take out the invisible characters of ``text``, noting each in ``removed``."""
    parts = []
    at = 0
    for start, end, keep in find_invisible(text):
        removed.update((f"U+{ord(char):04X}", None) for char in text[start + len(keep) : end])
        parts += [text[at:start], keep]
        at = end
    return "".join([*parts, text[at:]])


def _earns_its_place(char: str, text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    match char:
        case "\u200c":  # ZWNJ
            if not (before.isalpha() and after.isalpha()):
                return False
            head = _WORD_CHARACTERS[0].search(text, max(0, start - _LONGEST_WORD), start)
            tail = _WORD_CHARACTERS[1].match(text, end, end + _LONGEST_WORD)
            word = (head[0] if head else "") + (tail[0] if tail else "")
            return bool(_PERSIAN_OR_KURDISH.search(word))
        case "\u200d":  # ZWJ: the abbreviation ه‍ (Hijri), and the joints of an emoji
            return before == "ه" or (before > "\u2190" and after > "\u2190")
        case "\u200e" | "\u200f":  # LRM, RLM: only beside a neutral do they change what is seen
            return _is_neutral(before) or _is_neutral(after)
    return False


def _is_neutral(char: str) -> bool:
    return bool(char) and unicodedata.bidirectional(char) in {"ON", "CS", "ES", "ET"}
