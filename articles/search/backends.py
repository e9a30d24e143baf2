"""Where the index lives: one small class a database, and the same answers from each.

An index holds entries: a place (search/places) and two fields of tokens, ``headline`` and
``text``. A backend only finds places, newest first; what is best among them is decided by
search/ranking, so that it does not depend on the database. To add one, write a class with the
methods of ``Backend`` and name it in the setting ``SEARCH_BACKEND``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils.module_loading import import_string

from .matching import Match, Tokens
from .places import Places

Field = Literal["headline", "text"]
FIELDS: tuple[Field, ...] = ("headline", "text")


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

    def find(self, slot: int, field: Field, match: Match, within: Places, limit: int) -> list[int]:
        """Return the highest places in a range whose entry matches, in descending order."""

    def places(self, slot: int) -> Iterator[int]:
        """Yield every place that has an entry, in ascending order."""

    def size(self, slot: int) -> int:
        """Return what an index takes on disk, in bytes."""


class SQLiteBackend:
    """FTS5 tables without content: the tokens are kept once, compressed, in SearchDocument."""

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
                    [(entry.place, getattr(entry, field)) for entry in entries],
                )

    def clear(self, slot: int) -> None:
        with connection.cursor() as cursor:
            for field in FIELDS:
                table = self._table(field, slot)
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")  # noqa: S608

    def find(self, slot: int, field: Field, match: Match, within: Places, limit: int) -> list[int]:
        table = self._table(field, slot)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid BETWEEN %s AND %s "  # noqa: S608
                "ORDER BY rowid DESC LIMIT %s",
                [self._expression(match), *within, limit],
            )
            return [place for (place,) in cursor]

    def _expression(self, match: Match) -> str:
        def alternatives(groups: Iterable[Tokens]) -> str:
            return "(" + " OR ".join(f'"{" ".join(group)}"' for group in groups) + ")"

        together = [
            " OR ".join(
                "(" + " AND ".join(alternatives((token,) for token in group) for group in groups) + ")"
                for groups in match.combinations()
            )
            if match.quorum
            else "",
            *(alternatives((token,) for token in group) for group in match.required),
            *(alternatives([phrase]) for phrase in match.phrases),
            f'"{match.prefix}"*' if match.prefix else "",
        ]
        expression = " AND ".join(f"({part})" for part in together if part)
        return f"({expression}) NOT {alternatives(match.excluded)}" if match.excluded else expression

    def places(self, slot: int) -> Iterator[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {self._table('text', slot)}_docsize ORDER BY id")  # noqa: S608
            for (place,) in cursor:
                yield place

    def size(self, slot: int) -> int:
        tables = (f"SELECT block FROM {self._table(field, slot)}_data" for field in FIELDS)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT sum(length(block)) FROM ({' UNION ALL '.join(tables)})")  # noqa: S608
            return cursor.fetchone()[0]

    @staticmethod
    def _table(field: Field, slot: int) -> str:
        return f"articles_search_{field}_{slot}"


class PostgreSQLBackend:
    """Two tsvector columns of our own tokens, each with a GIN index."""

    def add(self, slot: int, entries: Iterable[Entry]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self._table(slot)} (place, headline, text) "  # noqa: S608
                "VALUES (%s, %s::tsvector, %s::tsvector)",
                [
                    (entry.place, self._vector(entry.headline), self._vector(entry.text))
                    for entry in entries
                ],
            )

    def remove(self, slot: int, entries: Iterable[Entry]) -> None:
        places = [entry.place for entry in entries]
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._table(slot)} WHERE place = ANY(%s)", [places])  # noqa: S608

    def clear(self, slot: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {self._table(slot)}")

    def find(self, slot: int, field: Field, match: Match, within: Places, limit: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT place FROM {self._table(slot)} WHERE {field} @@ %s::tsquery "  # noqa: S608
                "AND place BETWEEN %s AND %s ORDER BY place DESC LIMIT %s",
                [self._expression(match), *within, limit],
            )
            return [place for (place,) in cursor]

    @staticmethod
    def _vector(tokens: str) -> str:
        """``"خبر مدرسه خبر"`` -> ``"خبر:1,3 مدرسه:2"``, whose parser is PostgreSQL's own."""
        positions = defaultdict(list)
        for position, token in enumerate(tokens.split(), start=1):
            positions[token].append(str(position))
        return " ".join(f"{token}:{','.join(at)}" for token, at in positions.items())

    def _expression(self, match: Match) -> str:
        def alternatives(groups: Iterable[Tokens]) -> str:
            return "(" + " | ".join(f"({' <-> '.join(group)})" for group in groups) + ")"

        together = [
            " | ".join(
                "(" + " & ".join(alternatives((token,) for token in group) for group in groups) + ")"
                for groups in match.combinations()
            )
            if match.quorum
            else "",
            *(alternatives((token,) for token in group) for group in match.required),
            *(alternatives([phrase]) for phrase in match.phrases),
            f"{match.prefix}:*" if match.prefix else "",
            f"!{alternatives(match.excluded)}" if match.excluded else "",
        ]
        return " & ".join(f"({part})" for part in together if part)

    def places(self, slot: int) -> Iterator[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT place FROM {self._table(slot)} ORDER BY place")  # noqa: S608
            for (place,) in cursor:
                yield place

    def size(self, slot: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size(%s)", [self._table(slot)])
            return cursor.fetchone()[0]

    @staticmethod
    def _table(slot: int) -> str:
        return f"articles_search_{slot}"


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
