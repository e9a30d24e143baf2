"""A search backend in a dictionary: what the seam asks of one, and the measure of the others."""

from collections.abc import Iterable, Iterator

from articles.search.backends import Entry
from articles.search.matching import Match
from articles.search.places import Places

_indexes: dict[int, dict[int, Entry]] = {0: {}, 1: {}}


class MemoryBackend:
    def add(self, slot: int, entries: Iterable[Entry]) -> None:
        for entry in entries:
            assert entry.place not in _indexes[slot]
            _indexes[slot][entry.place] = entry

    def remove(self, slot: int, entries: Iterable[Entry]) -> None:
        for entry in entries:
            assert _indexes[slot].pop(entry.place) == entry

    def clear(self, slot: int) -> None:
        _indexes[slot].clear()

    def optimize(self, slot: int) -> None:
        """Nothing to do."""

    def find(self, slot: int, field: str, match: Match, within: Places, limit: int) -> list[int]:
        found = [
            place
            for place, entry in _indexes[slot].items()
            if within.first <= place <= within.last and _matches(getattr(entry, field), match)
        ]
        return sorted(found, reverse=True)[:limit]

    def places(self, slot: int) -> Iterator[int]:
        yield from sorted(_indexes[slot])

    def size(self, slot: int) -> int:
        return sum(len(entry.text.encode()) for entry in _indexes[slot].values())


def _matches(text: str, match: Match) -> bool:
    tokens = text.split()

    def has(phrase: tuple[str, ...]) -> bool:
        return f" {' '.join(phrase)} " in f" {text} "

    def has_any(group: tuple[str, ...]) -> bool:
        return any(token in tokens for token in group)

    return (
        sum(map(has_any, match.groups)) >= match.quorum
        and all(map(has_any, match.required))
        and all(map(has, match.phrases))
        and not any(map(has, match.excluded))
        and any(token.startswith(match.prefix) for token in tokens)
    )
