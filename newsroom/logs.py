"""What is logged, and how: a line of JSON or of text, with the request's id, without anybody's data.

No address of a client, no query string, no e-mail address, no name and no token leaves by a log,
whoever wrote the line. Django's own lines of a request name its route and not its path.
"""

import logging
import time
from typing import Any

from django.http import HttpRequest
from gunicorn.glogging import Logger
from pythonjsonlogger.json import JsonFormatter as BaseJsonFormatter

from articles.scrubbing import scrub, scrub_all

from .asked import request_id, route


class LineFormatter(logging.Formatter):
    """``2026-11-25T10:00:00.000Z ERROR django.request [5f0c…] Internal Server Error: /search/``."""

    # gunicorn's own process and Django's do not agree on the zone.
    converter = time.gmtime
    default_time_format, default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} [{request_id}] {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(_told(record)))


class JsonFormatter(BaseJsonFormatter):
    """One object a line: ``{"time": …, "level": …, "logger": …, "message": …, "request_id": …}``."""

    def __init__(self) -> None:
        super().__init__(
            "{levelname}{name}{message}{request_id}{route}",
            style="{",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
            timestamp="time",
            json_ensure_ascii=False,
        )

    def format(self, record: logging.LogRecord) -> str:
        return super().format(_told(record))

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """What JSON is then made of."""
        return scrub_all(log_data)


FORMATTERS = {"line": LineFormatter, "json": JsonFormatter}


def _told(record: logging.LogRecord) -> logging.LogRecord:
    """A copy of a record, with what it is of and without the request itself."""
    told = logging.makeLogRecord(record.__dict__)
    told.request_id, told.route = request_id.get() or "-", route.get() or None
    request = told.__dict__.pop("request", None)
    if isinstance(request, HttpRequest):
        told.msg, told.args = _without_path(record.getMessage(), request), None
    elif record.name == "gunicorn.error" and str(record.msg).startswith("Error handling request"):
        told.msg, told.args = "Error handling request", None  # it would name the whole address
    return told


def _without_path(message: str, request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    shown = f"/{match.route}" if match else "/…"
    path = request.path
    for said in (path, path.encode("unicode_escape").decode("ascii")):
        if len(said) > 1:
            message = message.replace(said, shown)
    return message


class GunicornLogger(Logger):
    """gunicorn's own lines, written as the site's are."""

    form: type[logging.Formatter] = LineFormatter

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(self.form())
