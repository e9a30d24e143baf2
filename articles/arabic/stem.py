"""Light stems: a word without what was written onto it, never without a letter of its own.

Arabic writes the article, prepositions, conjunctions and pronouns onto the word, and sound plurals
behind it. Whether ``وزير`` begins with "and" cannot be seen in its letters; it is decided by the
vocabulary: something is taken off only where what is left is a word, and one that is common enough
beside the whole. Words of a list written for this project (lexicon/words.txt) are never cut.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import TypeVar

from .word_counts import WordCounts
from .words import split_words

_Affix = TypeVar("_Affix", tuple[str, float], tuple[str, str, float])
_Suffixes = Mapping[str, list[tuple[str, str, float]]]

_SHORTEST = 3  # letters that must be left
_KNOWN = 3  # a word of our list counts as if so many more articles had it
_ROUNDS = 4  # of cutting: وبسياراتهم takes three


def _by_letter(end: int, affixes: Iterable[_Affix]) -> dict[str, list[_Affix]]:
    """Affixes by the letter at their end (0, -1), in their order: of seventy few need be tried."""
    grouped: dict[str, list[_Affix]] = {}
    for affix in affixes:
        grouped.setdefault(affix[0][end], []).append(affix)
    return grouped


# What may stand before a word, the longest first, and how common the rest must be beside the
# whole: the article is nearly always one, a single letter may well be the word's own.
_ARTICLES = ("وبال", "وكال", "فبال", "ولل", "فلل", "وال", "بال", "فال", "كال", "ال", "لل")
_PREFIXES = _by_letter(
    0,
    (
        # Before لل: للجنة is of لجنة, unless جنة is the more common.
        ("و", 0.5),
        ("ل", 1.0),
        ("ول", 0.5),
        *((article, 0.02) for article in _ARTICLES),
        ("وب", 0.5),
        *((letter, 1.0) for letter in ("ف", "ب", "س", "فل", "وس", "وك")),
        ("ك", 2.0),
    ),
)
_PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا", "ي", "ك", "كم")
# What may stand behind a word, the ending that it took the place of, and the same measure.
_SUFFIXES = _by_letter(
    -1,
    (
        *(("ات", ending, 0.05) for ending in ("ه", "")),
        *((plural, "", 0.1) for plural in ("ون", "ين")),
        *((dual, "ه", 0.1) for dual in ("تين", "تان")),
        *((plural, "ي", 0.1) for plural in ("يه", "يات", "يين", "يون")),
        *(("ت" + pronoun, "ه", 0.1) for pronoun in _PRONOUNS),
        *(("ات" + pronoun, ending, 0.1) for pronoun in _PRONOUNS for ending in ("ه", "")),
        *((pronoun, "", 0.3) for pronoun in ("ها", "هم", "هما", "هن", "نا", "كم", "وا")),
        # Its hamza on a seat: أبنائهم and أبناؤهم for أبناء.
        *((seat + pronoun, "ا", 0.1) for seat in ("اي", "او") for pronoun in _PRONOUNS),
        ("ا", "", 0.5),
        ("ان", "", 0.8),
        ("ه", "", 2.0),
    ),
)
# English: its plurals by rule (Harman, "How effective is suffixing?", 1991), the rest guarded.
_ENGLISH_PLURALS = (
    (re.compile("(?<=[b-df-hj-np-tv-z])ies$"), "y"),
    (re.compile("(?<=sh|ch|ss)es$|(?<=[xz])es$"), ""),
    (re.compile("(?<=[^sui])s$"), ""),
)
# What only looks like a plural: news are not several new.
_ENGLISH_SINGULARS = frozenset(["news", "series", "species", "means", "goods"])
_ENGLISH_SUFFIXES = _by_letter(
    -1, ((ending, silent, 0.3) for ending in ("ed", "ing") for silent in ("", "e"))
)


@cache
def common_words() -> frozenset[str]:
    """The list's words, folded, and as haste spells them."""
    text = (files(__package__) / "lexicon" / "words.txt").read_text("utf-8")
    words = frozenset(split_words(text))
    return words | frozenset(map(_spelling, words))


def _spelling(word: str) -> str:
    """A folded word without its hamza behind an alef, which haste leaves out: ``نزلاء``, ``نزلا``."""
    return word.replace("اء", "ا") if len(word) > _SHORTEST else word


class _Remembered(dict[str, str]):
    """What a function makes of words, kept until there are too many; a known word costs nothing."""

    def __init__(self, make: Callable[[str], str], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, word: str) -> str:
        if len(self) >= self._most:
            self.clear()
        made = self[word] = self._make(word)
        return made


