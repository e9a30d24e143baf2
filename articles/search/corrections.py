"""What is offered when the answer is poor: what may have been meant, and what is nearest.

Never asked in place of what was typed.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from articles.arabic import find_words, split_words
from articles.body import plain_text
from articles.models import Article, SearchIndex, SearchWord

from .backends import FIELDS, get_backend
from .documents import live_index
from .engine import Results, Wanted, readable
from .matching import Match
from .places import article_at, places_between
from .spelling import misspellings_of, on_the_other_keyboard
from .terms import RARE, WORTH_MENDING
from .vocabulary import load_vocabulary

_POOR = 3  # articles with all the words
_LOOKED_AT = 5  # articles, for how a word is written
_TRIED = 3  # words, of which readers may no longer see the articles
_BEGINNING = range(3, 13)  # letters that a word has in common with what is nearest
_NEAREST = 3  # articles
_MARKS = dict.fromkeys([0x640, *range(0x64B, 0x660), 0x670])


class Correction(NamedTuple):
    """A query to offer, and why: another ``spelling``, or the other ``keyboard``."""

    kind: Literal["spelling", "keyboard"]
    query: str


class Nearest(NamedTuple):
    """Articles that have a word beginning so (folded), the newest first."""

    beginning: str
    articles: Sequence[Article]


def corrections_of(wanted: Wanted, results: Results, *, now: datetime) -> list[Correction]:
    """Return what to offer beside an answer; nothing where enough articles have all the words."""
    index = live_index()
    if index is None or results.whole >= _POOR or not wanted.query.words:
        return []
    offered = [
        Correction("spelling", _respelled(wanted, results, index, now)),
        Correction("keyboard", _retyped(wanted, index)),
    ]
    return [correction for correction in offered if correction.query]


def nearest(wanted: Wanted, results: Results, *, now: datetime) -> Nearest | None:
    """Return what to show in place of an answer that is empty.

    The newest articles with a word that begins as one of the words does, the longest beginning first;
    None where nothing begins like them. Filters are left out: they may be why nothing was found;
    what is excluded stays so.
    """
    index = live_index()
    if index is None:
        return None
    within = places_between(wanted.language, slot=index.slot, until=now)
    excluded = results.terms.excluded
    # A headline says nothing of the words that the body must not have.
    fields = ("text",) if excluded else FIELDS
    beginnings = {
        term.stem[:length]
        for term in results.terms.sought
        for length in _BEGINNING
        if length <= len(term.stem)
    }
    for beginning in sorted(beginnings, key=lambda beginning: (-len(beginning), beginning)):
        for field in fields:
            match = Match(prefix=beginning, excluded=excluded)
            places = get_backend().find(index.slot, field, match, within, _NEAREST)
            ids = list(map(article_at, places))
            articles = readable(wanted.language, now).for_lists().in_bulk(ids)
            if articles:
                return Nearest(beginning, [articles[pk] for pk in ids if pk in articles])
    return None


def _respelled(wanted: Wanted, results: Results, index: SearchIndex, now: datetime) -> str:
    """The query with each word that the archive hardly has in place of which it has a near one."""
    written = wanted.query.written
    for term in results.terms.sought:
        word = term.word.folded
        if term.own_documents > RARE or len(word) not in WORTH_MENDING or word.isdigit():
            continue
        for near in misspellings_of(index, {word}, limit=_TRIED, more_than=term.own_documents):
            if meant := _as_written(near, wanted, index, now):
                written = written.replace(term.word.written, meant, 1)
                break
    return written if written != wanted.query.written else ""


def _as_written(word: str, wanted: Wanted, index: SearchIndex, now: datetime) -> str:
    """A folded word as the newest articles write it, without marks: ``مدرسه`` -> ``مدرسة``.

    Empty where readers may see no article with its stem any more.
    """
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
    if spellings:
        return spellings.most_common(1)[0][0]
    return word if places else ""


def _retyped(wanted: Wanted, index: SearchIndex) -> str:
    """The query on the other keyboard, where that gives words that the archive has."""
    retyped = on_the_other_keyboard(wanted.query.written)
    words = set(split_words(retyped))
    known = SearchWord.objects.filter(slot=index.slot, word__in=words).count()
    return retyped if words and known == len(words) else ""
