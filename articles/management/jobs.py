"""Commands that run by the clock: each notes how its run ended, for whoever watches (``/metrics``)."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error
from django.utils import timezone

from articles.management.at_hand import database_at_hand
from articles.models import Job
from articles.read_only import is_read_only


class JobCommand(BaseCommand):
    """A command whose last run is kept as a ``Job`` of its name; a ``--dry-run`` is none.

    ``figures`` is what a run counted, if it counts anything. That a run cannot be noted is said, and
    changes nothing of how it ended; while the newsroom is read-only none is.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.figures: dict[str, int] = {}
        self._name = type(self).__module__.rpartition(".")[2]

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        parser = super().create_parser(*args, **options)
        parser.add_argument(
            "--unless-since",
            type=datetime.fromisoformat,
            metavar="TIME",
            help="do nothing where a run ended well since (2026-11-26T03:30+03:00)",
        )
        return parser

    def execute(self, *args: Any, **options: Any) -> Any:
        with database_at_hand():
            since = options.get("unless_since")
            if since and Job.objects.filter(name=self._name, succeeded_at__gte=since).exists():
                return None
            if options.get("dry_run"):
                return super().execute(*args, **options)
            began = timezone.now()
            try:
                said = super().execute(*args, **options)
            except Exception:
                self._note(began, succeeded=False)
                raise
            self._note(began, succeeded=True)
            return said

    def _note(self, began: Any, *, succeeded: bool) -> None:
        now = timezone.now()
        run = {"started_at": began, "ended_at": now}
        if succeeded:
            run["succeeded_at"] = now
        if self.figures:
            run["figures"] = self.figures
        try:
            if not is_read_only():
                Job.objects.update_or_create(name=self._name, defaults=run)
        except Error as error:
            self.stderr.write(f"How {self._name} ended could not be noted: {error}")
