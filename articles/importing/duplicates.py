"""The same story under another headline, time or source: told by its paragraphs' fingerprints."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from articles.capture import Problem
from articles.editing import find_namesakes
from articles.intake import PreparedPage
from articles.models import Article, StoryFingerprint, insert_rows

from .new_article import NewArticle

# The same headline twice from one source is the same story when no more than this lies between.
_SAME_STORY = timedelta(days=3)


def duplicate_of(original: int | None) -> list[Problem]:
    """The problem that says so, for a page that tells again what ``original`` told."""
    return [Problem("possible-duplicate", None, str(original))] if original else []


def find_originals(new: Sequence[NewArticle]) -> dict[str, int]:
    """For each page (by SHA-256) that tells a story already here: the article that told it.

    The first with half of its fingerprints; or the last under its headline, from the same source,
    published within three days of it.
    """
    pages = [article.page for article in new]
    numbers = {number for page in pages for number in page.fingerprints}
    owners = dict(StoryFingerprint.objects.filter(key__in=numbers).values_list("key", "article_id"))
    by_headline = _by_headline(new)
    found = {}
    for page in pages:
        original = _most_shared(page.fingerprints, owners) or by_headline.get(page.sha256)
        if original and page.sha256:
            found[page.sha256] = original
    return found


def _by_headline(new: Sequence[NewArticle]) -> dict[str | None, int]:
    namesakes = find_namesakes({article.page.headline_key for article in new} - {""})
    last = Article.objects.only("source_id", "published_at").in_bulk(
        [found.last for found in namesakes.values()]
    )
    found = {}
    for page, _, fields, _ in new:
        if page.headline_key in namesakes and fields["published_at"]:
            article = last[namesakes[page.headline_key].last]
            published = fields["published_at"]
            near = article.published_at and abs(published - article.published_at) <= _SAME_STORY
            if near and article.source_id == fields["source_id"]:
                found[page.sha256] = article.pk
    return found


def keep_fingerprints(created: Iterable[tuple[PreparedPage, int]]) -> dict[str, int]:
    """Keep the fingerprints of new articles, and flag those that repeat another of them.

    Returns the repeating pages (by SHA-256) and the article that each repeats.
    """
    owners: dict[int, int] = {}
    repeated: dict[str, int] = {}
    for page, article in created:
        original = _most_shared(page.fingerprints, owners)
        if original and page.sha256:
            repeated[page.sha256] = original
            Article.objects.filter(pk=article, possible_duplicate_of=None).update(
                possible_duplicate_of=original
            )
        for number in page.fingerprints:
            owners.setdefault(number, article)
    insert_rows(StoryFingerprint, ("key", "article_id"), owners.items(), ignore_conflicts=True)
    return repeated


def _most_shared(numbers: list[int], owners: dict[int, int]) -> int | None:
    """The owner of at least half of ``numbers``, the earliest of them; None if there is none."""
    shared = [owners[number] for number in numbers if number in owners]
    if not shared or len(shared) * 2 < len(numbers):
        return None
    most = max(shared, key=lambda owner: (shared.count(owner), -owner))
    return most if shared.count(most) * 2 >= len(numbers) else None
