"""Three-way merge of bodies: what two people made of one text, block by block.

Blocks are matched as for the diff; where both touched the same blocks there is a conflict, for
nobody's words are mixed within a block without a person looking.

A moved block would be a deletion here and an insertion there, and the other side's edit of it would
meet the deletion only. So the blocks that either side moved are taken out of all three bodies
first; who moved one has a marker in the new place, and what the marker stands for is merged on
its own: the move of one and the edit of the other come together.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from .align import Budget, align
from .blocks import split_blocks
from .matching import match_blocks
from .policy import sanitize

Origin = Literal["base", "theirs", "mine", "both"]


@dataclass(frozen=True, slots=True)
class Merged:
    """HTML that both can agree on, empty for a deletion, and whose doing it is.

    ``base`` is what it was before: the same for ``"base"`` and for a block that was only moved,
    empty for a new one.
    """

    html: str
    origin: Origin
    base: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """The HTML of blocks that both touched, in three versions; empty where they are deleted."""

    base: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class BodyMerge:
    """A merged body in pieces, in the order of the body."""

    pieces: tuple[Merged | Conflict, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))

    @property
    def has_conflicts(self) -> bool:
        return bool(self.conflicts)

    @property
    def html(self) -> str:
        """The merged body; ``ValueError`` while there are conflicts."""
        return self.resolve([])

    def resolve(self, choices: Sequence[str]) -> str:
        """Return the body with HTML in each conflict's place, sanitised, one choice for each.

        ``ValueError`` when there are more conflicts than choices, or fewer.
        """
        if len(choices) != len(self.conflicts):
            raise ValueError(f"{len(self.conflicts)} conflicts, {len(choices)} choices")
        rest = iter(choices)
        return "".join(
            piece.html if isinstance(piece, Merged) else "".join(split_blocks(sanitize(next(rest))))
            for piece in self.pieces
        )


def merge_bodies(base: str, theirs: str, mine: str) -> BodyMerge:
    """Return what two sanitised bodies made of ``base``: the changes of both, or the conflict.

    ``"<p>أ</p><p>ب</p>", "<p>ج</p><p>ب</p>", "<p>أ</p><p>د</p>"`` -> two merged paragraphs, ج of theirs
    and د of mine. New blocks of both in the same place are kept both, theirs first. A block that one
    moved and the other edited is edited in its new place; one that both moved to different
    places is a conflict in either, each with one side empty.
    """
    blocks = split_blocks(base)
    return BodyMerge(tuple(_Merge(blocks, _Side(blocks, theirs), _Side(blocks, mine)).pieces()))


@dataclass(frozen=True, slots=True)
class _Marker:
    """Where a side put the block that was at ``at`` in the base."""

    at: int


_Item = str | _Marker


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Blocks from ``start`` to ``end`` of the base, and what a side has in their place."""

    start: int
    end: int
    items: tuple[_Item, ...]


class _Side:
    """One edited version: what became of each block of the base."""

    def __init__(self, base: Sequence[str], html: str) -> None:
        self.base = base
        self.blocks = split_blocks(html)
        # A budget for each side: equal sides are matched equally.
        match = match_blocks(base, self.blocks, Budget())
        self.in_order, self.moved = match.in_order, match.moved
        self._pair_replaced()

    def version_of(self, at: int) -> str:
        """Return a block of the base as it is here, empty if it is deleted."""
        place = self.in_order.get(at, self.moved.get(at))
        return "" if place is None else self.blocks[place]

    def hunks(self, moved_by_either: Set[int]) -> list[_Hunk]:
        """Return the changes, each as small as can be, leaving moved blocks out of the base."""
        markers = {place: _Marker(at) for at, place in self.moved.items()}
        hunks: list[_Hunk] = []
        start = place = 0
        ends = [*sorted(self.in_order.items()), (len(self.base), len(self.blocks))]
        for end, end_place in ends:
            gone = [at for at in range(start, end) if at not in moved_by_either]
            items = tuple(markers.get(at, self.blocks[at]) for at in range(place, end_place))
            hunks += _gap_hunks(start, gone, items)
            if end < len(self.base) and end not in moved_by_either:
                block = self.blocks[end_place]
                if block != self.base[end]:
                    hunks.append(_Hunk(end, end + 1, (block,)))
            start, place = end + 1, end_place + 1
        return hunks

    def _pair_replaced(self) -> None:
        """Take as many new blocks as gone ones between two pairs for their replacements."""
        placed = set(self.moved.values())
        start = place = 0
        replaced: dict[int, int] = {}
        ends = [*sorted(self.in_order.items()), (len(self.base), len(self.blocks))]
        for end, end_place in ends:
            gone = [at for at in range(start, end) if at not in self.moved]
            new = [at for at in range(place, end_place) if at not in placed]
            if len(gone) == len(new):
                replaced.update(zip(gone, new, strict=True))
            start, place = end + 1, end_place + 1
        self.in_order.update(replaced)


