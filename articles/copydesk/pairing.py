"""Quotation marks and brackets of a text, paired.

A straight mark does not say which way it faces: what stands on its two sides does, and where that
says nothing (``لـ"الدولة"``), whether a quotation is open. Pairs never cross from block to block.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from .letters import TATWEEL

Facing = Literal["opening", "closing", "either"]

_STRAIGHT = '"“”„‟'
_QUOTES = re.compile(f"[«»\n{_STRAIGHT}]")
_BRACKETS = re.compile(r"[()\[\]{}\n]")
_CLOSING = {")": "(", "]": "[", "}": "{"}
_BEFORE_OPENING = "([{«-–—/،,:؛" + TATWEEL
_AFTER_CLOSING = ")]}»،؛؟!.,:;?…-–—/"
_ENDS = re.compile(r"[،؛؟!,;:)\]}»]|\.(?!\.)")
_PREFIX = re.compile(r"(?<!\w)[وفأ]?(?:[بكل]|ال|بال|كال|لل)?\Z")
_LONGEST_PREFIX = 5
# 1) and أ) begin an item of a list; :) smiles.
_ITEM = re.compile(r"(?:^|[\s(])\w{1,2}\Z|[:;=8]-?\Z", re.MULTILINE)
# A quotation of several paragraphs opens anew in each and closes in the last.
_PARAGRAPHS = 4


class Mark(NamedTuple):
    """One mark: where it stands, its character, and which block of the text that is."""

    place: int
    char: str
    line: int


class Pairing(NamedTuple):
    """The pairs of marks that no other pair encloses, and the marks that have no partner."""

    pairs: list[tuple[Mark, Mark]]
    strays: list[Mark]


def pair_quotes(text: str) -> Pairing:
    """Return the quotation marks of ``text`` paired: «…», "…", “…” and any mixture of them.

    The mark of an inch is none: ``شاشة 55"``.
    """
    pairing = Pairing([], [])
    strays: list[tuple[Mark, Facing]] = []
    for line in _lines(_QUOTES, text):
        still_open: list[Mark] = []
        pairs: list[tuple[Mark, Mark]] = []
        for mark in line:
            facing = _facing(text, mark)
            if facing == "either":
                facing = "closing" if still_open else "opening"
            if mark.char in _STRAIGHT and not still_open and _is_inch(text, mark.place):
                continue
            if facing == "opening":
                still_open.append(mark)
            elif still_open:
                pairs.append((still_open.pop(), mark))
            else:
                strays.append((mark, "closing"))
        strays += [(mark, "opening") for mark in still_open]
        pairing.pairs.extend(_outermost(pairs))
    pairing.strays.extend(_without_long_quotations(strays))
    return pairing


def pair_brackets(text: str) -> Pairing:
    """Return the brackets of ``text`` paired: ``()``, ``[]`` and ``{}``."""
    pairing = Pairing([], [])
    strays: list[tuple[Mark, Facing]] = []
    for line in _lines(_BRACKETS, text):
        still_open: list[Mark] = []
        pairs: list[tuple[Mark, Mark]] = []
        for mark in line:
            opener = _CLOSING.get(mark.char)
            if opener is None:
                still_open.append(mark)
            elif still_open and still_open[-1].char == opener:
                pairs.append((still_open.pop(), mark))
            elif not _ITEM.search(text, max(0, mark.place - 3), mark.place):
                strays.append((mark, "closing"))
        strays += [(mark, "opening") for mark in still_open]
        pairing.pairs.extend(_outermost(pairs))
    pairing.strays.extend(_without_long_quotations(strays))
    return pairing


def _lines(pattern: re.Pattern[str], text: str) -> Iterator[list[Mark]]:
    line: list[Mark] = []
    number = 0
    for found in pattern.finditer(text):
        if found[0] == "\n":
            if line:
                yield line
                line = []
            number += 1
        else:
            line.append(Mark(found.start(), found[0], number))
    if line:
        yield line


def _facing(text: str, mark: Mark) -> Facing:
    place = mark.place
    if mark.char in "«»":
        return "opening" if mark.char == "«" else "closing"
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    may_open = (
        bool(after.strip())
        and not _ENDS.match(text, place + 1)
        and (
            not before.strip()
            or before in _BEFORE_OPENING
            or bool(_PREFIX.search(text, max(0, place - _LONGEST_PREFIX), place))
        )
    )
    may_close = bool(before.strip()) and (not after.strip() or after in _AFTER_CLOSING)
    if may_open == may_close:
        return "either"
    return "opening" if may_open else "closing"


def _is_inch(text: str, place: int) -> bool:
    return text[place - 1 : place].isdecimal() and not text[place + 1 : place + 2].isalnum()


def _outermost(pairs: list[tuple[Mark, Mark]]) -> Iterator[tuple[Mark, Mark]]:
    end = -1
    for pair in sorted(pairs):
        if pair[0].place > end:
            yield pair
            end = pair[1].place


def _without_long_quotations(strays: list[tuple[Mark, Facing]]) -> Iterator[Mark]:
    """Leave out the marks that open in one block and close in one of the next few."""
    waiting: list[Mark] = []
    alone: list[Mark] = []
    for mark, facing in sorted(strays):
        if facing == "opening":
            waiting.append(mark)
        elif waiting and 0 < mark.line - waiting[-1].line <= _PARAGRAPHS:
            waiting.clear()
        else:
            alone.append(mark)
    yield from sorted(alone + waiting)
