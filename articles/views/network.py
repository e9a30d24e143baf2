"""Which network asks, and how often."""

from django.core.cache import cache
from django.http import HttpRequest

from articles.editing import address_of, network_keys


def asks_too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count that a network asks for ``what``; return whether that is more than ``most`` in so long.

    Each process counts its own unless CACHE_URL names a cache that they share.
    """
    key = network_keys(address_of(request))[0]
    if not key:
        return False
    name = f"{what}:{key}"
    if cache.add(name, 1, seconds):
        return False
    try:
        return cache.incr(name) > most
    except ValueError:  # it ran out between the two
        return False
