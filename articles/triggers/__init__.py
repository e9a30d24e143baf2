"""Triggers: what the database holds to, whoever writes.

They are laid after every ``migrate`` and lifted before one that changes anything, rather than by a
migration: Django alters a table of SQLite by making it anew, without its triggers, and PostgreSQL
alters none whose trigger is to be fired.
"""

from .laid import drop_triggers, laid_triggers
from .only_added import ONLY_ADDED, lay_locks, lift_locks, missing_locks

__all__ = [
    "ONLY_ADDED",
    "drop_triggers",
    "laid_triggers",
    "lay_locks",
    "lift_locks",
    "missing_locks",
]
