"""Where the index lives: one small class a database, and the same answers from each.

An index holds entries: a place (search/places) and two fields of tokens, ``headline`` and
``text``. A backend only finds places, newest first; what is best among them is decided by
search/ranking, so that it does not depend on the database. To add one, write a class with the
methods of ``Backend`` and name it in the setting ``SEARCH_BACKEND``.
"""

import time
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import Any, Literal, NamedTuple, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections, router
from django.utils.module_loading import import_string

from articles.models import SearchDocument

from .matching import Match, Tokens
from .places import Places, places_of

Field = Literal["headline", "text"]
FIELDS: tuple[Field, ...] = ("headline", "text")
_MERGED = 2_000  # pages of an FTS5 index merged in one transaction, some 8 MB
_TURN = 0.15  # seconds


def let_others_write(already: float = 0) -> None:
    """Give way between two transactions of long work, where only one can write at a time.

    ``already`` is for how many seconds they could since the last one; a turn of that is enough.

    Who waits for SQLite's lock does not stand in a queue but looks ten times a second whether it is
    free (sqliteDefaultBusyCallback): between transactions that follow at once it hardly ever is.
    """
    if not connection.features.has_select_for_update and already < _TURN:
        time.sleep(_TURN)


class Entry(NamedTuple):
    """A place and the tokens that stand there, in order, with spaces between them.

    Tokens are letters and digits, so no database's syntax is met in them.
    """

    place: int
    headline: str
    text: str


class Backend(Protocol):
    """Two indexes side by side, in slots 0 and 1; writes join the transaction that is open."""

    def add(self, slot: int, entries: Iterable[Entry]) -> None:
        """Put entries in; no place is in the index yet."""

    def remove(self, slot: int, entries: Iterable[Entry]) -> None:
        """Take entries out; each exactly as it was put in."""

    def clear(self, slot: int) -> None:
        """Take everything out."""

    def optimize(self, slot: int) -> None:
        """Make an index that was just filled small and fast, in steps that hold up no writer."""

    def find(self, slot: int, field: Field, match: Match, within: Places, limit: int) -> list[int]:
        """Return the highest places in a range whose entry matches, in descending order."""

    def places(self, slot: int) -> Iterator[int]:
        """Yield every place that has an entry, in ascending order."""

    def size(self, slot: int) -> int:
        """Return what an index and its documents take on disk, in bytes."""