class _Merge:
    def __init__(self, base: Sequence[str], theirs: _Side, mine: _Side) -> None:
        self.base, self.theirs, self.mine = base, theirs, mine
        self.moved_by_both = theirs.moved.keys() & mine.moved.keys()
        self.moved_by_either = theirs.moved.keys() | mine.moved.keys()

    def pieces(self) -> Iterator[Merged | Conflict]:
        their_hunks = deque(self.theirs.hunks(self.moved_by_either))
        my_hunks = deque(self.mine.hunks(self.moved_by_either))
        at = 0
        while at < len(self.base) or their_hunks or my_hunks:
            yield from self._inserted(_insertion(their_hunks, at), _insertion(my_hunks, at))
            theirs: list[_Hunk] = []
            mine: list[_Hunk] = []
            end = at
            while taken := [
                *_taken(their_hunks, theirs, at, end),
                *_taken(my_hunks, mine, at, end),
            ]:
                end = max(end, *(hunk.end for hunk in taken))
            if theirs or mine:
                yield from self._changed(at, end, theirs, mine)
            elif at < len(self.base) and at not in self.moved_by_either:
                yield Merged(self.base[at], "base", self.base[at])
            at = max(end, at + 1)

    def _inserted(
        self, theirs: Sequence[_Item], mine: Sequence[_Item]
    ) -> Iterator[Merged | Conflict]:
        """Return new blocks of both in one place; those that both put there, once."""
        start = my_start = 0
        for i, j in [*align(theirs, mine, Budget()), (len(theirs), len(mine))]:
            yield from self._merged(theirs[start:i], "theirs")
            yield from self._merged(mine[my_start:j], "mine")
            yield from self._merged(theirs[i : i + 1], "both")
            start, my_start = i + 1, j + 1

    def _changed(
        self, start: int, end: int, their_hunks: list[_Hunk], my_hunks: list[_Hunk]
    ) -> Iterator[Merged | Conflict]:
        base = self._items(start, end, [])
        theirs, mine = self._items(start, end, their_hunks), self._items(start, end, my_hunks)
        if theirs == mine:
            yield from self._merged(mine, "both", _html(base))
        elif not my_hunks:
            yield from self._merged(theirs, "theirs", _html(base))
        elif not their_hunks:
            yield from self._merged(mine, "mine", _html(base))
        else:
            yield self._conflict(base, theirs, mine)

    def _items(self, start: int, end: int, hunks: list[_Hunk]) -> list[_Item]:
        """Return what a side with these changes has in place of some of the base's blocks."""
        items: list[_Item] = []
        for hunk in [*hunks, _Hunk(end, end, ())]:
            items += (
                self.base[at] for at in range(start, hunk.start) if at not in self.moved_by_either
            )
            items += hunk.items
            start = hunk.end
        return items

    def _merged(
        self, items: Iterable[_Item], origin: Origin, base: str = ""
    ) -> Iterator[Merged | Conflict]:
        for item in items:
            if isinstance(item, _Marker):
                yield self._moved(item.at, origin)
            else:
                yield Merged(item, origin, base)
                base = ""
        if base:
            yield Merged("", origin, base)

    def _moved(self, at: int, origin: Origin) -> Merged | Conflict:
        """Return a moved block for its new place, with the edits of both."""
        base, theirs, mine = self.base[at], self.theirs.version_of(at), self.mine.version_of(at)
        if origin != "both" and at in self.moved_by_both:
            return Conflict("", theirs, "") if origin == "theirs" else Conflict("", "", mine)
        if theirs == mine:
            return Merged(mine, origin if mine == base else "both", base)
        if theirs == base and mine:
            return Merged(mine, "mine" if origin == "mine" else "both", base)
        if mine == base and theirs:
            return Merged(theirs, "theirs" if origin == "theirs" else "both", base)
        return Conflict(base, theirs, mine)

    def _conflict(
        self, base: Sequence[_Item], theirs: Sequence[_Item], mine: Sequence[_Item]
    ) -> Conflict:
        """Return a conflict; a block that one side moved into it is in all three versions."""
        moved_in = {
            item.at for item in [*theirs, *mine] if isinstance(item, _Marker)
        } - self.moved_by_both
        moved = sorted(moved_in)
        return Conflict(
            _html(base) + "".join(self.base[at] for at in moved),
            self._versions(theirs, self.theirs, "theirs")
            + "".join(self.theirs.version_of(at) for at in moved if at in self.mine.moved),
            self._versions(mine, self.mine, "mine")
            + "".join(self.mine.version_of(at) for at in moved if at in self.theirs.moved),
        )

    def _versions(self, items: Sequence[_Item], side: _Side, origin: Origin) -> str:
        parts = []
        for item in items:
            if isinstance(item, _Marker):
                piece = self._moved(item.at, origin)
                parts.append(piece.html if isinstance(piece, Merged) else side.version_of(item.at))
            else:
                parts.append(item)
        return "".join(parts)


def _gap_hunks(start: int, gone: Sequence[int], items: tuple[_Item, ...]) -> list[_Hunk]:
    """Return the changes between two pairs: a replacement, or else insertions and deletions."""
    if gone and any(isinstance(item, str) for item in items):
        return [_Hunk(gone[0], gone[-1] + 1, items)]
    inserted = [_Hunk(start, start, items)] if items else []
    return [*inserted, *(_Hunk(at, at + 1, ()) for at in gone)]


def _insertion(hunks: deque[_Hunk], at: int) -> tuple[_Item, ...]:
    """Take off the new blocks before block ``at`` of the base."""
    return hunks.popleft().items if hunks and hunks[0].start == hunks[0].end == at else ()


def _taken(hunks: deque[_Hunk], region: list[_Hunk], start: int, end: int) -> list[_Hunk]:
    """Take off the changes that begin in a region of the base, into ``region``."""
    taken = []
    while hunks and hunks[0].start < max(end, start + 1):
        taken.append(hunks.popleft())
    region += taken
    return taken


def _html(items: Iterable[_Item]) -> str:
    return "".join(item for item in items if isinstance(item, str))
