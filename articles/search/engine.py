"""A search from what was asked to articles in order: retrieve, rank, read, count."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.arabic import split_words
from articles.body import plain_text
from articles.damascus import damascus_date, day_range
from articles.models import Article, ArticleQuerySet, SearchDocument, Source

from .backends import get_backend
from .documents import EVERYWHERE, live_index, source_token, stems_of, text_in, topic_token
from .matching import Tokens
from .passages import Reader, Reading
from .places import article_at, minute_of, places_between
from .query import Query
from .ranking import Candidate, Ranked, order, rank
from .retrieval import MOST, retrieve
from .terms import Terms, read_terms
from .vocabulary import load_vocabulary

Sort = Literal["relevance", "date"]

_READ = 10  # of the best, whose texts are read for how the words are spelled there
_EXACT = 0.1  # more for words spelled as typed
_FEW = 20  # articles with all the words; below, those with some of them follow
_FACETS = 12  # of a kind


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query and the filters beside it; the days are Damascus days, the last one in the period.

    The days typed among the words are in ``since`` and ``until`` too.
    """

    query: Query
    language: str
    source: Source | None = None
    topic: str = ""
    since: date | None = None
    until: date | None = None
    sort: Sort = "relevance"


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the articles with all the words have each source, Damascus year and topic."""

    sources: Sequence[tuple[int, int]] = ()
    years: Sequence[tuple[int, int]] = ()
    topics: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """Ids of public articles in order, those with all the words first.

    ``whole`` is how many have all the words; when ``capped`` there are more, and the newest are
    listed. The rest of ``article_ids`` have some of the words.
    """

    article_ids: tuple[int, ...] = ()
    whole: int = 0
    capped: bool = False
    facets: Facets = field(default_factory=Facets)
    terms: Terms = field(default_factory=lambda: Terms(()))
    reader: Reader | None = None
    readings: dict[int, Reading] = field(default_factory=dict)

    def reading_of(self, article: Article, language: str) -> Reading:
        """What was found in one of the articles; read now, unless ranking has read it."""
        reading = self.readings.get(article.pk)
        return reading or _read(self.reader, article, language)


def search(wanted: Wanted, *, now: datetime) -> Results:
    """Return what readers may see at ``now`` (aware) of what is wanted."""
    index = live_index()
    if index is None or not (wanted.query.asks or wanted.topic):
        return Results()
    terms = read_terms(wanted.query, index)
    required = _marks(wanted)
    if required is None:
        return Results(terms=terms)
    if unwanted := sources_named(wanted.query.excluded_sources):
        marks = ((source_token(source.pk),) for source in unwanted)
        terms = replace(terms, excluded=(*terms.excluded, *marks))
    if not (terms.all or required):
        required = ((EVERYWHERE,),)  # no index is asked only for what is not there
    since, until = _bounds(wanted, now)
    within = places_between(wanted.language, slot=index.slot, since=since, until=until)
    found = retrieve(get_backend(), index.slot, terms, required, within)
    reader = Reader(terms.all, load_vocabulary(index).stemmer)
    readings: dict[int, Reading] = {}
    if wanted.sort == "date" or not terms.all:
        ordered = [article_at(place) for place in sorted(found.places, reverse=True)]
    else:
        ranked = rank(_candidates(found.candidates), terms, now)
        ranked, readings = _read_best(ranked, reader, wanted.language, now)
        ordered = [one.candidate.article_id for one in ranked]
    whole = [article_at(place) for place in found.whole]
    return Results(
        _all_before_some(ordered, whole),
        len(whole),
        len(whole) >= MOST,
        _facets(found.whole or found.candidates),
        terms,
        reader,
        readings,
    )


def _all_before_some(ordered: Sequence[int], whole: Sequence[int]) -> tuple[int, ...]:
    """The articles with all the words, those not ranked last; then, if they are few, the others."""
    has_all = set(whole)
    first = [pk for pk in ordered if pk in has_all]
    ranked = set(first)
    first += [pk for pk in whole if pk not in ranked]
    others = [pk for pk in ordered if pk not in has_all] if len(whole) < _FEW else []
    return (*first, *others)


def _marks(wanted: Wanted) -> tuple[Tokens, ...] | None:
    """The marks of the sources and the topic wanted; None where no source has the name asked for."""
    marks: list[Tokens] = []
    if wanted.source:
        marks.append((source_token(wanted.source.pk),))
    if wanted.query.sources:
        named = sources_named(wanted.query.sources)
        if not named:
            return None
        marks.append(tuple(source_token(source.pk) for source in named))
    if wanted.topic:
        marks.append((topic_token(wanted.topic),))
    return tuple(marks)


def _bounds(wanted: Wanted, now: datetime) -> tuple[datetime | None, datetime]:
    since = day_range(wanted.since)[0] if wanted.since else None
    soon = now + timedelta(minutes=1)  # the minute that has begun is searched too
    return since, min(day_range(wanted.until)[1], soon) if wanted.until else soon


def _candidates(places: Iterable[int]) -> list[Candidate]:
    documents = _documents_at(places)
    return [
        Candidate(place, article_id, minute_of(place), headline, stems_of(tokens))
        for place, article_id, headline, tokens in documents.values_list(
            "place", "article_id", "headline", "text_tokens"
        )
    ]


def _documents_at(places: Iterable[int]) -> QuerySet[SearchDocument]:
    # As one piece of SQL: a thousand parameters take longer to bind than the rows to find.
    numbers = RawSQL(", ".join(map(str, places)) or "NULL", [])  # noqa: S611  they are our integers
    return SearchDocument.objects.filter(place__in=numbers)


def _read_best(
    ranked: list[Ranked], reader: Reader, language: str, now: datetime
) -> tuple[list[Ranked], dict[int, Reading]]:
    """Read the texts of the best, and put what is spelled as typed before what is not."""
    ids = [one.candidate.article_id for one in ranked[:_READ]]
    articles = readable(language, now).in_bulk(ids)
    readings = {pk: _read(reader, article, language) for pk, article in articles.items()}
    best = [
        Ranked(
            one.candidate,
            one.words,
            one.score * (1 + _EXACT * readings[one.candidate.article_id].exactness),
        )
        for one in ranked[:_READ]
        if one.candidate.article_id in readings
    ]
    return [*sorted(best, key=order, reverse=True), *ranked[_READ:]], readings


def _read(reader: Reader, article: Article, language: str) -> Reading:
    text = text_in(article, language)
    blocks = (text.summary, plain_text(text.body), text.caption)
    return reader.read(text.headline, "\n".join(filter(None, blocks)))


def readable(language: str, now: datetime) -> ArticleQuerySet:
    """Every article that readers may see in a language."""
    return Article.objects.published(at=now).in_language(language)


def sources_named(names: Sequence[str]) -> list[Source]:
    """The sources that ``source:`` may mean: those one of whose names has all the words."""
    wanted = [split_words(name) for name in names]
    if not wanted:
        return []
    return [
        source
        for source in Source.objects.order_by("pk")
        if any(
            words and all(word in key.split() for word in words)
            for words in wanted
            for key in source.match_keys
        )
    ]


def source_names() -> set[str]:
    """The folded names of every source."""
    return {key for source in Source.objects.all() for key in source.match_keys}


def _facets(places: Sequence[int]) -> Facets:
    sources: Counter[int] = Counter()
    years: Counter[int] = Counter()
    topics: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    rows = _documents_at(places).values_list("place", "source_id", "topics")
    for place, source_id, tags in rows:
        years[damascus_date(minute_of(place)).year] += 1
        # Tags that are spelled apart are one topic, under the spelling met first.
        topics.update({spellings.setdefault(topic_token(tag), tag) for tag in tags})
        if source_id:
            sources[source_id] += 1
    return Facets(
        sorted(sources.items(), key=_by_count)[:_FACETS],
        sorted(years.items(), reverse=True)[:_FACETS],
        sorted(topics.items(), key=_by_count)[:_FACETS],
    )


def _by_count(counted: tuple[object, int]) -> tuple[int, str]:
    return -counted[1], str(counted[0])
