"""The same story under another headline, time or source: told by its paragraphs' fingerprints."""

from collections.abc import Iterable

from articles.intake import PreparedPage
from articles.models import Article, StoryFingerprint

from .rows import insert_rows


def find_originals(pages: Iterable[PreparedPage]) -> dict[str, int]:
    """For each page (by SHA-256) that tells a story already here: the article that told it first."""
    pages = list(pages)
    numbers = {number for page in pages for number in page.fingerprints}
    owners = dict(StoryFingerprint.objects.filter(key__in=numbers).values_list("key", "article_id"))
    found = {page.sha256: _most_shared(page.fingerprints, owners) for page in pages}
    return {sha256: article for sha256, article in found.items() if sha256 and article}


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
