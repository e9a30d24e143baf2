from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from articles.triggers import lay_locks, lift_locks

# How long an example takes is the machine's business, and so is how long it takes to make.
settings.register_profile("newsroom", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("newsroom")


@pytest.fixture(autouse=True, scope="session")
def _tests_empty_the_database() -> Iterator[None]:
    """After a test with transactions of its own all is emptied: revisions and corrections too."""
    # The class's: a test in a browser has another connection than the session.
    of_database = type(connection.ops)
    flush = of_database.execute_sql_flush

    def lift_and_flush(self: Any, sql_list: list[str]) -> None:
        lift_locks(self.connection)
        flush(self, sql_list)
        lay_locks(self.connection)

    of_database.execute_sql_flush = lift_and_flush
    yield
    of_database.execute_sql_flush = flush
