"""Propose the sources that the archive's articles cite."""

from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from articles.editing import SourceNames, propose_in_archive
from articles.management.progress import ProgressLine
from articles.management.writing import WritingCommand
from articles.models import Article, Source

_CHUNK = 500  # articles a transaction
_COLUMNS = ("pk", "status", "version", "live_version", "source", "summary_ar", "body_ar")


class Command(WritingCommand):
    help = (
        "Look in every article for the sources that its text leans on, and propose them to the "
        "editors. What was proposed, confirmed or dismissed before stays; a second run adds nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Count what would be proposed; keep none of it."
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        names = SourceNames(Source.objects.order_by("pk"))
        line = ProgressLine("articles")
        total = Article.objects.count()
        done = found = last = 0
        while articles := list(
            Article.objects.filter(pk__gt=last).order_by("pk").only(*_COLUMNS)[:_CHUNK]
        ):
            with transaction.atomic():
                found += propose_in_archive(articles, names)
                transaction.set_rollback(dry_run)
            last = articles[-1].pk
            done += len(articles)
            line.show(done, total)
        line.clear()
        verb = "would be proposed" if dry_run else "proposed"
        self.stdout.write(f"{found:,} citations {verb} in {done:,} articles.")
