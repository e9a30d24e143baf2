"""Near-duplicates: articles that share much of their wording, and what an editor says they are.

Two texts are alike by the shingles they share: every four folded words in a row (Broder 1997). A
new text is compared with what has half of its rarest words, never with the whole archive.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.arabic import split_words
from articles.body import text_of
from articles.exceptions import Refused
from articles.models import Article, ArticleQuerySet, Kinship
from articles.search import find_alike

from .access import require
from .deeds import Verb, note

Verdict = Kinship.Verdict
Shingle = tuple[str, ...]

_WORDS = 4  # of a shingle
_FEWEST = 8  # shingles: shorter texts are alike by chance
_ALIKE = 0.4  # share of the shorter text's shingles, from which on two are proposed
_LOOKED_AT = 20  # articles, the newest of those that may be alike
_LONGEST_CHAIN = 50
# From one article to those that hang together with it, the nearest first, and what was told of them.
_STORY = """
    WITH RECURSIVE story (id) AS (
        SELECT CAST(%s AS bigint)
        UNION
        SELECT CASE kin.older_id WHEN story.id THEN kin.newer_id ELSE kin.older_id END
        FROM story JOIN articles_kinship kin
        ON kin.older_id = story.id OR kin.newer_id = story.id
        WHERE kin.verdict IN ('same', 'update')
    ), nearest AS (SELECT id FROM story LIMIT %s)
    SELECT kin.id, kin.older_id, kin.newer_id, kin.verdict FROM articles_kinship kin
    WHERE kin.verdict IN ('same', 'update')
    AND kin.older_id IN (SELECT id FROM nearest) AND kin.newer_id IN (SELECT id FROM nearest)
    ORDER BY kin.id
"""


class Told(NamedTuple):
    """An article of a story, and how it was told to be of it (``Kinship.Verdict``; "" for the first)."""

    article: Article
    verdict: str


def shingles(text: str) -> frozenset[Shingle]:
    """Return every four folded words of a plain text in a row."""
    words = split_words(text)
    return frozenset(zip(*(words[start:] for start in range(_WORDS)), strict=False))


def likeness(one: frozenset[Shingle], other: frozenset[Shingle]) -> float:
    """The share of the shorter text's shingles that the longer one has too, 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= _FEWEST else 0.0


def propose_kin(article: Article, content: Mapping[str, Any]) -> int:
    """Propose the articles whose text is much like an article's; return how many are new.

    What was proposed or decided before stays as it is.
    """
    text = text_of(content["body_ar"])
    own = shingles(text)
    if len(own) < _FEWEST:
        return 0
    ids = [pk for pk in find_alike(text, "text", limit=_LOOKED_AT) if pk != article.pk]
    known = _known(article, ids)
    others = Article.objects.filter(pk__in=set(ids) - known).only(
        "pk", "body_ar", "published_at", "created_at"
    )
    kin = []
    for other in others:
        alike = likeness(own, shingles(text_of(other.body_ar or "")))
        if alike >= _ALIKE:
            older, newer = sorted((article, other), key=_when)
            kin.append(Kinship(older_id=older.pk, newer_id=newer.pk, likeness=round(alike, 3)))
    # Two saves at once may both have found it.
    Kinship.objects.bulk_create(kin, ignore_conflicts=True)
    return len(kin)


def judge_kin(article: Article, kinship_id: int, verdict: str, *, by: AbstractBaseUser) -> None:
    """Say what an article and another are to each other. A verdict can be changed. Raises Refused."""
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        require(by, "edit", stored)
        kinship = kin_of([stored.pk]).filter(pk=kinship_id).first()
        if kinship is None or verdict not in {Verdict.SAME, Verdict.UPDATE, Verdict.UNRELATED}:
            raise Refused(_("This article has no such near-duplicate any more."))
        kinship.verdict = verdict
        kinship.decided_by_id = by.pk
        kinship.decided_at = timezone.now()
        kinship.save(update_fields=["verdict", "decided_by", "decided_at"])
        other = kinship.newer_id if kinship.older_id == stored.pk else kinship.older_id
        text = f"{kinship.get_verdict_display()}: #{other}"
        note(Verb.JUDGED, stored, by=by, text=text)


def kin_of(article_ids: Iterable[int]) -> Any:
    """The kinships of articles, whatever an editor said of them."""
    ids = list(article_ids)
    return Kinship.objects.filter(Q(older__in=ids) | Q(newer__in=ids))


def story_of(article: Article, among: ArticleQuerySet | None = None) -> list[Told]:
    """Return the articles that were told to be one story with this one, and it, the oldest first.

    Empty where nobody has told so; fifty at most. Only those ``among`` the given, where that is said.
    Two queries, however long the chain by which they hang together.
    """
    verdicts: dict[int, str] = {}
    for kinship in Kinship.objects.raw(_STORY, [article.pk, _LONGEST_CHAIN]):
        verdicts.setdefault(kinship.older_id, "")
        # What was told of the newer of the two is what it is to the story.
        verdicts[kinship.newer_id] = verdicts.get(kinship.newer_id) or kinship.verdict
    if not verdicts:
        return []
    articles = Article.objects.all() if among is None else among
    articles = articles.filter(pk__in=list(verdicts)).for_lists()
    return [Told(one, verdicts[one.pk]) for one in sorted(articles, key=_when)]


def _known(article: Article, ids: list[int]) -> set[int]:
    """Of other articles, those whose kinship with one is known."""
    if not article.pk or not ids:
        return set()
    pairs = kin_of([article.pk]).values_list("older", "newer")
    return {pk for pair in pairs for pk in pair} - {article.pk}


def _when(article: Article) -> tuple[Any, int]:
    return article.published_at or article.created_at, article.pk
