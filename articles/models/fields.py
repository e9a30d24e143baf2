"""Fields of our own."""

import zlib
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class CompressedTextField(models.TextField):
    """Text that is read whole or not at all; it takes about a third of its room.

    PostgreSQL compresses long values by itself, and can index what it has compressed; SQLite does
    not, so there it is compressed here (zlib).
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "blob" if connection.vendor == "sqlite" else super().db_type(connection)

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        value = super().get_db_prep_value(value, connection, prepared)
        if connection.vendor == "sqlite" and isinstance(value, str):
            return _compressed(value)
        return value

    def from_db_value(
        self, value: Any, expression: Any, connection: BaseDatabaseWrapper
    ) -> str | None:
        return _text(value) if isinstance(value, bytes) else value


# windows-1256 writes an Arabic letter in one byte; zlib leaves a fifth less of that than of UTF-8.
_ENCODINGS = {b"a": "cp1256", b"u": "utf-8"}
# Of the time of zlib's own 6 it takes two thirds, and leaves 1 % more; level 1 saves little more time
# and leaves 4 to 6 % more, for as long as the history is kept (tests/benchmarks/import_pages.py).
_LEVEL = 4


def _compressed(text: str) -> bytes:
    try:
        return b"a" + zlib.compress(text.encode("cp1256"), _LEVEL)
    except UnicodeEncodeError:
        return b"u" + zlib.compress(text.encode(), _LEVEL)


def _text(value: bytes) -> str:
    try:
        return zlib.decompress(memoryview(value)[1:]).decode(_ENCODINGS[value[:1]])
    except (zlib.error, KeyError, UnicodeDecodeError):
        # Tampered with: what is checked by a seal must be read to be found out.
        return value.decode(errors="replace")
