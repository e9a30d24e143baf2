"""Words that a reader takes for one another though no ending tells: broken plurals, month names.

``مصدر`` and ``مصادر``, ``أيار`` and ``مايو``. The lists are written for this project
(lexicon/plurals.txt, lexicon/months.txt: one family a line); the desk keeps its own beside them.
"""

from functools import cache
from importlib.resources import files

from .words import split_words


@cache
def _families() -> dict[str, frozenset[str]]:
    families: dict[str, frozenset[str]] = {}
    for name in ("plurals.txt", "months.txt"):
        text = (files(__package__) / "lexicon" / name).read_text("utf-8")
        for line in text.splitlines():
            family = frozenset(split_words(line))
            for word in family:
                families[word] = families.get(word, frozenset()) | family
    return families


def family_of(word: str) -> frozenset[str]:
    """Return the folded words of one family with ``word`` (folded, bare), itself among them."""
    return _families().get(word, frozenset()) | {word}
