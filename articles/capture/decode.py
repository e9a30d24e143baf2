"""Bytes to text: UTF-8, UTF-16 with a byte order mark, windows-1256; anything else is refused."""

import codecs
import re

from .exceptions import PageRefused

MAX_LINES = 2_000
"""Lines with text; the longest pages have fifty. What a line is goes by the others of its page, so
that a page's time grows with the square of them."""
_MAX_LINES_AT_ALL = 50_000

_CONTROLS = bytes(code for code in range(32) if chr(code) not in "\t\n\v\f\r\x1a\x1b")
_LETTERS = re.compile(r"[^\W\d_]")
_ARABIC = re.compile("[\u0621-\u064a]")
# Commonest of all in Arabic text: together a fifth of its letters.
_ALEF_AND_LAM = re.compile("[اأإآل]")
# What windows-1256 keeps in the places where other encodings keep Arabic letters.
_ACCENTED = re.compile("[àâçèéêëîïôùûüœ×÷]")
# UTF-8 read as windows-1256: nearly every Arabic letter begins with one of these two.
_MOJIBAKE = re.compile("[طظ]")


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of a page and the name of its encoding, as ``bytes.decode`` takes it.

    Raises PageRefused: ``empty-file``, ``binary-file``, ``unknown-encoding``, ``too-many-lines``.
    """
    if not content.strip():
        raise PageRefused("empty-file", "the file is empty")
    text, encoding = _decode(content)
    in_bytes = content if encoding != "utf-16" else text.encode()
    controls = len(in_bytes) - len(in_bytes.translate(None, _CONTROLS))
    if controls * 100 > len(in_bytes) or "\x00" in text:
        raise PageRefused("binary-file", "the file is binary, not the text of a page")
    if not text.strip("\ufeff \r\n\t"):
        raise PageRefused("empty-file", "the file is empty")
    if _has_too_many_lines(text):
        raise PageRefused("too-many-lines", f"the page has more than {MAX_LINES:,} lines")
    return text, encoding


def _has_too_many_lines(text: str) -> bool:
    if text.count("\n") + text.count("\r") > _MAX_LINES_AT_ALL:
        return True
    return sum(not line.isspace() for line in split_lines(text) if line) > MAX_LINES


def split_lines(text: str) -> list[str]:
    """Return the lines of a page; roles and line numbers count these, from 1."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise PageRefused("unknown-encoding", "the file begins as UTF-16 and is not") from None
    if b"\x00" in content:
        raise PageRefused("binary-file", "the file is binary, not the text of a page")
    encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        pass
    text = content.decode("cp1256")
    if _reads_as_arabic(text):
        return text, "cp1256"
    raise PageRefused("unknown-encoding", "the encoding is none of UTF-8, UTF-16, windows-1256")


def _reads_as_arabic(text: str) -> bool:
    """Whether text decoded as windows-1256 is Arabic, not another encoding seen through it."""
    letters = len(_LETTERS.findall(text))
    arabic = len(_ARABIC.findall(text))
    return (
        arabic * 2 > letters
        and len(_ALEF_AND_LAM.findall(text)) * 10 > arabic
        and len(_MOJIBAKE.findall(text)) * 5 < arabic
        and len(_ACCENTED.findall(text)) * 50 < letters
    )
