"""A cache that may go away: the site is slower without it, and not down."""

import logging
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.utils.functional import cached_property
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

TIMEOUT = 0.25  # seconds for an answer; a frozen server gives none
PAUSE = 10.0  # seconds for which a server that failed is not asked again

log = logging.getLogger(__name__)


class PatientCache(RedisCache):
    """Django's Redis cache; where Redis fails or is slow, this process's own memory for a while.

    Django's alone raises, and every page that asks the cache is an error. Here what is asked
    meanwhile is asked of the memory: how often a network asks is then counted by each process for
    itself, and so still limited. Nothing that must last may be kept in a cache.
    """

    @cached_property
    def _cache(self) -> Any:
        patience = {
            "socket_timeout": TIMEOUT,
            "socket_connect_timeout": TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
        }
        client = self._class(self._servers, **patience | self._options)
        return _PatientClient(client, ",".join(self._servers))


class _PatientClient:
    """Does what Django's client of Redis does, or has a memory do the same."""

    def __init__(self, client: Any, server: str) -> None:
        self._client = client
        self._memory = LocMemCache(f"instead of {server}", {})  # by its name one for all threads
        self._breaker = _breaker_of(server)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*arguments: Any) -> Any:
            if self._breaker.lets_through():
                try:
                    answer = getattr(self._client, name)(*arguments)
                except (RedisError, OSError) as failure:
                    self._breaker.open(failure, self._memory)
                else:
                    self._breaker.close()
                    return answer
            return getattr(self._memory, name)(*arguments)

        return ask


class _Breaker:
    """Whether a server is asked. After a failure it is not, and then by one thread first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked_again_at: float | None = None

    def lets_through(self) -> bool:
        if self._asked_again_at is None:
            return True
        with self._lock:
            now = time.monotonic()
            if self._asked_again_at is not None and now < self._asked_again_at:
                return False
            self._asked_again_at = now + PAUSE
            return True

    def open(self, failure: Exception, memory: LocMemCache) -> None:
        with self._lock:
            if self._asked_again_at is None:
                memory.clear()  # what is left from the last time is old
                log.error("The cache does not answer; it is asked every %g s: %s", PAUSE, failure)
            self._asked_again_at = time.monotonic() + PAUSE

    def close(self) -> None:
        if self._asked_again_at is not None:
            with self._lock:
                self._asked_again_at = None
            log.warning("The cache answers again.")


@cache
def _breaker_of(server: str) -> _Breaker:
    """One for all threads of a process, each of which has a client of its own."""
    return _Breaker()
