"""Sanitised HTML as tags and texts.

``sanitize`` writes ``<`` and ``>`` nowhere but around tags, so one expression reads it exactly, cut
off in the middle of a tag or not; what looks like no tag is text, and no string fails.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

BLOCK_TAGS = frozenset({"p", "h2", "h3", "blockquote", "ul", "ol", "li"})

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*(?:>|\Z)", re.IGNORECASE | re.ASCII)
_LINE_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class Token(NamedTuple):
    """One tag, or the text between two: ``source[start:end]``."""

    start: int
    end: int
    tag: str  # "" for text
    is_closing: bool


def tokens(source: str) -> Iterator[Token]:
    """Return the tags and texts of ``source``, in order and without a gap."""
    at = 0
    for found in _TAG.finditer(source):
        start, end = found.span()
        if at < start:
            yield Token(at, start, "", False)
        yield Token(start, end, found[2].lower(), found[1] == "/")
        at = end
    if at < len(source):
        yield Token(at, len(source), "", False)


def decode(text_html: str) -> str:
    """Return the characters of a text: ``"أ&amp;ب"`` -> ``"أ&ب"``.

    A line break in the source is a space to a reader, and so it is here.
    """
    if "&" in text_html:
        text_html = html.unescape(text_html)
    return _LINE_BREAKS.sub(" ", text_html)


def encode(text: str) -> str:
    """Return ``text`` as ``sanitize`` would write it: ``"أ&ب"`` -> ``"أ&amp;ب"``."""
    return html.escape(text, quote=False).replace("\xa0", "&nbsp;")
