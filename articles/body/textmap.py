"""The text of a body, and changes to that text put back into its HTML."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .markup import BLOCK_TAGS, decode, encode, tokens


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Put ``text`` in place of the characters from ``start`` to ``end`` of a body's text."""

    start: int
    end: int
    text: str


class _Piece(NamedTuple):
    """Text between two tags, characters decoded, and where it stands in the HTML."""

    html_start: int
    html_end: int
    text: str


class _Run(NamedTuple):
    """A piece that is seen: ``start`` to ``end`` in the body's text.

    ``origin`` is where the piece's first character would stand; it is before ``start`` when the
    piece begins with spaces that nobody sees.
    """

    start: int
    end: int
    origin: int
    piece: _Piece


def text_of(html: str) -> str:
    """Return the words of a body, one block a line: ``"<p>أ</p><p>ب</p>"`` -> ``"أ\\nب"``.

    A ``<br>`` begins a line too; empty blocks and the spaces around a line are left out.
    """
    lines = ("".join(piece.text for piece in line).strip() for line in _lines(html))
    return "\n".join(filter(None, lines))


def replace_texts(html: str, edits: Sequence[TextEdit]) -> str:
    """Return a sanitised body with ``edits`` made in its text, its tags left where they are.

    Offsets are characters of ``text_of(html)``, all of them as it was before any edit:
    ``("<p>لـ <strong>الاتفاق</strong></p>", [TextEdit(0, 4, "لل")])`` ->
    ``"<p>لل<strong>اتفاق</strong></p>"``. A replacement is plain text. It goes where its range
    begins; a range that crosses a tag or the end of a block leaves the tag or the block there.
    Time is linear in the body plus the edits.

    ``ValueError`` for edits that overlap, lie outside the text, or have no text to go to.
    """
    if not edits:
        return html
    runs = _runs(html)
    cuts = _cuts(runs, sorted(edits, key=lambda edit: (edit.start, edit.end)))
    parts = []
    at = 0
    for index, run_cuts in sorted(cuts.items()):
        piece = runs[index].piece
        parts += [html[at : piece.html_start], encode(_applied(runs[index], run_cuts))]
        at = piece.html_end
    return "".join([*parts, html[at:]])


def _lines(html: str) -> Iterator[list[_Piece]]:
    line: list[_Piece] = []
    for start, end, tag, _is_closing in tokens(html):
        if not tag:
            line.append(_Piece(start, end, decode(html[start:end])))
        elif line and (tag in BLOCK_TAGS or tag == "br"):
            yield line
            line = []
    yield line


def _runs(html: str) -> list[_Run]:
    runs = []
    start = 0
    for line in _lines(html):
        text = "".join(piece.text for piece in line)
        seen = text.strip()
        if not seen:
            continue
        end = start + len(seen)
        origin = start - text.index(seen)
        for piece in line:
            run = _Run(max(origin, start), min(origin + len(piece.text), end), origin, piece)
            if run.start < run.end:
                runs.append(run)
            origin += len(piece.text)
        start = end + 1
    return runs


def _cuts(runs: list[_Run], edits: list[TextEdit]) -> dict[int, list[TextEdit]]:
    """Return for each run that an edit touches its own share of the edits, in order."""
    starts = [run.start for run in runs]
    length = runs[-1].end if runs else 0
    cuts: dict[int, list[TextEdit]] = {}
    at = 0
    for edit in edits:
        if not at <= edit.start <= edit.end <= length:
            raise ValueError(f"{edit} overlaps the edit before it or is outside the text")
        if not runs:
            raise ValueError(f"{edit} has no text to go to")
        at = edit.end
        index = bisect_right(starts, edit.start) - 1
        if edit.start == edit.end and index and runs[index - 1].end == edit.start:
            index -= 1  # an insertion between two runs continues the first
        text = edit.text
        while True:
            run = runs[index]
            cut = TextEdit(max(edit.start, run.start), min(edit.end, run.end), text)
            cuts.setdefault(index, []).append(cut)
            index, text = index + 1, ""
            if index == len(runs) or runs[index].start >= edit.end:
                break
    return cuts


def _applied(run: _Run, cuts: list[TextEdit]) -> str:
    parts = []
    at = 0
    for cut in cuts:
        parts += [run.piece.text[at : cut.start - run.origin], cut.text]
        at = cut.end - run.origin
    return "".join([*parts, run.piece.text[at:]])
