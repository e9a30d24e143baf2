"""Related headlines find the articles they name: by folded headline, and never by guess.

A headline that one article has, and no other, is a match. One that several have is doubtful: they
become the link's candidates, and the desk chooses.

The rows are what readers see and what other articles lead to; a draft of a published article has its
links in its revision only (decision 9), as ``[headline, address, id of the article it leads to]``.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Max, Min, Q

from articles.arabic import match_key
from articles.models import Article, RelatedLink

MAX_CANDIDATES = 5

Related = list[list[Any]]
"""Related links as a content has them (editing/content)."""


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


def make_link(article_id: int | None, title: str, url: str, target: int | None) -> RelatedLink:
    """Return a related link that is not stored."""
    key = match_key(title)[:300]
    return RelatedLink(article_id=article_id, title=title, url=url, target_id=target, title_key=key)


def without_gone(related: Related) -> Related:
    """Return links that lead only to what is there."""
    wanted = {target for _title, _url, target in related if target}
    here = set(Article.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return [[title, url, target if target in here else None] for title, url, target in related]


def settle_related(article: Article, related: Related, seen: Related = ()) -> Related:
    """Return links that were written some time ago as they lead now.

    One that led nowhere when it was written takes the article that its row has been led to since,
    or, where readers have no such link yet, the one that has come to have its headline. ``seen`` are
    the links of the revision that readers see: what led somewhere there was let go by an editor.
    """
    rows: dict[str, int | None] = {}
    for row in article.related_links.order_by("position", "pk"):
        rows[row.title] = rows.get(row.title) or row.target_id
    let_go = {title for title, _url, target in seen if target}
    links = [make_link(article.pk, *link) for link in without_gone(related)]
    for link in links:
        if link.target_id is None and link.title not in let_go:
            link.target_id = rows.get(link.title)
    resolve_links(link for link in links if link.title not in rows)
    return [[link.title, link.url, link.target_id] for link in links]


def lock_links(article: Article, headline: str | None) -> None:
    """Let nobody lead an article's links until the transaction ends: they are about to be settled.

    Nor those that wait for ``headline``, which it is about to have: all in one order, since of two
    articles that get theirs at once each may wait for the other's.
    """
    awaited = Q(target=None, title_key=match_key(headline or "")[:300]) & ~Q(title_key="")
    links = RelatedLink.objects.filter(Q(article=article) | awaited)
    list(links.select_for_update().order_by("pk").values_list("pk"))


def write_related(article: Article, related: Related) -> None:
    """Make an article's rows say these links; a row whose headline stays is kept, with its number."""
    rows = defaultdict(list)
    for row in article.related_links.select_for_update().order_by("position", "pk"):
        rows[row.title].append(row)
    new, doubtful = [], []
    for position, (title, url, target) in enumerate(related):
        link = rows[title].pop(0) if rows[title] else make_link(article.pk, title, url, target)
        is_new = link.pk is None
        if not is_new and (link.position, link.url, link.target_id) == (position, url, target):
            continue
        if target is None and link.title_key and (is_new or link.target_id):
            doubtful.append(link)
        elif target and not is_new:
            link.candidates.clear()
        link.position, link.url, link.target_id = position, url, target
        if is_new:
            new.append(link)
        else:
            link.save(update_fields=["position", "url", "target"])
    article.related_links.filter(pk__in=[one.pk for left in rows.values() for one in left]).delete()
    RelatedLink.objects.bulk_create(new)
    propose_candidates(doubtful)


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
