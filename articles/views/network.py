"""Which network asks, and how often."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from articles.editing import network_keys


def address_of(request: HttpRequest) -> str:
    """The address that a request came from; empty where it is not known (a Unix socket).

    Behind a proxy, what the proxy itself saw: it stands last, and all before it anyone can write.
    """
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


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
