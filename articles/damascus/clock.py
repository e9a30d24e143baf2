"""The time of day that a clock printed as 24 or as twice 12 hours means."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType

from .letters import fold, single_spaced

# The hour at which the twelve that a word may name begin: noon is no earlier than 07:00, night
# no earlier than 18:00 and no later than 05:59.
_HALVES = {
    0: "ص، صباحا، صباح، الصباح، فجرا، فجر، الفجر، ضحى، قبل الظهر، بعد منتصف الليل، AM، A.M، A.M.",
    7: "ظهرا، ظهر، الظهر",
    12: "م، مساء، مساءا، المساء، عصرا، عصر، العصر، بعد الظهر، PM، P.M، P.M.",
    18: "ليلا، الليل",
}
HALVES: Mapping[str, int] = MappingProxyType(
    {fold(word): first for first, words in _HALVES.items() for word in words.split("، ")}
)
"""Folded words behind a clock to the first of the twelve hours they cover: ``"مساء"`` -> 12."""


def clock_time(hour: int, minute: int, second: int = 0, half: str | None = None) -> time | None:
    """Return the time of day, ``half`` being a word out of `HALVES`; None if there is no such time.

    ``(12, 35, half="صباحا")`` -> 00:35, ``(12, 10, half="م")`` -> 12:10. An hour above twelve may
    keep its word (``19:13 م``) unless the two contradict each other (``19:13 ص``: None).
    """
    if half is not None:
        first = HALVES[single_spaced(half)]
        if 1 <= hour <= 12:
            hour = (first + (hour - first) % 12) % 24
        elif (hour - first) % 24 >= 12:
            return None
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
