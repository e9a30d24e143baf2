"""Check that the history is as it was written, and that what is derived from the articles is true."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError
from django.db import connection

from articles.backup import file_faults
from articles.editing import check_history, check_soundness
from articles.management.jobs import JobCommand
from articles.search import check_index
from articles.triggers import missing_locks

_SHOWN = 20  # of each kind


class Command(JobCommand):
    help = (
        "Have SQLite check its file. Compare the search index with the articles: what is missing, "
        "stale or left over. Check every revision's seal: what was changed or taken out behind the "
        "desk. Look for links to articles that are not here, pictures without their files, captured "
        "pages whose bytes have changed, and times that cannot be. Changes nothing; exits with 1 where "
        "something is wrong."
    )

    def handle(self, **options: Any) -> None:
        if in_file := self._show(file_faults(connection)):  # nothing that is read of it is sure
            raise CommandError(
                f"{in_file:,} faults in the database's file: put a backup back (docs/operating.md)."
            )
        in_index = self._show(
            f"{fault.kind:<8} article {fault.article_id}" for fault in check_index()
        )
        in_history = self._show(
            f"{broken.what:<14} article {broken.article_id}, revision {broken.number}"
            for broken in check_history()
        )
        states: Counter[str] = Counter()
        unsound = self._show(
            f"{one.what:<14} {one.where}: {one.detail}" for one in check_soundness(states)
        )
        self.figures = dict(states)
        wrong = []
        if in_index:
            wrong.append(f"{in_index:,} faults in the search index: run manage.py rebuild_search.")
        else:
            self.stdout.write("The search index says what the articles say.")
        if in_history:
            wrong.append(
                f"{in_history:,} faults in the history: somebody wrote to the database past the "
                "newsroom. Compare it with a backup (docs/operating.md)."
            )
        else:
            self.stdout.write("Every revision and every correction is as it was written.")
        if unlocked := missing_locks(connection):
            wrong.append(
                f"The database would let {' and '.join(unlocked)} be changed: run manage.py migrate, "
                "which lays the triggers again."
            )
        if unsound:
            wrong.append(
                f"{unsound:,} links, files, captured pages or times are not as they should be."
            )
        else:
            self.stdout.write("Links, files, captured pages and times are as they should be.")
        if wrong:
            raise CommandError(" ".join(wrong))

    def _show(self, faults: Iterable[str]) -> int:
        """Print the first faults, and return how many there are."""
        count = 0
        for count, fault in enumerate(faults, start=1):
            if count <= _SHOWN:
                self.stdout.write(fault)
        return count
