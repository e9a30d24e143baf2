import pytest

from tests.search.memory import MemoryBackend


@pytest.fixture(params=["database", "memory"])
def backend(request, settings, db):
    """The backend of the database in use, and one that is none: callers must not tell them apart."""
    if request.param == "memory":
        settings.SEARCH_BACKEND = "tests.search.memory.MemoryBackend"
        for slot in (0, 1):
            MemoryBackend().clear(slot)
    return request.param
