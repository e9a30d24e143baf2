import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from articles.damascus import damascus_date
from articles.search import backends
from tests.benchmarks.archive import EDITOR, fill

COUNT = 200  # articles


@pytest.fixture
def archive(transactional_db, monkeypatch) -> int:
    """The benchmark's archive in the test database; how many articles it has."""
    monkeypatch.setattr(backends, "_TURN", 0)  # nobody waits to write
    fill(COUNT, damascus_date(timezone.now()))
    # A test before this one may have emptied the database, the groups and their rights too.
    get_user_model().objects.filter(username=EDITOR).update(is_superuser=True)
    return COUNT