class Stemmer:
    """Stems by one vocabulary: folded words, and how many articles have each.

    The same vocabulary gives the same stems, so an index keeps the one it was built with. The stems
    of ``remembered`` words are kept, 150 bytes each: an import meets new words without end.
    """

    def __init__(self, counts: Mapping[str, int], *, remembered: int = 200_000) -> None:
        self._counts = WordCounts()
        for word, count in counts.items():
            for spelling in {word, _spelling(word)}:
                self._count(spelling, count)
        self._stems = _Remembered(lambda word: _spelling(self._cut(word)), remembered)

    def _count(self, word: str, count: int) -> None:
        """Count a word, and a definite noun as its bare form too, which may be the rarer one."""
        self._counts.add(word, count)
        if word.startswith("ال") and word not in common_words():
            self._counts.add(word[2:], count)

    def _count_of(self, word: str) -> int:
        return self._counts.of(word) + (_KNOWN if word in common_words() else 0)

    def stem(self, word: str) -> str:
        """Return the stem of a folded word: ``"والمدرسه"`` -> ``"مدرسه"``, ``"وزير"`` -> itself."""
        return self._stems[word]

    def stems(self, words: Iterable[str]) -> list[str]:
        """Return the stems of folded words, in their order."""
        return list(map(self._stems.__getitem__, words))

    def knows(self, word: str) -> bool:
        """Whether the vocabulary has a word (folded, bare)."""
        return self._count_of(word) > 0

    def _cut(self, word: str) -> str:
        if word.isascii():
            return self._cut_english(word)
        for _ in range(_ROUNDS):
            if word in common_words():
                break
            shorter = self._shorter(word)
            if not shorter:
                break
            word = shorter
        return word

    def _cut_english(self, word: str) -> str:
        if word in _ENGLISH_SINGULARS:
            return word
        if len(word) > _SHORTEST:
            for plural, singular in _ENGLISH_PLURALS:
                if plural.search(word):
                    return plural.sub(singular, word)
        return self._without_suffix(word, _ENGLISH_SUFFIXES) or word

    def _shorter(self, word: str) -> str:
        """A word without its prefix or its ending, whichever leaves the more common word."""
        # Of an ending and a prefix equally likely, the ending.
        readings = [
            *self._likeliest(word, _without_suffixes(word, _SUFFIXES)),
            *self._likeliest(word, _without_prefixes(word)),
        ]
        if readings:
            return max(readings, key=lambda reading: reading[0])[1]
        return self._without_both(word) or _without_article(word)

    def _without_both(self, word: str) -> str:
        """Of a word that nobody knows: what is left without a prefix and an ending at once.

        ``وحافلات``: neither ``حافلات`` nor ``وحافله`` need be known, but ``حافله`` is.
        """
        if self.knows(word):
            return ""
        rests = (rest for rest, _ in _without_prefixes(word))
        return next(filter(None, (self._without_suffix(rest, _SUFFIXES) for rest in rests)), "")

    def _without_suffix(self, word: str, suffixes: _Suffixes) -> str:
        likeliest = self._likeliest(word, _without_suffixes(word, suffixes))
        return likeliest[0][1] if likeliest else ""

    def _likeliest(self, word: str, rests: Iterable[tuple[str, float]]) -> list[tuple[int, str]]:
        """The most common of what may be left of a word, with its count; none if none is enough.

        Of equally common ones the first.
        """
        own = self._count_of(word)
        fit = [
            (count, rest)
            for rest, ratio in rests
            if len(rest) >= _SHORTEST and (count := self._count_of(rest)) > ratio * own
        ]
        return [max(fit, key=lambda reading: reading[0])] if fit else []


def _without_prefixes(word: str) -> Iterable[tuple[str, float]]:
    return (
        (word[len(prefix) :], ratio)
        for prefix, ratio in _PREFIXES.get(word[:1], ())
        if word.startswith(prefix)
    )


def _without_suffixes(word: str, suffixes: _Suffixes) -> Iterable[tuple[str, float]]:
    return (
        (word[: -len(suffix)] + ending, ratio)
        for suffix, ending, ratio in suffixes.get(word[-1:], ())
        if word.endswith(suffix)
    )


def _without_article(word: str) -> str:
    """The article goes whether or not the rest is known.

    What begins with its letters by nature (الغاء) is in the list, or loses them wherever it stands.
    """
    bare = (word[len(prefix) :] for prefix in _ARTICLES if word.startswith(prefix))
    return next((rest for rest in bare if len(rest) >= _SHORTEST), "")
