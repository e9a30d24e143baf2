"""Whose code a processor's time goes to: what explains a figure that misses its target."""

import cProfile
import pstats
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What C code does by itself, by the name the profiler gives it; other builtins count with who calls them.
_BUILTINS = (
    (re.compile(r"sqlite3|SQLiteCursorWrapper|psycopg"), "the database"),
    (re.compile(r"zlib|brotli"), "compressing"),
)
_LIBRARIES = (
    (re.compile(r"/(django/db|modeltranslation)/"), "Django's ORM"),
    (re.compile(r"/psycopg(_pool)?/"), "the database"),
    (re.compile(r"/django/template/"), "Django's templates"),
    (re.compile(r"/django/urls/"), "addresses (reverse)"),
    (re.compile(r"/django/utils/translation/|/gettext\.py"), "translations"),
    (re.compile(r"/django/"), "the rest of Django"),
    (
        re.compile(r"/(threading|selectors|concurrent/futures/\w+|multiprocessing/\w+)\.py"),
        "waiting",
    ),
)


def shares(profile: cProfile.Profile | str, least: float = 0.02) -> dict[str, float]:
    """By owner, the part of the time that its own functions took, the largest first.

    ``{"Django's ORM": 0.41, "articles/search": 0.1, …}``; what is less than ``least`` is "the rest". A
    profile is a profiler, or the name of the file that one has written.
    """
    spent: Counter[str] = Counter()
    for function, (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if function[0] != "~":
            spent[_owner(function[0])] += own
        elif named := next((name for form, name in _BUILTINS if form.search(function[2])), None):
            spent[named] += own
        elif "acquire" in function[2] or "poll" in function[2]:
            spent["waiting"] += own
        else:
            for caller, (_, _, in_it, _) in callers.items():
                spent[_owner(caller[0])] += in_it
    del spent["waiting"]  # a profile counts the clock's seconds
    whole = spent.total()
    told = {name: one / whole for name, one in spent.most_common() if one / whole >= least}
    return told | {"the rest": 1 - sum(told.values())}


def _owner(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(ROOT) and ".venv" not in path.parts:
        return "/".join(path.relative_to(ROOT).parts[:2]).removesuffix(".py")
    return next(
        (name for form, name in _LIBRARIES if form.search(file)), "Python and other libraries"
    )
