"""gunicorn with the site on the tests' own database, as many times as machines are wanted."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

# Where a replica of the tests' PostgreSQL listens on this machine, if there is one.
REPLICA_PORT = os.environ.get("REPLICA_PORT", "")
START = 60  # seconds that a server may take to answer


def _database_url(port: str = "") -> str:
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    login = own["USER"] + (f":{own['PASSWORD']}" if own["PASSWORD"] else "")
    return f"postgresql://{login}@{own['HOST']}:{port or own['PORT'] or 5432}/{own['NAME']}"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def serving(machines: int, workers: int = 2) -> Iterator[list[str]]:
    """Start ``machines`` servers of some workers each; their addresses, ``http://127.0.0.1:41234``."""
    started, addresses = [], []
    try:
        for _ in range(machines):
            port = _free_port()
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "TEST_DATABASE_URL": _database_url(),
                "PAGE_CACHE_MB": "16",
                "DATABASE_REPLICA_URL": _database_url(REPLICA_PORT) if REPLICA_PORT else "",
                "PORT": str(port),
                "WEB_CONCURRENCY": str(workers),
            }
            command = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--log-level", "error"]
            started.append(subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR))
            addresses.append(f"http://127.0.0.1:{port}")
        for address in addresses:
            _wait_for(address)
        yield addresses
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait(timeout=30)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START
    while True:
        try:
            urllib.request.urlopen(f"{address}/robots.txt", timeout=START).close()  # noqa: S310
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


class Editor:
    """Somebody at the desk of a server, over HTTP."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self._address, self._cookies = address, CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._cookies)
        )
        self._opener.open(f"{address}/admin/login/").close()
        self.post("/admin/login/", username=username, password=password, next="/admin/")

    def post(self, path: str, **fields: str) -> str:
        """Send a form, and follow where it leads; the page there."""
        token = next(one.value for one in self._cookies if one.name == "csrftoken")
        form = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        with self._opener.open(f"{self._address}{path}", form) as answer:
            return answer.read().decode()
