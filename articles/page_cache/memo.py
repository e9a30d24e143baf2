"""What every page shows, found once for each generation: the sections, the newsroom's own pages."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.http import HttpRequest

from .generation import Generation

GENERATION = "newsroom.generation"
"""Under this name the environ of a request has the generation that its page is to show at least."""

Value = TypeVar("Value")

_found: tuple[Generation | None, dict[Hashable, Any]] = (None, {})


def once_a_generation(
    request: HttpRequest | None, key: Hashable, find: Callable[[], Value]
) -> Value:
    """Return what ``find`` finds, or what it found for another page of this generation.

    Where a request has none (somebody has signed in, or nothing is kept) it is found anew.
    """
    global _found
    generation = request.META.get(GENERATION) if request else None
    if generation is None:
        return find()
    found = _found  # once: another thread may be at a page of another generation
    if found[0] != generation:
        found = _found = (generation, {})
    values = found[1]
    if key not in values:
        values[key] = find()
    return values[key]
