"""The English of a captured page, in a file beside it: ``012_souq.txt`` has ``012_souq.en.txt``.

First line the headline; then, optionally, ``Summary: …`` and ``By: …``; then one paragraph a line,
a pull quote behind ``> ``, a subheading behind ``## ``.
"""

from dataclasses import dataclass

from articles.arabic import clean_line

from .decode import split_lines
from .exceptions import PageRefused
from .page import BlockKind

_MARKS: tuple[tuple[str, BlockKind], ...] = (("> ", "pull quote"), ("## ", "subheading"))


@dataclass(frozen=True, slots=True)
class ParsedTranslation:
    headline: str
    summary: str
    byline: str
    blocks: tuple[tuple[BlockKind, str], ...]


def parse_translation(text: str) -> ParsedTranslation:
    """Read a translation. Raises PageRefused (``bad-translation``) without a headline or a body."""
    lines = [line for line in (clean_line(raw).text for raw in split_lines(text)) if line]
    headline, summary, byline = lines[0] if lines else "", "", ""
    blocks: list[tuple[BlockKind, str]] = []
    for line in lines[1:]:
        if not blocks and line.startswith("Summary: "):
            summary = line.removeprefix("Summary: ")
        elif not blocks and line.startswith("By: "):
            byline = line.removeprefix("By: ")
        else:
            blocks.append(_block(line))
    if not headline or not blocks:
        raise PageRefused("bad-translation", "the translation has no headline or no body")
    return ParsedTranslation(headline, summary, byline, tuple(blocks))


def _block(line: str) -> tuple[BlockKind, str]:
    for mark, kind in _MARKS:
        if line.startswith(mark):
            return kind, line.removeprefix(mark)
    return "paragraph", line
