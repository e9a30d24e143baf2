"""Redis that is gone, frozen, or comes back: the site is slower without it, and not down."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.core.cache import caches
from django.test import Client

from newsroom import cache as room

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["gone", "frozen"])
def server(request, settings) -> Iterator[socket.socket]:
    """An address where nothing listens, or where something does and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        address = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        if request.param == "gone":
            listener.close()
        room._breaker_of.cache_clear()
        settings.CACHES = settings.CACHES | {
            "default": {"BACKEND": "newsroom.cache.PatientCache", "LOCATION": address}
        }
        yield listener
        caches["default"]._cache._memory.clear()


def test_every_page_is_answered_and_limits_still_hold(server, client: Client, settings) -> None:
    begun = time.monotonic()
    assert client.get("/sitemap.xml").status_code == 200
    cache = caches["default"]
    assert cache.add("asks", 1, 60)
    assert not cache.add("asks", 1, 60)
    assert [cache.incr("asks"), cache.incr("asks")] == [2, 3]
    cache.set_many({"a": 1, "b": [2]})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": [2]}
    assert cache.get_or_set("d", lambda: 4) == 4
    cache.delete("a")
    assert [cache.get("a", 7), "b" in cache, cache.touch("b", 9)] == [7, True, True]
    cache.delete_many(["b", "d"])
    with pytest.raises(ValueError, match="b"):
        cache.incr("b")
    for _ in range(20):
        assert client.get("/reports/").status_code == 200
    # Asked once in all that, and waited for a quarter of a second at most.
    assert time.monotonic() - begun < 5
    assert not cache._cache._breaker.lets_through()


def test_one_asks_again_after_a_pause_and_what_is_old_is_not_believed(server, monkeypatch) -> None:
    cache = caches["default"]
    cache.set("old", 1)
    now = time.monotonic()
    monkeypatch.setattr(room.time, "monotonic", lambda: now + room.PAUSE + 1)
    breaker = cache._cache._breaker
    assert [breaker.lets_through(), breaker.lets_through()] == [True, False]
    breaker.close()
    assert breaker.lets_through()
    assert cache.get("old") is None  # it failed anew: what was kept the last time is gone
