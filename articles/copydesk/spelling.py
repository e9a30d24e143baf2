"""Common errors of spelling: ``spelling.txt``, with the prefixes that a word may carry."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from .letters import IN_WORDS, MARKS, SPACE, TATWEEL, WORD

_ALONE = ("", "و", "ف")
_ARTICLES = ("ال", "بال", "كال", "فال", "وال", "وبال", "وكال", "لل", "ولل", "فلل")
_CLITICS = (*_ALONE, "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", *_ARTICLES)
_PREFIXES = {"bare": ("",), "alone": _ALONE, "any": _CLITICS, "article": _ARTICLES}
_MARK = re.compile(f"[{MARKS}{TATWEEL}]")
_CLUSTER = re.compile(f".[{MARKS}{TATWEEL}]*")


class Errors(NamedTuple):
    """What ``spelling.txt`` lists, ready to be looked up.

    ``words`` maps every wrong form, prefixes and all, to the right one; ``stems`` the beginnings of
    words; ``lengths`` is how long, in letters, those beginnings are. ``pattern`` finds whole words,
    and the phrases before the words that they consist of.
    """

    words: dict[str, str]
    stems: dict[str, str]
    lengths: tuple[int, ...]
    pattern: re.Pattern[str]


@cache
def errors() -> Errors:
    """Return the errors that the copy desk knows."""
    words: dict[str, str] = {}
    stems: dict[str, str] = {}
    phrases: dict[str, str] = {}
    for section, line in _lines():
        if section == "stem":
            for stem in line.split():
                stems |= {f"{clitic}إ{stem[1:]}": f"{clitic}{stem}" for clitic in _CLITICS}
            continue
        wrong, right = line.split(" → ")
        if section == "phrase":
            phrases[wrong] = right
        else:
            words |= {f"{clitic}{wrong}": f"{clitic}{right}" for clitic in _PREFIXES[section]}
    words |= {
        f"{clitic}{wrong}": f"{clitic}{right}"
        for wrong, right in phrases.items()
        for clitic in _ALONE
    }
    spelled = "|".join(
        wrong.replace(" ", f"{SPACE}+") for wrong in sorted(phrases, key=len, reverse=True)
    )
    pattern = re.compile(rf"(?<![\w{IN_WORDS}])(?:[وف]?(?:{spelled})|{WORD})(?![\w{IN_WORDS}])")
    return Errors(words, stems, tuple(sorted({len(stem) for stem in stems}, reverse=True)), pattern)


def corrected(word: str) -> str | None:
    """Return how a word or phrase is spelled, None for one that is right or unknown.

    ``"والإجتماع"`` -> ``"والاجتماع"``; marks stay where the letters do: ``"إتّفاق"`` -> ``"اتّفاق"``.
    """
    bare = " ".join(_MARK.sub("", word).split())
    known = errors()
    if right := known.words.get(bare):
        return _with_marks_of(word, right)
    if "إ" in bare:
        for length in known.lengths:
            if right := known.stems.get(bare[:length]):
                return _with_marks_of(word, right + bare[length:])
    return None


def _with_marks_of(word: str, right: str) -> str:
    clusters = _CLUSTER.findall(word)
    if len(clusters) != len(right) or _MARK.search(right):
        return right
    return "".join(letter + cluster[1:] for letter, cluster in zip(right, clusters, strict=True))


def _lines() -> Iterator[tuple[str, str]]:
    section = ""
    for line in (files(__package__) / "spelling.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            yield section, line
