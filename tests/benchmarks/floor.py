"""The floor: a bare WSGI function that says again what the site said, byte for byte.

Run by ``site.py`` under the site's own gunicorn settings: what it answers a second is the most that
any Python program could, under that server. FLOOR_FILE holds the answers (``keep``).
"""

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

# What gunicorn writes itself.
_OF_THE_SERVER = {"connection", "date", "server", "transfer-encoding"}


class Answer(NamedTuple):
    """A response as it came over the wire."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


# The address as it was sent, whether the client takes compressed bytes, whether it has some already.
Asked = tuple[str, bool, bool]


def keep(answers: dict[Asked, Answer], path: Path) -> None:
    path.write_bytes(pickle.dumps({asked: tuple(answer) for asked, answer in answers.items()}))


def make_application(answers: dict[Asked, Any]) -> Callable[..., Iterable[bytes]]:
    ready = {
        asked: (
            status,
            [(name, value) for name, value in headers if name.lower() not in _OF_THE_SERVER],
            [body],
        )
        for asked, (status, headers, body) in answers.items()
    }

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        status, headers, body = ready[
            environ["RAW_URI"], "HTTP_ACCEPT_ENCODING" in environ, "HTTP_IF_NONE_MATCH" in environ
        ]
        start_response(status, headers)
        return body

    return application


if file := os.environ.get("FLOOR_FILE"):
    # Written by the benchmark that started this process.
    application = make_application(pickle.loads(Path(file).read_bytes()))  # noqa: S301
