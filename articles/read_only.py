"""Whether the newsroom takes no writes now: while it is moved, mended or upgraded, readers read on.

It is asked by whoever is about to write, with one look at one row: readers' pages do not ask.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from articles.models import ReadOnly

RETRY_AFTER = 120  # seconds after which somebody whose form was not taken may try again
_READ_ONLY = "25006"  # https://www.postgresql.org/docs/current/errcodes-appendix.html
_NO_ROOM = "53"
_SHUT = "57P"
_NO_CONNECTION = "08"


def is_read_only() -> bool:
    """Whether nothing is to be written now: by the setting, or by ``manage.py read_only on``."""
    return settings.READ_ONLY or ReadOnly.objects.exists()


def read_only_since() -> datetime | None:
    """When ``turn_on`` was called (UTC); None where it was not, or was undone."""
    return ReadOnly.objects.values_list("since", flat=True).first()


def turn_on() -> None:
    """From the next request on, nowhere is anything written. Safe to repeat."""
    ReadOnly.objects.get_or_create(pk=1)


def turn_off() -> None:
    """Take writes again. Safe to repeat."""
    ReadOnly.objects.all().delete()


def writes_nothing(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that takes forms and writes nothing of them into the database."""
    view.writes_nothing = True
    return view


def is_passing(error: BaseException | None) -> bool:
    """Whether an error says that the database takes no writes or does not answer now.

    It is held, full, read-only, a standby, shut down: it may take later what it did not take now. A
    fault of ours, or of what is in it, does not pass by itself.
    """
    while error is not None and not isinstance(error, DatabaseError):
        error = error.__cause__
    if error is None:
        return False
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None)
    if state:
        return state == _READ_ONLY or state.startswith((_NO_ROOM, _SHUT, _NO_CONNECTION))
    if name := getattr(cause, "sqlite_errorname", ""):
        return name.startswith(_PASSING_OF_SQLITE)
    return type(error).__name__ in {"OperationalError", "InterfaceError"}


# https://www.sqlite.org/rescode.html
_PASSING_OF_SQLITE = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_FULL"),
    *("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PROTOCOL", "SQLITE_NOMEM"),
)
