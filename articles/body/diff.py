"""What changed from one text or body to another, for people: by block, then by word.

Never inside a word: Arabic letters join, and a word cut in two is drawn as another word.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from articles.arabic import is_function_word, match_key

from .align import Budget, align
from .blocks import HtmlBlockKind, kind_of, split_blocks
from .matching import match_blocks
from .textmap import text_of
from .words import is_word, split_parts

SegmentKind = Literal["kept", "added", "removed"]
BlockStatus = Literal["kept", "changed", "added", "removed", "moved"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of whole words, spaces and punctuation."""

    text: str
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What became of one block.

    ``segments`` without the added ones are its text before, without the removed ones its text
    after. ``before_at`` and ``after_at`` are its places among ``split_blocks()`` of either body,
    None where it is not. A moved block may be edited too. ``markup_only``: the same words, other
    tags (bold, a link's address, a paragraph become a pull quote).
    """

    status: BlockStatus
    kind: HtmlBlockKind
    segments: tuple[Segment, ...]
    before_at: int | None
    after_at: int | None
    markup_only: bool = False


def diff_texts(before: str, after: str) -> list[Segment]:
    """Return what changed from one text to another, word by word.

    ``"قتل ثلاثة", "قتل أربعة"`` -> ``[Segment("قتل ", "kept"), Segment("ثلاثة", "removed"),
    Segment("أربعة", "added")]``. Changes that only spaces, punctuation or function words part are
    one change, removed before added. Time is bounded: in texts of many megabytes that have little
    in common, a long stretch may be told as removed and added whole.
    """
    return _diff_words(before, after, Budget())


def diff_bodies(before: str, after: str) -> list[BlockChange]:
    """Return every block of two sanitised bodies and what became of it, in the order to show them.

    That is the order after, with each removed block before what follows it; a moved block is shown
    once, where it stands now. ``"<p>أ</p>", "<p>أ</p><p>ب</p>"`` -> one kept paragraph, one added.
    Time is bounded, as for ``diff_texts``.
    """
    budget = Budget()
    blocks, new_blocks = split_blocks(before), split_blocks(after)
    match = match_blocks(blocks, new_blocks, budget)
    moved_from = {j: i for i, j in match.moved.items()}
    changes = []
    start = new_start = 0
    for i, j in [*sorted(match.in_order.items()), (len(blocks), len(new_blocks))]:
        changes += [_removed(blocks, at) for at in range(start, i) if at not in match.moved]
        for at in range(new_start, j):
            if at in moved_from:
                changes.append(_stayed("moved", blocks, moved_from[at], new_blocks, at, budget))
            else:
                changes.append(_added(new_blocks, at))
        if i < len(blocks):
            status: BlockStatus = "kept" if blocks[i] == new_blocks[j] else "changed"
            changes.append(_stayed(status, blocks, i, new_blocks, j, budget))
        start, new_start = i + 1, j + 1
    return changes


def _removed(blocks: list[str], at: int) -> BlockChange:
    segments = tuple(_segments((text_of(blocks[at]), "removed")))
    return BlockChange("removed", kind_of(blocks[at]), segments, at, None)


def _added(blocks: list[str], at: int) -> BlockChange:
    segments = tuple(_segments((text_of(blocks[at]), "added")))
    return BlockChange("added", kind_of(blocks[at]), segments, None, at)


def _stayed(
    status: BlockStatus,
    blocks: list[str],
    at: int,
    new_blocks: list[str],
    new_at: int,
    budget: Budget,
) -> BlockChange:
    block, new_block = blocks[at], new_blocks[new_at]
    segments = tuple(_diff_words(text_of(block), text_of(new_block), budget))
    markup_only = block != new_block and all(segment.kind == "kept" for segment in segments)
    return BlockChange(status, kind_of(new_block), segments, at, new_at, markup_only)


@dataclass(slots=True)
class _Change:
    """Parts of a text that stayed, and what was removed and added after them."""

    kept: list[str]
    removed: list[str]
    added: list[str]

    def continues(self, earlier: "_Change") -> bool:
        """Return whether a reader would take both changes for one."""
        return (
            "\n" not in "".join(self.kept)
            and not any(
                is_word(part) and not is_function_word(match_key(part)) for part in self.kept
            )
            and all(any(map(is_word, change.removed + change.added)) for change in (earlier, self))
        )


def _diff_words(before: str, after: str, budget: Budget) -> list[Segment]:
    if before == after:
        return list(_segments((after, "kept")))
    changes: list[_Change] = []
    for change in _changes(split_parts(before), split_parts(after), budget):
        if changes and change.continues(changes[-1]):
            changes[-1].removed += change.kept + change.removed
            changes[-1].added += change.kept + change.added
        else:
            changes.append(change)
    return [
        segment
        for change in changes
        for segment in _segments(
            ("".join(change.kept), "kept"),
            ("".join(change.removed), "removed"),
            ("".join(change.added), "added"),
        )
    ]


def _changes(parts: list[str], new_parts: list[str], budget: Budget) -> Iterator[_Change]:
    """Return the changes from some parts to others, the last with what stayed at the end.

    Words, punctuation and the ends of lines are aligned, spaces follow them: there are too many
    spaces to tell which is which.
    """
    places, new_places = _places(parts), _places(new_parts)
    pairs = align([parts[at] for at in places], [new_parts[at] for at in new_places], budget)
    kept: list[str] = []
    start = new_start = 0
    for i, j in [*((places[i], new_places[j]) for i, j in pairs), (len(parts), len(new_parts))]:
        removed, added = parts[start:i], new_parts[new_start:j]
        if removed[:1] == added[:1]:
            kept += removed[:1]
            removed, added = removed[1:], added[1:]
        tail = removed[-1:] if removed[-1:] == added[-1:] else []
        if tail:
            removed, added = removed[:-1], added[:-1]
        if removed or added:
            yield _Change(kept, removed, added)
            kept = []
        kept += [*tail, *parts[i : i + 1]]
        start, new_start = i + 1, j + 1
    yield _Change(kept, [], [])


def _places(parts: list[str]) -> list[int]:
    return [at for at, part in enumerate(parts) if not part.isspace() or "\n" in part]


def _segments(*runs: tuple[str, SegmentKind]) -> Iterator[Segment]:
    return (Segment(text, kind) for text, kind in runs if text)
