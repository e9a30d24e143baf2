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
            return zlib.compress(value.encode())
        return value

    def from_db_value(
        self, value: Any, expression: Any, connection: BaseDatabaseWrapper
    ) -> str | None:
        return zlib.decompress(value).decode() if isinstance(value, bytes) else value
