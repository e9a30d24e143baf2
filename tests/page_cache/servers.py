"""gunicorn with the site on the tests' own database, as many times as machines are wanted."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connection

from tests.benchmarks.servers import SITE, Server

# Where a replica of the tests' PostgreSQL listens on this machine, if there is one.
REPLICA_PORT = os.environ.get("REPLICA_PORT", "")


def _database_url(port: str = "") -> str:
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    login = own["USER"] + (f":{own['PASSWORD']}" if own["PASSWORD"] else "")
    return f"postgresql://{login}@{own['HOST']}:{port or own['PORT'] or 5432}/{own['NAME']}"


@contextmanager
def serving(machines: int, workers: int = 2) -> Iterator[list[str]]:
    """Start ``machines`` servers of some workers each; their addresses, ``http://127.0.0.1:41234``."""
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE_URL": _database_url(),
        "PAGE_CACHE_MB": "16",
        "DATABASE_REPLICA_URL": _database_url(REPLICA_PORT) if REPLICA_PORT else "",
    }
    with ExitStack() as stack:
        servers = [
            stack.enter_context(Server(SITE, environ, workers=workers)) for _ in range(machines)
        ]
        for server in servers:
            server.wait("/robots.txt")
        yield [server.address for server in servers]
