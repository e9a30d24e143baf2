"""``manage.py import_seeds``: captured pages become articles."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from articles.importing import (
    ImportRun,
    ImportRunning,
    only_import,
    page_object,
    summary_object,
    undo_batch,
)
from articles.intake import find_pages
from articles.management.progress import ProgressLine
from articles.management.writing import WritingCommand
from articles.models import Article, ImportBatch, Status
from articles.search import is_due, rebuild

_COUNTED_HERE = 20_000  # articles whose words are counted at the end of an import: half a minute


class Command(WritingCommand):
    help = "Import captured pages. A second run changes nothing; --undo takes a batch back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="files or folders; default SEEDS_DIR",
        )
        parser.add_argument("--dry-run", action="store_true", help="do it all, then take it back")
        parser.add_argument("--json", action="store_true", help="one JSON object a page")
        parser.add_argument(
            "--batch", metavar="NAME", help="the batch's name; an old name continues"
        )
        parser.add_argument(
            "--status",
            choices=[Status.PUBLISHED.value, Status.DRAFT.value],
            default=Status.PUBLISHED.value,
            help="what whole pages become",
        )
        parser.add_argument("--undo", metavar="BATCH", help="take back what a batch did")

    def handle(self, **options: Any) -> None:
        try:
            with only_import():
                self._import(**options)
        except ImportRunning:
            raise CommandError(
                "Another import is running: nothing was done. Run it again when that has ended."
            ) from None

    def _import(
        self,
        *,
        paths: list[Path],
        dry_run: bool,
        json: bool,
        batch: str | None,
        status: str,
        undo: str | None,
        **options: Any,
    ) -> None:
        if undo is not None:
            self._undo(undo, given=bool(paths or dry_run or json or batch))
            return
        paths = paths or [settings.SEEDS_DIR]
        present = [path for path in paths if path.exists()]
        absent = [path for path in paths if not path.exists()]
        if not present:
            raise CommandError(f"There is nothing at {absent[0]}.")
        total = sum(count for count in map(_count, present))
        if not total:
            raise CommandError(f"There are no captured pages in {present[0]}.")
        run = ImportRun(status=status, batch_name=batch, dry_run=dry_run, with_blocks=json)
        report = _JsonReport(self) if json else _TableReport(self, total)
        files = (file for path in present for file in find_pages(path))
        for result in run.results(files, absent=[str(path) for path in absent]):
            report.page(result)
        report.end(run)
        if not dry_run and is_due():
            self._renew_search(silent=json)
        if run.outcomes["refused"]:
            refused = run.outcomes["refused"]
            raise CommandError(f"{refused} of {run.documents} pages were refused.", returncode=2)

    def _renew_search(self, *, silent: bool) -> None:
        """Count the archive's words where it has outgrown them; a large one asks the operator."""
        small = Article.objects.count() <= _COUNTED_HERE
        if small:
            rebuild()
        if not silent:
            self.stdout.write(
                "search      its vocabulary was renewed"
                if small
                else "search      the archive has doubled: run manage.py rebuild_search"
            )

    def _undo(self, name: str, *, given: bool) -> None:
        if given:
            raise CommandError("--undo stands alone: it takes a batch's name and nothing else.")
        try:
            batch = ImportBatch.objects.get(name=name)
        except ImportBatch.DoesNotExist:
            raise CommandError(f"There is no batch named {name}.") from None
        undone = undo_batch(batch)
        for article_id, headline, reason in undone.left:
            self.stdout.write(f"left  {article_id}  {headline}  ({reason})")
        self.stdout.write(
            f"{undone.removed} articles removed, {undone.restored} put back, {len(undone.left)} left."
        )


def _count(path: Path) -> int:
    return sum(1 for _ in find_pages(path))


class _JsonReport:
    """One JSON object a line, Arabic unescaped; the last is the summary."""

    def __init__(self, command: Command) -> None:
        self.write = command.stdout.write

    def page(self, result: Any) -> None:
        self.write(json.dumps(page_object(result), ensure_ascii=False))

    def end(self, run: ImportRun) -> None:
        self.write(json.dumps(summary_object(run), ensure_ascii=False))


class _TableReport:
    """What was refused and what has problems, a progress line on a terminal, a closing table."""

    def __init__(self, command: Command, total: int) -> None:
        self.out, self.total, self.done = command.stdout, total, 0
        self.line = ProgressLine("pages")
        self.problems: dict[str, int] = {}

    def page(self, result: Any) -> None:
        self.done += 1
        for problem in result.problems:
            self.problems[problem.code] = self.problems.get(problem.code, 0) + 1
        if result.outcome == "refused":
            self.line.clear()
            self.out.write(f"refused  {result.page.file}: {result.problems[-1].text}")
        self.line.show(self.done, self.total)

    def end(self, run: ImportRun) -> None:
        self.line.clear()
        for name, count in [("pages", run.documents), *run.outcomes.items()]:
            self.out.write(f"{name:<12}{count:>9,}")
        for code, count in sorted(self.problems.items()):
            self.out.write(f"  {code:<26}{count:>9,}")
        if run.dry_run:
            self.out.write("dry run: nothing was kept")
        elif run.batch_name:
            self.out.write(f"batch       {run.batch_name}")
