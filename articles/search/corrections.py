"""What may have been meant, offered when the answer is poor; never asked in place of what was."""

from collections import Counter
from datetime import datetime
from typing import Literal, NamedTuple

from articles.arabic import find_words, split_words
from articles.body import plain_text
from articles.models import SearchIndex, SearchWord

from .backends import get_backend
from .documents import live_index
from .engine import Results, Wanted, readable
from .matching import Match
from .places import article_at, places_between
from .spelling import misspellings_of, on_the_other_keyboard
from .terms import RARE, WORTH_MENDING
from .vocabulary import load_vocabulary

_POOR = 3  # articles with all the words
_LOOKED_AT = 5  # articles, for how a word is written
_MARKS = dict.fromkeys([0x640, *range(0x64B, 0x660), 0x670])


class Correction(NamedTuple):
    """A query to offer, and why: another ``spelling``, or the other ``keyboard``."""

    kind: Literal["spelling", "keyboard"]
    query: str


def corrections_of(wanted: Wanted, results: Results, *, now: datetime) -> list[Correction]:
    """Return what to offer beside an answer; nothing where enough articles have all the words."""
    index = live_index()
    if index is None or results.whole >= _POOR or not wanted.query.asks:
        return []
    offered = [
        Correction("spelling", _respelled(wanted, results, index, now)),
        Correction("keyboard", _retyped(wanted, index)),
    ]
    return [correction for correction in offered if correction.query]


def _respelled(wanted: Wanted, results: Results, index: SearchIndex, now: datetime) -> str:
    """The query with each word that the archive hardly has in place of which it has a near one."""
    written = wanted.query.written
    for term in results.terms.all:
        word = term.word.folded
        if term.own_documents > RARE or len(word) < WORTH_MENDING or word.isdigit():
            continue
        near = misspellings_of(index, {word}, limit=1, more_than=term.own_documents)
        meant = near[0] if near else ""
        if meant:
            written = written.replace(term.word.written, _as_written(meant, wanted, index, now), 1)
    return written if written != wanted.query.written else ""


def _as_written(word: str, wanted: Wanted, index: SearchIndex, now: datetime) -> str:
    """A folded word as the newest articles write it, without marks: ``مدرسه`` -> ``مدرسة``."""
    stem = load_vocabulary(index).stemmer.stem(word)
    within = places_between(wanted.language, slot=index.slot, until=now)
    places = get_backend().find(
        index.slot, "text", Match(groups=((stem,),), quorum=1), within, _LOOKED_AT
    )
    spellings: Counter[str] = Counter()
    for article in readable(wanted.language, now).filter(pk__in=map(article_at, places)):
        title = getattr(article, f"title_{wanted.language}") or ""
        text = f"{title}\n{plain_text(getattr(article, f'body_{wanted.language}') or '')}"
        for start, end in find_words(text):
            if split_words(text[start:end]) == [word]:
                spellings[text[start:end].translate(_MARKS)] += 1
    return spellings.most_common(1)[0][0] if spellings else word


def _retyped(wanted: Wanted, index: SearchIndex) -> str:
    """The query on the other keyboard, where that gives words that the archive has."""
    retyped = on_the_other_keyboard(wanted.query.written)
    words = set(split_words(retyped))
    known = SearchWord.objects.filter(slot=index.slot, word__in=words).count()
    return retyped if words and known == len(words) else ""
