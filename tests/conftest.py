from collections.abc import Iterator

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
    flush = connection.ops.execute_sql_flush

    def lift_and_flush(sql_list: list[str]) -> None:
        lift_locks(connection)
        flush(sql_list)
        lay_locks(connection)

    connection.ops.execute_sql_flush = lift_and_flush
    yield
    connection.ops.execute_sql_flush = flush
