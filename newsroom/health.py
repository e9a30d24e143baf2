"""Whether the site is alive, and whether it can answer: for a supervisor, a proxy, a container.

Both addresses are answered before host names, TLS and languages are looked at: who asks stands
inside. They say which part fails and nothing of why; that is in the log.
"""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from articles.models import Article, SearchIndex

ALIVE, READY = "/healthz", "/readyz"
LEAST_FREE = 200_000_000  # bytes on the disk, below which an import or a picture may not fit

log = logging.getLogger(__name__)


class HealthMiddleware:
    """Answer ``/healthz`` (this process answers) and ``/readyz`` (and so does what it needs).

    ``/readyz`` is 200 or 503, and JSON: ``{"ready": false, "failing": ["migrations"]}``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == ALIVE:
            response = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
        elif request.path_info == READY:
            failing = [name for name, holds in CHECKS.items() if not _holds(name, holds)]
            response = JsonResponse(
                {"ready": not failing, "failing": failing}, status=503 if failing else 200
            )
        else:
            return self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response


def _holds(name: str, holds: Callable[[], bool]) -> bool:
    try:
        if holds():
            return True
        log.error("Not ready: %s", name)
    except (Error, OSError) as failure:
        log.error("Not ready: %s: %s", name, failure)
    return False


def database_answers() -> bool:
    """Whether the database answers a query."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


_migrated = False


def is_migrated() -> bool:
    """Whether every migration of this code has been applied; asked until it is so once."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def search_answers() -> bool:
    """Whether there is an index that readers search, as soon as there is anything to find."""
    is_live = SearchIndex.objects.filter(state=SearchIndex.State.LIVE).exists()
    return is_live or not Article.objects.exists()


def disk_has_room() -> bool:
    """Whether pictures, and the embedded database, still have room to grow."""
    folders = [settings.MEDIA_ROOT]
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        folders.append(Path(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]).parent)
    return all(shutil.disk_usage(_existing(Path(one))).free >= LEAST_FREE for one in folders)


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": is_migrated,
    "search": search_answers,
    "disk": disk_has_room,
}