class SQLiteBackend:
    """FTS5 tables without content: the tokens are kept once, compressed, in SearchDocument.

    Rows are numbered backwards, so that the newest come first in ascending order: in descending
    order FTS5 of SQLite 3.40 leaves out some of what has two common words (3.51 does not).
    """

    _LAST = 2**62

    def add(self, slot: int, entries: Iterable[Entry]) -> None:
        self._write("rowid", "", slot, entries)

    def remove(self, slot: int, entries: Iterable[Entry]) -> None:
        # A table without content must be told what it is to forget.
        self._write("{table}, rowid", "'delete', ", slot, entries)

    def _write(self, columns: str, command: str, slot: int, entries: Iterable[Entry]) -> None:
        # In ascending order of their rows: FTS5 holds what it is given in memory, and at every step
        # back writes that down as an index of its own, to be merged (sqlite3Fts5IndexBeginWrite).
        entries = sorted(entries, reverse=True)
        with connection.cursor() as cursor:
            for field in FIELDS:
                table = self._table(field, slot)
                cursor.executemany(
                    f"INSERT INTO {table} ({columns.format(table=table)}, tokens) "  # noqa: S608
                    f"VALUES ({command}%s, %s)",
                    [(self._LAST - entry.place, getattr(entry, field)) for entry in entries],
                )

    def clear(self, slot: int) -> None:
        with connection.cursor() as cursor:
            for field in FIELDS:
                table = self._table(field, slot)
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")  # noqa: S608

    def optimize(self, slot: int) -> None:
        for field in FIELDS:
            table = self._table(field, slot)
            pages = -_MERGED  # negative: begin to merge all into one
            while self._merge(table, pages):
                pages = _MERGED
                let_others_write()
        with connection.cursor() as cursor:
            # Without figures SQLite takes "published" for a rare state, and finds ten articles by
            # their ids among all that are published.
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE articles_article")

    @staticmethod
    def _merge(table: str, pages: int) -> bool:
        """Merge some pages of an index in a transaction of their own; whether anything was left."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT total_changes()")
            (before,) = cursor.fetchone()
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608
            cursor.execute("SELECT total_changes()")
            (after,) = cursor.fetchone()
        return after - before >= 2  # SQLite's own measure

    def find(self, slot: int, field: Field, match: Match, within: Places, limit: int) -> list[int]:
        table = self._table(field, slot)
        with _readers_connection().cursor() as cursor:
            cursor.execute(
                f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid BETWEEN %s AND %s "  # noqa: S608
                "ORDER BY rowid LIMIT %s",
                [
                    self._expression(match),
                    self._LAST - within.last,
                    self._LAST - within.first,
                    limit,
                ],
            )
            return [self._LAST - row for (row,) in cursor]

    def _expression(self, match: Match) -> str:
        def alternatives(groups: Iterable[Tokens]) -> str:
            return "(" + " OR ".join(f'"{" ".join(group)}"' for group in groups) + ")"

        together = [
            " OR ".join(
                "("
                + " AND ".join(alternatives((token,) for token in group) for group in groups)
                + ")"
                for groups in match.combinations()
            )
            if match.quorum
            else "",
            *(alternatives((token,) for token in group) for group in match.required),
            *(alternatives([phrase]) for phrase in match.phrases),
            f'"{match.prefix}"*' if match.prefix else "",
        ]
        expression = " AND ".join(f"({part})" for part in together if part)
        return (
            f"({expression}) NOT {alternatives(match.excluded)}" if match.excluded else expression
        )

    def places(self, slot: int) -> Iterator[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {self._table('text', slot)}_docsize ORDER BY id DESC")  # noqa: S608
            for (row,) in cursor:
                yield self._LAST - row

    def size(self, slot: int) -> int:
        tables = [f"{self._table(field, slot)}_data" for field in FIELDS]
        size = 0
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"SELECT sum(length(block)) FROM {table}")  # noqa: S608
                size += cursor.fetchone()[0]
        return size + _documents_size("length(CAST({} AS blob))", slot)

    @staticmethod
    def _table(field: Field, slot: int) -> str:
        return f"articles_search_{field}_{slot}"


class PostgreSQLBackend:
    """GIN indexes on SearchDocument itself, one a slot: what is saved there is indexed.

    The text search type is used for its boolean queries only; its parser and its dictionaries,
    which know little Arabic, see nothing of our tokens. To them the index adds the era of the
    place, and a bucket for each pair of neighbours (migration 0005).

    An index of words gives all that matches, in no order of time. Asked for the newest era first,
    then for some more, then for the rest, it gives a common word's newest thousand without the
    others. Only texts that have a phrase's words and its pairs' buckets are read for the phrase.
    """

    _IN_PAIRS = 5  # letters, of both neighbours of a pair that has a bucket
    # Era 0e123 is the places from 123 << 47 on, 45 days. MATERIALIZED, and place + 0: or PostgreSQL
    # walks the places, hoping to meet enough soon. A part that is not reached is not computed. What
    # is read is read newest first, and only until there is enough: OFFSET 0.
    _FIND = """
        WITH asked AS MATERIALIZED (
            SELECT %s{buckets} AS query, max(place) >> 47 AS era
            FROM articles_searchdocument WHERE place BETWEEN {first} AND {last}
        ), newest AS MATERIALIZED (
            SELECT place FROM articles_searchdocument
            WHERE {vector} @@ (SELECT (query || ' & 0e' || era)::tsquery FROM asked)
            AND {within}
        ), newer AS MATERIALIZED (
            SELECT place FROM articles_searchdocument
            WHERE {vector} @@ (
                SELECT (query || ' & (' || string_agg('0e' || other, ' | ') || ')')::tsquery
                FROM asked, generate_series(era - 8, era - 1) AS other GROUP BY query
            ) AND {within}
        ), older AS MATERIALIZED (
            SELECT place FROM articles_searchdocument
            WHERE (SELECT (era - 8) << 47 > {first} FROM asked)
            AND {vector} @@ (SELECT query::tsquery FROM asked)
            AND {within} AND place + 0 < (SELECT (era - 8) << 47 FROM asked)
        )
        SELECT place FROM (
            (SELECT place FROM newest ORDER BY place DESC)
            UNION ALL (SELECT place FROM newer ORDER BY place DESC)
            UNION ALL (SELECT place FROM older ORDER BY place DESC)
            OFFSET 0
        ) AS found
        WHERE {reading} LIMIT {limit}
    """

    def add(self, slot: int, entries: Iterable[Entry]) -> None:
        """Nothing is left to do."""

    def remove(self, slot: int, entries: Iterable[Entry]) -> None:
        """Nothing is left to do."""

    def clear(self, slot: int) -> None:
        """Nothing is left to do."""

    def optimize(self, slot: int) -> None:
        with connection.cursor() as cursor:
            for field in FIELDS:
                cursor.execute(
                    "SELECT gin_clean_pending_list(%s)", [f"articles_search_{field}_{slot}"]
                )
            cursor.execute("ANALYZE articles_searchdocument")

    def find(self, slot: int, field: Field, match: Match, within: Places, limit: int) -> list[int]:
        pairs = [
            pair
            for phrase in match.phrases
            for pair in pairwise(phrase)
            if all(len(token) >= self._IN_PAIRS for token in pair)
        ]
        read = [(phrase, ">") for phrase in match.phrases if len(phrase) > 1]
        read += [(phrase, "=") for phrase in match.excluded if len(phrase) > 1]
        # strpos takes half the time of LIKE.
        in_text = " AND ".join(
            f"strpos(' ' || {field}_tokens || ' ', %s) {is_} 0" for _, is_ in read
        )
        statement = self._FIND.format(
            buckets=" || ' & ' || articles_search_pair(%s, %s)" * len(pairs),
            vector=f"articles_search_vector({field}_tokens, place)",
            within=f"place {'>=' if slot else '<'} {places_of(1).first} "  # the index's own words
            f"AND place + 0 BETWEEN {within.first} AND {within.last}",
            first=within.first,
            last=within.last,
            reading=f"(SELECT {in_text} FROM articles_searchdocument AS document "  # noqa: S608
            "WHERE document.place = found.place)"
            if read
            else "TRUE",
            limit=limit,
        )
        parameters = [
            " & ".join(f"({condition})" for condition in self._conditions(match)),
            *chain.from_iterable(pairs),
            *(f" {' '.join(phrase)} " for phrase, _ in read),
        ]
        with _readers_connection().cursor() as cursor:
            cursor.execute(statement, parameters)
            return [place for (place,) in cursor]

    @staticmethod
    def _conditions(match: Match) -> Iterator[str]:
        def alternatives(tokens: Tokens) -> str:
            return f"({' | '.join(tokens)})"

        if match.quorum:
            yield " | ".join(
                f"({' & '.join(map(alternatives, groups))})" for groups in match.combinations()
            )
        yield from map(alternatives, match.required)
        yield from (" & ".join(phrase) for phrase in match.phrases)
        if match.prefix:
            yield f"{match.prefix}:*"
        yield from (f"!{phrase[0]}" for phrase in match.excluded if len(phrase) == 1)

    def places(self, slot: int) -> Iterator[int]:
        places = SearchDocument.objects.filter(place__range=places_of(slot)).order_by("place")
        yield from places.values_list("place", flat=True).iterator()

    def size(self, slot: int) -> int:
        names = [f"articles_search_{field}_{slot}" for field in FIELDS]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(pg_relation_size(name::regclass)) FROM unnest(%s::text[]) name", [names]
            )
            (size,) = cursor.fetchone()
        return int(size) + _documents_size("pg_column_size({})", slot)


def _readers_connection() -> Any:
    """The connection that articles are read from: a replica's, while a reader's page is made of it."""
    return connections[router.db_for_read(SearchDocument)]


def _documents_size(function: str, slot: int) -> int:
    """The bytes of an index's documents, by the database's function for what a value takes."""
    columns = ("headline", "headline_tokens", "text_tokens")
    size = " + ".join(function.format(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum({size}), 0) FROM articles_searchdocument "  # noqa: S608
            "WHERE place BETWEEN %s AND %s",
            list(places_of(slot)),
        )
        return int(cursor.fetchone()[0])


_BY_VENDOR = {"sqlite": SQLiteBackend, "postgresql": PostgreSQLBackend}


def get_backend() -> Backend:
    """The backend that the settings name, or the one for the database in use."""
    if named := getattr(settings, "SEARCH_BACKEND", None):
        return import_string(named)()
    try:
        return _BY_VENDOR[connection.vendor]()
    except KeyError:
        raise ImproperlyConfigured(
            f"There is no search for {connection.vendor}: use SQLite or PostgreSQL, or write a "
            "backend (articles/search/backends.py) and name it in SEARCH_BACKEND."
        ) from None
