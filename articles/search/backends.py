"""Where the index lives: one small class a database, and the same answers from each.

An index holds entries: a place (search/places) and two fields of tokens, ``headline`` and
``text``. A backend only finds places, newest first; what is best among them is decided by
search/ranking, so that it does not depend on the database. To add one, write a class with the
methods of ``Backend`` and name it in the setting ``SEARCH_BACKEND``.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import Literal, NamedTuple, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils.module_loading import import_string

from articles.models import SearchDocument

from .matching import Match, Tokens
from .places import Places, places_of

Field = Literal["headline", "text"]
FIELDS: tuple[Field, ...] = ("headline", "text")
_MERGED = 2_000  # pages of an FTS5 index merged in one transaction, some 8 MB


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
        entries = list(entries)
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
        with connection.cursor() as cursor:
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

    _ERA_BITS = 47  # of a place: 45 days
    _ERAS = (1, 8)  # in which the newest are sought, before all that are older
    _IN_PAIRS = 4  # letters, of both neighbours of a pair that has a bucket

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
        found: list[int] = []
        for window, eras in self._windows(within):
            if len(found) == limit:
                break
            found += self._find_in(window, eras, field, match, limit - len(found))
        return found

    def _windows(self, within: Places) -> Iterator[tuple[Places, range]]:
        """The ranges that are searched one after the other, with the eras of each; none is any."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT max(place) FROM articles_searchdocument WHERE place BETWEEN %s AND %s",
                list(within),
            )
            (last,) = cursor.fetchone()
        for count in self._ERAS:
            if last is None or last < within.first:
                return
            newest = last >> self._ERA_BITS
            eras = range(max(newest - count + 1, within.first >> self._ERA_BITS), newest + 1)
            first = max(eras.start << self._ERA_BITS, within.first)
            yield Places(first, last), eras
            last = first - 1
        if last >= within.first:
            yield Places(within.first, last), range(0)

    def _find_in(
        self, window: Places, eras: range, field: Field, match: Match, limit: int
    ) -> list[int]:
        of_eras = " | ".join(f"0e{era}" for era in eras)
        conditions = [part for part in (*self._conditions(match), of_eras) if part]
        pairs = [
            pair
            for phrase in match.phrases
            for pair in pairwise(phrase)
            if all(len(token) >= self._IN_PAIRS for token in pair)
        ]
        in_buckets = " || ' & ' || articles_search_pair(%s, %s)" * len(pairs)
        read = [(phrase, ">") for phrase in match.phrases if len(phrase) > 1]
        read += [(phrase, "=") for phrase in match.excluded if len(phrase) > 1]
        # strpos takes half the time of LIKE.
        in_text = " AND ".join(
            f"strpos(' ' || {field}_tokens || ' ', %s) {is_} 0" for _, is_ in read
        )
        with connection.cursor() as cursor:
            cursor.execute(
                # MATERIALIZED: or PostgreSQL walks all places, hoping to meet enough soon.
                "WITH matching AS MATERIALIZED (SELECT place FROM articles_searchdocument "  # noqa: S608
                f"WHERE articles_search_vector({field}_tokens, place) @@ (%s{in_buckets})::tsquery "
                "AND place BETWEEN %s AND %s) "
                # OFFSET 0: texts are read newest first, and only until there are enough.
                "SELECT place FROM (SELECT place FROM matching ORDER BY place DESC OFFSET 0) newest "
                f"WHERE {self._reading(in_text)} LIMIT %s",
                [
                    " & ".join(f"({condition})" for condition in conditions),
                    *chain.from_iterable(pairs),
                    *window,
                    *(f" {' '.join(phrase)} " for phrase, _ in read),
                    limit,
                ],
            )
            return [place for (place,) in cursor]

    @staticmethod
    def _reading(condition: str) -> str:
        if not condition:
            return "TRUE"
        return (
            f"(SELECT {condition} FROM articles_searchdocument "  # noqa: S608
            "WHERE articles_searchdocument.place = newest.place)"
        )

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
