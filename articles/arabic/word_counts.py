"""How often each of many words was counted, in a fifth of the memory of a dict."""

from array import array

_FULLEST = 0.6  # of the places; above, words wait behind one another


class WordCounts:
    """Counts by word; one that was never counted has 0.

    Kept are not the words but Python's 64-bit hashes of them, in two arrays (open addressing): 20
    to 40 bytes a word, where a dict and its strings take 150. That two of 100,000 words share a
    hash has a chance of 1 in 3,000,000,000.
    """

    __slots__ = ("_counts", "_hashes", "_mask", "_taken")

    def __init__(self) -> None:
        self._taken = 0
        self._begin(1 << 10)

    def _begin(self, places: int) -> None:
        self._mask = places - 1
        self._hashes = array("q", bytes(8 * places))  # 0 is a free place
        self._counts = array("I", bytes(4 * places))

    def of(self, word: str) -> int:
        """How often a word was counted."""
        return self._counts[self._place_of(hash(word))]

    def __len__(self) -> int:
        return self._taken

    def add(self, word: str, count: int) -> None:
        """Count a word so many times more (one or more)."""
        self._add(hash(word), count)
        if self._taken > _FULLEST * self._mask:
            self._grow()

    def _grow(self) -> None:
        before = zip(self._hashes, self._counts, strict=True)
        self._taken = 0
        self._begin(2 * (self._mask + 1))
        for own, count in before:
            if own:
                self._add(own, count)

    def _add(self, own: int, count: int) -> None:
        place = self._place_of(own)
        self._taken += not self._hashes[place]
        self._hashes[place] = own
        self._counts[place] += count

    def _place_of(self, own: int) -> int:
        hashes, mask = self._hashes, self._mask
        place = own & mask
        while (there := hashes[place]) and there != own:
            place = (place + 1) & mask
        return place
