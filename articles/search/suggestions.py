"""What someone who is still typing may be looking for: headlines and sources."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from articles.arabic import is_function_word, split_words
from articles.models import Article, SearchIndex, Source

from .backends import get_backend
from .documents import live_index
from .engine import readable
from .matching import Match
from .places import Places, article_at, places_between
from .query import parse_query
from .sources import public_sources
from .vocabulary import load_vocabulary

_HEADLINES = 7
_SOURCES = 3
_SHORTEST = 2  # letters of a word that has begun


class Suggestions(NamedTuple):
    """Articles by their headlines, the newest first, and sources by their names."""

    articles: Sequence[Article]
    sources: Sequence[Source]


def suggest(text: str, language: str, *, now: datetime) -> Suggestions:
    """Return what has the words of ``text``, the last one perhaps not yet whole.

    ``"جنوب دم"`` finds headlines with ``جنوب`` and a word that begins with ``دم``, however they
    are spelled, with or without the article.
    """
    index = live_index()
    within = index and places_between(language, slot=index.slot, until=now)
    ids = headlines_with(text, index, within, limit=_HEADLINES) if index and within else []
    articles = readable(language, now).for_lists().in_bulk(ids)
    return Suggestions(
        [articles[pk] for pk in ids if pk in articles], _sources(text, language, now)
    )


def headlines_with(text: str, index: SearchIndex, within: Places, *, limit: int) -> list[int]:
    """Return the ids of articles whose headline has the words of ``text``, the newest first."""
    words = split_words(parse_query(text).written)
    if not words or len(_bare(words[-1])) < _SHORTEST:
        return []
    stem = load_vocabulary(index).stemmer.stem
    whole = [word for word in words[:-1] if not is_function_word(word)]
    groups = tuple((stem(word),) for word in whole)
    match = Match(groups, len(groups), prefix=_bare(words[-1]))
    return [
        article_at(place)
        for place in get_backend().find(index.slot, "headline", match, within, limit)
    ]


def _bare(word: str) -> str:
    """A word without the article: headlines are found by their stems as by what is written."""
    return word[2:] if word.startswith("ال") and len(word) > 3 else word


def _sources(text: str, language: str, now: datetime) -> list[Source]:
    words = split_words(text)
    if not words:
        return []
    found = [
        source
        for source in public_sources(language, at=now).order_by("name_ar", "pk")
        if any(_has(key, words) for key in source.match_keys)
    ]
    return found[:_SOURCES]


def _has(key: str, words: Sequence[str]) -> bool:
    own = key.split()
    beginnings = {_bare(word) for word in own} | set(own)
    return all(word in own for word in words[:-1]) and any(
        beginning.startswith(words[-1]) for beginning in beginnings
    )
