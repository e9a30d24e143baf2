"""Related headlines find the articles they name: by folded headline, and never by guess.

A headline that one article has, and no other, is a match. One that several have is doubtful: they
become the link's candidates, and the desk chooses.
"""

from collections.abc import Iterable

from django.db.models import Max, Min

from articles.models import Article, RelatedLink

MAX_CANDIDATES = 5


def resolve_links(links: Iterable[RelatedLink]) -> None:
    """Set ``target`` on links not yet saved whose headline exactly one other article has."""
    links = [link for link in links if link.title_key and link.target_id is None]
    found = _articles_by_key({link.title_key for link in links})
    for link in links:
        first, last = found.get(link.title_key, (None, None))
        if first == last and first != link.article_id:
            link.target_id = first


def link_arrivals(articles: Iterable[Article]) -> None:
    """Lead the links that were waiting for these (saved) articles to them."""
    articles = [article for article in articles if article.headline_key]
    waiting = RelatedLink.objects.filter(
        target=None, title_key__in={article.headline_key for article in articles}
    )
    keys = set(waiting.values_list("title_key", flat=True).distinct())
    for key, (first, last) in _articles_by_key(keys).items():
        if first == last:
            waiting.filter(title_key=key).exclude(article=first).update(target=first)
        else:
            propose_candidates(waiting.filter(title_key=key))


def propose_candidates(links: Iterable[RelatedLink]) -> None:
    """Keep, for saved links without a target, the articles that share their headline."""
    for link in links:
        namesakes = Article.objects.filter(headline_key=link.title_key).exclude(pk=link.article_id)
        link.candidates.set(namesakes.order_by("-published_at", "-pk")[:MAX_CANDIDATES])


def _articles_by_key(keys: set[str]) -> dict[str, tuple[int, int]]:
    """For each headline key that any article has: the lowest and the highest id that has it."""
    rows = (
        Article.objects.filter(headline_key__in=keys)
        .order_by()
        .values_list("headline_key")
        .annotate(first=Min("pk"), last=Max("pk"))
    )
    return {key: (first, last) for key, first, last in rows}
