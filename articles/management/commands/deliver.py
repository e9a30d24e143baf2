"""Send what waits to leave the site: webhooks, and letters that ask to confirm a subscription."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from articles.digest import forget_unconfirmed, send_waiting_letters
from articles.management.jobs import JobCommand
from articles.management.writing import WritingCommand
from articles.scrubbing import scrub
from articles.webhooks import deliver_due, forget_old_deliveries


class Command(WritingCommand, JobCommand):
    help = (
        "Send the webhooks that are due and the letters that ask readers to confirm; forget "
        "deliveries of thirty days ago and subscriptions that nobody confirmed. Run it every minute: "
        "runs may overlap, and what fails is tried again later."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seconds",
            type=float,
            default=40,
            help="Begin no webhook after so many seconds (40).",
        )

    def handle(self, *, seconds: float, verbosity: int, **options: Any) -> None:
        failures = 0

        def failed(subscription_id: int, error: Exception) -> None:
            nonlocal failures
            failures += 1
            self.stderr.write(
                f"subscription {subscription_id}: {type(error).__name__}: {scrub(str(error))}"
            )

        letters = send_waiting_letters(failed)
        webhooks = deliver_due(seconds)
        forgotten = forget_old_deliveries() + forget_unconfirmed()
        if verbosity:
            self.stdout.write(
                f"{letters:,} letters sent; webhooks: {webhooks.arrived:,} arrived, "
                f"{webhooks.postponed:,} are tried again later, {webhooks.given_up:,} given up; "
                f"{forgotten:,} old rows forgotten."
            )
        if failures or webhooks.given_up:
            raise CommandError(
                f"{failures:,} letters failed and {webhooks.given_up:,} webhooks were given up."
            )
