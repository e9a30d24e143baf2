"""The families of digits that Arabic text is written in, and which of them a text is."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

Family = Literal["0-9", "٠-٩", "۰-۹"]

ZEROS: dict[Family, str] = {"0-9": "0", "٠-٩": "٠", "۰-۹": "۰"}
"""The families, the house's own first: it wins a draw."""

_TABLES: dict[Family, dict[int, int]] = {
    family: {
        ord(other) + value: ord(zero) + value for other in ZEROS.values() for value in range(10)
    }
    for family, zero in ZEROS.items()
}

# F16 and covid19 keep their digits in any text, and so does the square of م٢ and كم2.
NUMBERS = re.compile("(?<![A-Za-z0-9م])[0-9]+(?![A-Za-z0-9])|(?<![٠-٩م])[٠-٩]+|(?<![۰-۹م])[۰-۹]+")


def family_of(number: str) -> Family:
    """Return the family of a run of digits: ``"٢٠١٨"`` -> ``"٠-٩"``."""
    return next(family for family, zero in ZEROS.items() if zero <= number[0] <= chr(ord(zero) + 9))


def majority(texts: Iterable[str]) -> Family:
    """Return the family that most numbers in ``texts`` are written in; ``"0-9"`` in a draw."""
    counts = Counter(family_of(number) for text in texts for number in NUMBERS.findall(text))
    return max(ZEROS, key=lambda family: counts[family])


def written_in(text: str, family: Family) -> str:
    """Return ``text`` in the digits of ``family``: ``("عام ٢٠١٨", "0-9")`` -> ``"عام 2018"``."""
    return text.translate(_TABLES[family])
