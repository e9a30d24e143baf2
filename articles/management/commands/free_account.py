"""Help somebody who cannot get in: forget failed attempts; on demand take a lost factor away."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import accounts


class Command(BaseCommand):
    help = (
        "Let an account be tried again at once, after too many failed attempts at its password or "
        "its second step. With --reset-second-factor take the lost application, passkeys and "
        "recovery codes away, and end its sessions: the password alone signs in again, and where a "
        "second factor is needed a new one is set up first. `axes_reset_ip` frees an address."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="NAME")
        parser.add_argument("--reset-second-factor", action="store_true")
        parser.add_argument("--end-sessions", action="store_true")

    def handle(
        self, *, username: str, reset_second_factor: bool, end_sessions: bool, **options: Any
    ) -> None:
        account = User.objects.filter(username=username).first()
        if account is None:
            raise CommandError(f"There is no account {username!r}.")
        self.stdout.write(
            f"{accounts.free_account(username):,} records of failed attempts forgotten."
        )
        if reset_second_factor:
            self.stdout.write(
                f"{accounts.reset_second_factor(account):,} factors taken away, sessions ended."
            )
        elif end_sessions:
            self.stdout.write(f"{accounts.end_sessions(account):,} sessions ended.")
