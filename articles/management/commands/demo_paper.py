"""``manage.py demo_paper``: what `make demo` makes of the sample pages: sections, topics, a front page.

All of it by the chief's account and through the people's door, so it is in the history and the audit.
"""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.editing import (
    Change,
    Notice,
    Slot,
    arrange_front,
    decide_citation,
    front_slots,
    judge_kin,
    kin_of,
    latest_content,
    load_latest,
    propose_kin,
    publish,
    publish_changes,
    save_article,
)
from articles.models import Article, CapturedPage, Kinship, Section, Source, Topic
from articles.search import topic_key

_REASON = "demo"


class Command(BaseCommand):
    help = "Put the imported sample pages into sections and on a front page, once."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        if Section.objects.exists():
            self.stdout.write("The paper has sections already: unchanged.")
            return
        by = User.objects.filter(username="chief").first()
        if by is None:
            raise CommandError("There is no chief: run `manage.py demo` first.")
        path = settings.BASE_DIR / "fixtures" / "demo" / "paper.json"
        paper = json.loads(path.read_text("utf-8"))
        sections = {one["slug"]: Section.objects.create(**one) for one in paper["sections"]}
        pages = CapturedPage.objects.filter(kind=CapturedPage.Kind.PAGE).order_by("-pk")
        article_of = dict(pages.values_list("file_name", "article_id"))
        for file_name, said in paper["pages"].items():
            if file_name in article_of:
                article = Article.objects.get(pk=article_of[file_name])
                article.section, article.tags = sections[said["section"]], said["tags"]
                saved = save_article(article, by=by, reason=_REASON)
                if saved.version and saved.waits:
                    publish_changes(
                        article, Change.MINOR, version=saved.version, by=by, reason=_REASON
                    )
        for tag, name_en in paper["topics"].items():
            Topic.objects.filter(key=topic_key(tag)).update(name_en=name_en)
        same_story = [article_of[name] for name in paper["same_story"] if name in article_of]
        for article in Article.objects.filter(pk__in=same_story).order_by("pk"):
            propose_kin(article, latest_content(article))
            for kinship in kin_of(same_story).filter(verdict=Kinship.Verdict.PROPOSED):
                judge_kin(article, kinship.pk, Kinship.Verdict.UPDATE, by=by)
        _write_here(paper, sections, by)
        slots = {
            int(place): Slot(article_of[name])
            for place, name in paper["front"].items()
            if name in article_of
        }
        arrange_front(slots, base=front_slots(), by=by)
        self.stdout.write(f"{len(sections)} sections, {len(slots)} places on the front page.")


def _write_here(paper: dict[str, Any], sections: dict[str, Section], by: AbstractBaseUser) -> None:
    """A story of our own: written, published, its cited source confirmed, and put right."""
    said, right = dict(paper["written_here"]), paper["correction"]
    section, source = sections[said.pop("section")], said.pop("source")
    article = Article(section=section, source=Source.objects.get(slug=source), **said)
    save_article(article, by=by)
    publish(article, by=by)
    for citation in article.citations.all():
        decide_citation(article, citation.pk, is_right=True, by=by)
    article = Article.objects.get(pk=article.pk)
    load_latest(article)
    for language in ("ar", "en"):
        body = getattr(article, f"body_{language}")
        put_right = body.replace(right[f"wrong_{language}"], right[f"right_{language}"])
        setattr(article, f"body_{language}", put_right)
    saved = save_article(article, by=by)
    publish_changes(
        article,
        Change.CORRECTION,
        version=saved.version,
        by=by,
        notice=Notice(right["text_ar"], right["text_en"]),
    )
