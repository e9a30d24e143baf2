"""Do what follows from the clock: run it every minute, or whenever; a missed run is caught up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.editing import announce_due, expire_due, forget_old_forms


class Command(BaseCommand):
    help = (
        "Announce what has come due, take out of search what has expired, forget forms that were "
        "left for a month. What readers see is decided by the clock and waits for none of it. Safe "
        "to repeat; an article that fails is named, the others go on, and the next run tries again."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        failures = 0

        def failed(article_id: int, error: Exception) -> None:
            nonlocal failures
            failures += 1
            self.stderr.write(f"article {article_id}: {type(error).__name__}: {error}")

        now = timezone.now()
        announced = announce_due(now, failed)
        expired = expire_due(now, failed)
        forgotten = forget_old_forms()
        if verbosity:
            self.stdout.write(
                f"{announced:,} announced, {expired:,} expired, {forgotten:,} old forms forgotten."
            )
        if failures:
            raise CommandError(f"{failures:,} articles failed; the next run tries them again.")
