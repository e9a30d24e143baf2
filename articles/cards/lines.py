"""A headline in lines: as large as they fit, and of much the same length."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

Measure = Callable[[str, int], float]
"""How wide a text is in a size, both in pixels."""

Piece = tuple[str, float]
"""A word, or a part of one, and how wide it is."""


class Fitted(NamedTuple):
    """Lines and the size they fit in, in pixels."""

    lines: list[str]
    size: int


def fit(
    text: str, measure: Measure, *, width: int, height: int, sizes: range, leading: float
) -> Fitted:
    """Return the lines of a text in the first of the sizes in which they fit; never wider than that.

    In as few lines as there can be, each as short as the others allow. A word that is wider than a
    line is cut in the last size alone. What does not fit even then ends in «…».
    """
    words, measure = text.split(), cache(measure)
    for size in sizes:
        room = int(height // (size * leading))
        if size != sizes[-1] and any(measure(word, size) > width for word in words):
            continue
        pieces = [piece for word in words for piece in _pieces(word, size, measure, width)]
        space = measure(" ", size)
        lines = _wrap(pieces, space, width)
        if len(lines) <= room:
            return Fitted(_balance(pieces, space, width, lines), size)
    lines = lines[:room]
    lines[-1] = _shorten(lines[-1], size, measure, width)
    return Fitted(lines, size)


def _pieces(word: str, size: int, measure: Measure, width: int) -> Iterator[Piece]:
    while (whole := measure(word, size)) > width:
        lengths = range(1, len(word))
        too_long = bisect_left(
            lengths, True, key=lambda length: measure(word[:length], size) > width
        )
        length = max(1, too_long)
        yield word[:length], measure(word[:length], size)
        word = word[length:]
    yield word, whole


def _wrap(pieces: list[Piece], space: float, width: float) -> list[str]:
    # Letters do not join across a space, so a line is as wide as its words and the spaces between.
    lines: list[str] = []
    used = 0.0
    for piece, wide in pieces:
        if lines and used + space + wide <= width:
            lines[-1] += f" {piece}"
            used += space + wide
        else:
            lines.append(piece)
            used = wide
    return lines


def _balance(pieces: list[Piece], space: float, width: int, lines: list[str]) -> list[str]:
    """The same number of lines in the narrowest column that takes them."""
    widths = range(int(max((wide for _, wide in pieces), default=0)) + 1, width)
    narrowest = bisect_left(
        widths, True, key=lambda column: len(_wrap(pieces, space, column)) <= len(lines)
    )
    return _wrap(pieces, space, widths[narrowest]) if narrowest < len(widths) else lines


def _shorten(line: str, size: int, measure: Measure, width: int) -> str:
    while measure(f"{line}…", size) > width:
        line = line[:-1].rstrip()
    return f"{line}…"
