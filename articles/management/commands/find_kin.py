"""Propose the archive's near-duplicates."""

from contextlib import nullcontext
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from articles.editing import propose_kin
from articles.management.progress import ProgressLine
from articles.management.writing import WritingCommand
from articles.models import Article

_CHUNK = 100  # articles a transaction
_COLUMNS = ("pk", "title_ar", "body_ar", "published_at", "created_at")


class Command(WritingCommand):
    help = (
        "Compare every published article with those that have half of its rarest words, and "
        "propose those whose text is much like it. What was proposed or decided before stays; a "
        "second run adds nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--after",
            type=int,
            default=0,
            metavar="ID",
            help="Only articles with a larger number, to go on where a run was stopped.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Count what would be proposed; keep none of it."
        )

    def handle(self, *, after: int, dry_run: bool, **options: Any) -> None:
        line = ProgressLine("articles")
        public = Article.objects.published().order_by("pk").only(*_COLUMNS)
        total = public.filter(pk__gt=after).count()
        done = found = 0
        with transaction.atomic() if dry_run else nullcontext():
            while articles := list(public.filter(pk__gt=after)[:_CHUNK]):
                with transaction.atomic():
                    for article in articles:
                        content = {"title_ar": article.title_ar, "body_ar": article.body_ar or ""}
                        found += propose_kin(article, content)
                after = articles[-1].pk
                done += len(articles)
                line.show(done, total)
            if dry_run:
                transaction.set_rollback(True)
        line.clear()
        verb = "would be proposed" if dry_run else "proposed"
        self.stdout.write(f"{found:,} near-duplicates {verb} among {done:,} articles.")
