"""Build the search index anew from the articles, while readers search the old one."""

from typing import Any

from articles.management.jobs import JobCommand
from articles.management.progress import ProgressLine
from articles.management.writing import WritingCommand
from articles.models import Article
from articles.search import rebuild


class Command(WritingCommand, JobCommand):
    help = (
        "Count the archive's words and index every article anew. Readers search the old index until "
        "the new one is whole. Stopped, it goes on where it was when it is run again."
    )

    def handle(self, **options: Any) -> None:
        line = ProgressLine("articles")
        steps: set[str] = set()

        def progress(step: str, done: int, total: int) -> None:
            if step not in steps:
                steps.add(step)
                line.clear()
            line.show(done, total, f"{step}  ")

        rebuild(progress)
        line.clear()
        self.stdout.write(f"{Article.objects.count():,} articles are indexed.")
