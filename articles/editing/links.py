"""Related headlines find the articles they name: by folded headline, and never by guess.

A headline that one article has, and no other, is a match. One that several have is doubtful: they
become the link's candidates, and the desk chooses.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Max, Min

from articles.models import Article, RelatedLink

MAX_CANDIDATES = 5


class Namesakes(NamedTuple):
    """The first and the last article with a headline: the same one where it names one only."""

    first: int
    last: int

    def other_than(self, article_id: int | None) -> int | None:
        """The one article that has the headline, unless it is the one that recommends it."""
        return self.first if self.first == self.last != article_id else None


def resolve_links(links: Iterable[RelatedLink]) -> None:
    """Set ``target`` on links not yet saved whose headline exactly one other article has."""
    links = [link for link in links if link.title_key and link.target_id is None]
    found = find_namesakes({link.title_key for link in links})
    for link in links:
        if link.title_key in found:
            link.target_id = found[link.title_key].other_than(link.article_id)


def link_arrivals(headline_keys: set[str]) -> None:
    """Lead the links that were waiting for articles with these headlines (folded) to them."""
    waiting = RelatedLink.objects.filter(target=None, title_key__in=headline_keys - {""})
    keys = set(waiting.values_list("title_key", flat=True).distinct())
    for key, namesakes in find_namesakes(keys).items():
        if target := namesakes.other_than(None):
            waiting.filter(title_key=key).exclude(article=target).update(target=target)
        else:
            propose_candidates(waiting.filter(title_key=key))


def propose_candidates(links: Iterable[RelatedLink]) -> None:
    """Keep, for saved links without a target, the articles that share their headline."""
    for link in links:
        namesakes = Article.objects.filter(headline_key=link.title_key).exclude(pk=link.article_id)
        link.candidates.set(namesakes.order_by("-published_at", "-pk")[:MAX_CANDIDATES])


def find_namesakes(keys: set[str]) -> dict[str, Namesakes]:
    """Return, for each headline key that any article has, the articles that have it."""
    rows = (
        Article.objects.filter(headline_key__in=keys)
        .order_by()
        .values_list("headline_key")
        .annotate(first=Min("pk"), last=Max("pk"))
    )
    return {key: Namesakes(first, last) for key, first, last in rows}
