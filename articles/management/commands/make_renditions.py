"""``manage.py make_renditions``: what is missing of the library's pictures, made."""

import sys
from typing import Any

from articles.editing import make_renditions, missing_files
from articles.management.progress import ProgressLine
from articles.management.writing import WritingCommand
from articles.models import Image


class Command(WritingCommand):
    help = (
        "Make the sizes of pictures that are missing: after a failure, a move to another storage, or "
        "an upgrade that adds one. What is there stays; a second run makes nothing. Exit code 2 "
        "where any could not be made, and each is named."
    )

    def handle(self, **options: Any) -> None:
        line = ProgressLine("images")
        total = Image.objects.count()
        made = failed = 0
        for done, image in enumerate(Image.objects.order_by("pk").iterator(), 1):
            if missing := missing_files(image):
                failures = make_renditions(image)
                Image.objects.filter(
                    pk=image.pk, focus_x=image.focus_x, focus_y=image.focus_y
                ).update(made=image.made)
                for failure in failures:
                    self.stderr.write(f"image {image.pk}: {failure}")
                failed += len(failures)
                made += len(missing) - len(failures)
            line.show(done, total)
        line.clear()
        self.stdout.write(f"{made:,} files made for {total:,} images, {failed:,} failed.")
        if failed:
            sys.exit(2)
