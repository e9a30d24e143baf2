"""The articles that a related headline may mean where none has exactly that headline."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from articles.arabic import is_function_word, split_words
from articles.exceptions import Refused
from articles.models import Article, RelatedLink
from articles.search import find_alike

from .access import may_resolve_links, require
from .deeds import Verb
from .drafts import revise
from .revisions import latest_content

MOST_CANDIDATES = 3
_LOOKED_AT = 30  # articles, the newest of those that may be alike
_ALIKE = 0.5  # share of the two headlines' words


class Candidate(NamedTuple):
    """An article and how like its headline is: 1 where it is the same, folded."""

    article: Article
    likeness: float


def find_candidates(links: Iterable[RelatedLink]) -> dict[int, list[Candidate]]:
    """Return, for links by their ids, the three articles at most whose headlines are most like theirs.

    Namesakes that the link keeps come first. One look into the index a link: ask for a page of
    links, not for all of them.
    """
    found: dict[int, list[Candidate]] = {}
    for link in links:
        namesakes = [Candidate(article, 1.0) for article in link.candidates.all()]
        known = {candidate.article.pk for candidate in namesakes} | {link.article_id}
        near = [one for one in _near(link.title) if one.article.pk not in known]
        found[link.pk] = [*namesakes, *near][:MOST_CANDIDATES]
    return found


def resolve_link(
    article: Article, link_id: int, target_id: int, *, by: AbstractBaseUser
) -> RelatedLink:
    """Lead a related headline of an article to another article, as a revision. Raises Refused.

    At once, also where the article is published: readers see the headline already. A draft that
    waits has it from then on too.
    """
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        require(by, "edit", stored)
        if not may_resolve_links(by, stored):
            raise Refused(
                _(
                    "A headline that is resolved leads readers at once: those of a published article "
                    "are the editors'."
                )
            )
        link = stored.related_links.filter(pk=link_id).first()
        if link is None:
            raise Refused(_("This article has no such related headline any more."))
        if target_id == stored.pk or not Article.objects.filter(pk=target_id).exists():
            raise Refused(_("There is no such article to lead to."))
        link.target_id = target_id
        link.save(update_fields=["target"])
        link.candidates.clear()
        related = [
            [title, url, target or (target_id if title == link.title else None)]
            for title, url, target in latest_content(stored)["related"]
        ]
        reason = _("related headline resolved: %(headline)s") % {"headline": link.title}
        revise(stored, {"related": related}, by=by, reason=reason, verb=Verb.LINKED)
    return link


def _near(title: str) -> list[Candidate]:
    words = _telling(title)
    if not words:
        return []
    ids = find_alike(title, "headline", limit=_LOOKED_AT)
    articles = Article.objects.filter(pk__in=ids).for_lists()
    near = (Candidate(article, _likeness(words, article.title_ar or "")) for article in articles)
    return sorted(
        (one for one in near if one.likeness >= _ALIKE),
        key=lambda one: (-one.likeness, -one.article.pk),
    )


def _likeness(words: set[str], title: str) -> float:
    others = _telling(title)
    return 2 * len(words & others) / (len(words) + len(others))


def _telling(title: str) -> set[str]:
    return {word for word in split_words(title) if not is_function_word(word)}
