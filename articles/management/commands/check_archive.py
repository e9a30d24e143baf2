"""Check that what is derived from the articles says what they say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.search import check_index

_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Compare the search index with the articles: what is missing, stale or left over. "
        "Changes nothing; exits with 1 where something is wrong."
    )

    def handle(self, **options: Any) -> None:
        faults = 0
        for fault in check_index():
            faults += 1
            if faults <= _SHOWN:
                self.stdout.write(f"{fault.kind:<8} article {fault.article_id}")
        if faults:
            raise CommandError(
                f"{faults:,} faults in the search index: run manage.py rebuild_search."
            )
        self.stdout.write("The search index says what the articles say.")
