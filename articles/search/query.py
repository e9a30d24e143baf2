"""What someone typed into the search box, read; nothing that can be typed is an error."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from articles.arabic import clean_line, find_words, split_words
from articles.damascus import read_period

MAX_LENGTH = 1000  # characters that are read; the rest of a longer query is not
MAX_WORDS = 24  # words that are sought

_QUOTED = r'"[^"]*"|«[^»]*»|“[^”]*”|”[^“]*“|„[^“”]*[“”]|‹[^›]*›|‘[^’]*’'
_PIECE = re.compile(
    # A minus counts in front of a word, not inside one: أيار-مايو.
    rf"(?P<minus>(?<!\S)[-–−](?=\S))?"
    rf"(?:(?P<source>(?:source|(?:ال)?مصدر)\s?[:：]\s?)(?P<name>{_QUOTED}|\S+)"
    rf"|(?P<phrase>{_QUOTED})|(?P<word>[^\s\"«»“”„]+)|(?P<quote>[\"«»“”„]))",
    re.IGNORECASE,
)

_MINUSES = ("-", "–", "−")
_QUOTES = '"«»“”„‹›‘’'

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word as it was typed, and folded."""

    written: str
    folded: str


@dataclass(frozen=True, slots=True)
class QueryPhrase:
    """A word or words side by side, as they were typed, and folded."""

    written: str
    folded: Words


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: words that count together, phrases, what is not wanted, and filters.

    ``since`` and ``until`` are Damascus days, the last one in the period; ``sources`` and
    ``excluded_sources`` are names as typed. ``words`` holds the words of the phrases too: they are
    ranked and highlighted like others.
    """

    written: str
    words: tuple[QueryWord, ...] = ()
    phrases: tuple[Words, ...] = ()
    excluded: tuple[QueryPhrase, ...] = ()
    sources: tuple[str, ...] = ()
    excluded_sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def asks(self) -> bool:
        """Whether the index is to be asked: for words, or for what has none of some words."""
        return bool(self.words or self.excluded or self.excluded_sources)

    @property
    def narrows(self) -> bool:
        """Whether it names a source or days."""
        return bool(self.sources or self.since)


def parse_query(text: str, known_sources: Callable[[], Collection[str]] = frozenset) -> Query:
    """Return what ``text`` asks for.

    ``'«جنوب دمشق» -إدلب مصدر:الفرات أيار 2018'`` -> the phrase (جنوب، دمشق), without إدلب, from
    the source الفرات, of May 2018. A minus in front of a word, a phrase or a source excludes it; a
    quote that is not closed is no quote. A source's name of several words is quoted, unless it is
    one of ``known_sources`` (folded), asked for only where that matters.
    """
    written = clean_line(text[:MAX_LENGTH]).text
    phrases: list[Words] = []
    excluded: list[QueryPhrase] = []
    sources: list[str] = []
    excluded_sources: list[str] = []
    words: list[QueryWord] = []
    free: list[str] = []
    open_name: list[str] | None = None  # where a word that follows may be of a source's name too

    def read_free() -> None:
        words.extend(_words_of(" ".join(free)))
        free.clear()

    rest, since, until = _without_period(written)
    for piece in _PIECE.finditer(rest):
        content = piece["name"] or piece["phrase"] or piece["word"] or ""
        folded = tuple(split_words(content))
        if open_name and piece["word"] and not piece["minus"]:
            longer = f"{open_name[-1]} {content}"
            if _is_named(longer, known_sources()):
                open_name[-1] = longer
                continue
        open_name = None
        if piece["source"]:
            names = excluded_sources if piece["minus"] else sources
            if folded:
                name = content.strip(_QUOTES)
                names.append(name)
                open_name = names if name == content else None
        elif piece["minus"]:
            if folded:
                excluded.append(QueryPhrase(_words_as_written(content), folded[:MAX_WORDS]))
        elif piece["phrase"]:
            read_free()
            words.extend(_words_of(content))
            if len(folded) > 1:
                phrases.append(folded)
        elif piece["word"]:
            free.append(content)
    read_free()
    seen: dict[str, QueryWord] = {}
    for word in words:
        seen.setdefault(word.folded, word)
    return Query(
        written,
        tuple(seen.values())[:MAX_WORDS],
        tuple(phrase[:MAX_WORDS] for phrase in phrases[:5]),
        tuple(excluded[:MAX_WORDS]),
        tuple(sources[:5]),
        tuple(excluded_sources[:5]),
        since,
        until,
    )


def _is_named(words: str, names: Iterable[str]) -> bool:
    """Whether words stand side by side in one of the names."""
    wanted = f" {' '.join(split_words(words))} "
    return any(wanted in f" {name} " for name in names)


def _words_of(text: str) -> Iterable[QueryWord]:
    for start, end in find_words(text):
        for folded in split_words(text[start:end]):
            yield QueryWord(text[start:end], folded)


def _words_as_written(text: str) -> str:
    """From the first word of a text to its last: no quotes, nothing that stands around it."""
    words = find_words(text)
    return text[words[0][0] : words[-1][1]]


def _without_period(text: str) -> tuple[str, date | None, date | None]:
    """Take the day or month out of a query; one inside quotes is words to be found as they are."""
    outside = re.sub(_QUOTED, lambda quoted: "\x00" * len(quoted[0]), text)
    period = read_period(outside)
    if period is None or outside[: period.start].endswith(_MINUSES):
        return text, None, None
    rest = f"{text[: period.start]} {text[period.end :]}"
    return rest, period.first, period.last
