"""``manage.py copydesk``: the rules of style over the whole archive."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from articles.copydesk import RULES
from articles.editing import findings_of, fix_style, keep_counts, load_latest
from articles.management.jobs import JobCommand
from articles.management.progress import ProgressLine
from articles.management.writing import WritingCommand
from articles.models import Article

_CHUNK = 200  # articles


class Command(WritingCommand, JobCommand):
    help = (
        "Count what the copy desk finds in every article, as it was last written, and keep the "
        "numbers for the desk's list. With --fix, what those rules can fix is fixed: in drafts at "
        "once, in published articles as changes that wait for an editor."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fix",
            nargs="+",
            choices=list(RULES),
            default=[],
            metavar="RULE",
            help=f"fix what these rules find: {', '.join(RULES)}",
        )
        parser.add_argument("--dry-run", action="store_true", help="do it all, then take it back")

    def handle(self, *, fix: list[str], dry_run: bool, **options: Any) -> None:
        self._findings: Counter[str] = Counter()
        self._articles: Counter[str] = Counter()
        self._changed = self._waiting = 0
        self._failed: list[str] = []
        self._line = ProgressLine("articles")
        # In the one transaction of a dry run, what fails must take nothing with it; otherwise nobody
        # waits while an article is read.
        self._guard: Callable[[], AbstractContextManager[object]] = (
            transaction.atomic if dry_run else nullcontext
        )
        total = Article.objects.count()
        if dry_run:
            with transaction.atomic():
                self._read_all(fix, total)
                transaction.set_rollback(True)
        else:
            self._read_all(fix, total)
        self._line.clear()
        self._report(total, bool(fix), dry_run)
        if self._failed:
            raise CommandError(f"{len(self._failed):,} of them could not be read.", returncode=2)

    def _read_all(self, rules: list[str], total: int) -> None:
        done = 0
        for keys in _chunks():
            counts = []
            for pk in keys:
                try:
                    with self._guard():
                        counts.append(self._read(pk, rules))
                except Article.DoesNotExist:
                    pass  # deleted meanwhile
                except Exception as error:  # whatever is wrong with one, the others are read
                    self._failed.append(f"article {pk}: {error or type(error).__name__}")
                done += 1
                self._line.show(done, total)
            keep_counts(counts)

    def _read(self, pk: int, rules: list[str]) -> tuple[Article, int]:
        """Fix an article, if that is asked, and count what is found in it then."""
        if rules and fix_style(Article(pk=pk), rules):
            self._changed += 1
            self._waiting += Article.objects.with_changes_waiting().filter(pk=pk).exists()
        article = Article.objects.get(pk=pk)
        load_latest(article)
        found = Counter(
            finding.rule for findings in findings_of(article).values() for finding in findings
        )
        self._findings += found
        self._articles.update(found.keys())
        return article, found.total()

    def _report(self, total: int, is_fixing: bool, dry_run: bool) -> None:
        what = "left" if is_fixing else "findings"
        self.stdout.write(f"{'rule':<28}{what:>10}{'articles':>10}")
        for code in RULES:
            if self._findings[code]:
                found, articles = self._findings[code], self._articles[code]
                self.stdout.write(f"{code:<28}{found:>10,}{articles:>10,}")
        said = f"{total:,} articles, {self._findings.total():,} findings"
        if is_fixing:
            said += f"; {self._changed:,} changed, {self._waiting:,} of them wait to be published"
        self.stdout.write(f"{said}.{' Nothing was kept.' if dry_run else ''}")
        for failure in self._failed:
            self.stderr.write(failure)


def _chunks() -> Iterator[list[int]]:
    """The keys of all articles, some at a time; what is written meanwhile is read too."""
    last = 0
    while keys := list(
        Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_CHUNK]
    ):
        yield keys
        last = keys[-1]
