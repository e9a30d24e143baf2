"""Do what follows from the clock and from imports: run it every minute; a missed run is caught up."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from articles.accounts import forget_attempts, forget_sessions
from articles.editing import (
    announce_due,
    expire_due,
    forget_old_forms,
    forget_readers,
    read_arrivals,
)
from articles.management.jobs import JobCommand
from articles.management.progress import ProgressLine
from articles.management.writing import WritingCommand
from articles.models import Article
from articles.page_cache import purge_cdn

_SECONDS = 20.0  # of the minute between two runs; an editor's save comes between two articles


class Command(WritingCommand, JobCommand):
    help = (
        "Announce what has come due, take out of search what has expired, forget forms that were "
        "left for a month, readers' e-mail addresses that are needed no more, failed logins and "
        "sessions that have run out. What readers see is "
        "decided by the clock and waits for none of it. Then read new imports, as many as there is "
        "time for: style, cited sources, near-duplicates. Safe to repeat; an article that fails is "
        "named, the others go on, and the next run tries again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seconds",
            type=float,
            default=_SECONDS,
            metavar="N",
            help="How long new imports are read for, %(default)g unless told; 0 reads none.",
        )

    def handle(self, *, seconds: float, verbosity: int, **options: Any) -> None:
        failures = 0

        def failed(article_id: int, error: Exception) -> None:
            nonlocal failures
            failures += 1
            self.stderr.write(f"article {article_id}: {type(error).__name__}: {error}")

        now = timezone.now()
        announced = announce_due(now, failed)
        expired = expire_due(now, failed)
        forgotten = forget_old_forms()
        addresses = forget_readers(now)
        forget_attempts(now)
        forget_sessions(now)
        line, unread = ProgressLine("articles"), Article.objects.unread().count()
        read = read_arrivals(seconds, failed, lambda done: line.show(done, unread))
        line.clear()
        purge_cdn()
        if verbosity:
            left = Article.objects.unread().count()
            self.stdout.write(
                f"{announced:,} announced, {expired:,} expired, {forgotten:,} old forms and "
                f"{addresses:,} readers' addresses forgotten, "
                f"{read:,} imports read, {left:,} left to read."
            )
        if failures:
            raise CommandError(f"{failures:,} articles failed; the next run tries them again.")
