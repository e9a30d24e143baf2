"""``manage.py demo_images``: pictures for some of the sample articles, after `import_seeds`."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from articles.editing import (
    Change,
    add_image,
    load_latest,
    publish_changes,
    save_article,
)
from articles.management.drawings import draw
from articles.models import Article

_EDITOR = "chief"  # of the demo's accounts


class Command(BaseCommand):
    help = "Draw pictures and set them on sample articles, as the demo's chief editor would."

    def handle(self, **options: Any) -> None:
        editor = get_user_model().objects.filter(username=_EDITOR).first()
        if editor is None:
            raise CommandError("There is no account «chief»: run manage.py demo first.")
        path = settings.BASE_DIR / "fixtures" / "demo" / "images.json"
        for sample in json.loads(path.read_text("utf-8")):
            page = sample.pop("page")
            article = Article.objects.filter(captured_pages__file_name=page).first()
            outcome = "no such article" if article is None else _illustrate(article, sample, editor)
            self.stdout.write(f"{page:<28}{outcome}")


def _illustrate(article: Article, sample: dict[str, Any], editor: Any) -> str:
    """Give an article its picture; one that has a picture, or changes that wait, is left alone."""
    if article.image_id or article.has_changes_waiting:
        return "unchanged"
    image, failed = add_image(draw(sample.pop("drawing")), by=editor, said=sample)
    load_latest(article)
    article.image = image
    for name in ("alt_ar", "alt_en", "caption_ar", "caption_en"):
        setattr(article, f"image_{name}", sample.get(name))
    version = save_article(article, by=editor).version
    article.refresh_from_db()
    if article.has_changes_waiting:
        publish_changes(article, Change.MINOR, version=version, by=editor)
    return f"image {image.pk}" + (f", {len(failed)} sizes failed" if failed else "")
