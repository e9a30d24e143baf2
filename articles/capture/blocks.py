"""The body's lines: which are paragraphs, which pull quotes, which subheadings.

A pull quote is a line whose folded text occurs inside another paragraph, or one that stands alone
between two paragraphs without closing punctuation. The second is a reading by position only, so it
is reported (``pull-quote-by-position``).
"""

from collections.abc import Callable

from .line import Line
from .page import BlockKind, Role

Report = Callable[[str, Line | None, str], None]

_QUOTED_WORDS = 4  # fewer words than these occur in other paragraphs by chance
_SUBHEADING_WORDS = 5  # at most
_PULL_QUOTE_WORDS = 40  # at most; a longer line is a paragraph that lost its full stop
_LAST_WORDS = 10  # at least, for a last line without a full stop to be a paragraph all the same
_KINDS: dict[Role, BlockKind] = {
    Role.PARAGRAPH: "paragraph",
    Role.PULL_QUOTE: "pull quote",
    Role.SUBHEADING: "subheading",
}


def assign_blocks(lines: list[Line], report: Report) -> tuple[tuple[BlockKind, str], ...]:
    """Give each of the body's lines its role and return the blocks in order.

    Lines after the last paragraph that are no sentence stay unrecognised and are no block.
    """
    everything = "".join(f"\n {line.key} " for line in lines)
    for line in lines:
        quoted = (
            _QUOTED_WORDS <= line.words <= _PULL_QUOTE_WORDS
            and everything.count(f" {line.key} ") > 1
        )
        if quoted and any(_quotes(line, other) for other in lines):
            line.role = Role.PULL_QUOTE
        elif line.is_closed or line.is_bullet or line.words > _PULL_QUOTE_WORDS:
            line.role = Role.PARAGRAPH
    if lines and not lines[-1].role and lines[-1].words >= _LAST_WORDS:
        lines[-1].role = Role.PARAGRAPH
    last = max((i for i, line in enumerate(lines) if line.role), default=-1)
    sure = {i for i, line in enumerate(lines) if line.role is Role.PARAGRAPH}
    for index, line in enumerate(lines[:last]):
        if not line.role:
            _assign_fragment(lines, index, sure, report)
    return tuple((_KINDS[line.role], line.text) for line in lines if line.role)


def _quotes(line: Line, other: Line) -> bool:
    """Whether a line says what another says at more length, or what a closed sentence says."""
    if line.key == other.key:
        return other.is_closed and not line.is_closed
    return f" {line.key} " in f" {other.key} "


def _assign_fragment(lines: list[Line], index: int, sure: set[int], report: Report) -> None:
    """A line without closing punctuation that says nothing another paragraph says."""
    line = lines[index]
    alone = {index - 1, index + 1} <= sure
    if line.words <= _SUBHEADING_WORDS and line.text[0] not in '«“"':
        line.role = Role.SUBHEADING if lines[index + 1].role else Role.PARAGRAPH
    elif alone:
        line.role = Role.PULL_QUOTE
        report("pull-quote-by-position", line, line.text)
    else:
        line.role = Role.PARAGRAPH
