"""Send the day's digest to everybody who confirmed that they want it."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from articles.digest import send_digests
from articles.management.jobs import JobCommand
from articles.management.writing import WritingCommand
from articles.scrubbing import scrub


class Command(WritingCommand, JobCommand):
    help = (
        "Send each reader what is new since their last digest, once a Damascus day. Safe to repeat: "
        "a second run sends what the first did not, and nothing twice. Where nothing is new, nothing "
        "is sent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Make every letter, and send and note none."
        )

    def handle(self, *, dry_run: bool, verbosity: int, **options: Any) -> None:
        def failed(subscription_id: int, error: Exception) -> None:
            self.stderr.write(
                f"subscription {subscription_id}: {type(error).__name__}: {scrub(str(error))}"
            )

        try:
            done = send_digests(timezone.now(), failed, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"The mail server does not answer: {error}") from None
        verb = "would be sent" if dry_run else "sent"
        if verbosity:
            self.stdout.write(
                f"{done.sent:,} digests {verb}; nothing new for {done.nothing_new:,} readers."
            )
        if done.failures:
            raise CommandError(f"{done.failures:,} digests failed; the next run tries them again.")
