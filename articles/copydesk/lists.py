"""Lists of words that the project wrote for its rules: ``*.txt`` beside them."""

from functools import cache
from importlib.resources import files


@cache
def words_in(name: str) -> frozenset[str]:
    """Return the words of ``name``.txt, as they are written there."""
    return frozenset((files(__package__) / f"{name}.txt").read_text("utf-8").split())
