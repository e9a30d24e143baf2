"""Words that stand in every article and ask for none."""

from functools import cache
from importlib.resources import files

from .words import split_words


@cache
def _function_words() -> frozenset[str]:
    text = (files(__package__) / "lexicon" / "function_words.txt").read_text("utf-8")
    return frozenset(split_words(text))


def is_function_word(word: str) -> bool:
    """Whether a folded word only joins others: ``"من"``, ``"التي"``, ``"the"``."""
    return word in _function_words()
