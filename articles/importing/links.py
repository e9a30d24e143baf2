"""The related headlines of imported pages."""

from collections.abc import Iterable
from typing import Any

from articles.arabic import match_keys
from articles.editing import (
    find_namesakes,
    make_link,
    propose_candidates,
    read_links,
    resolve_links,
    write_related,
)
from articles.models import Article, RelatedLink, insert_rows


def write_links(titles: dict[int, list[str]]) -> dict[int, list[list[Any]]]:
    """Write the related headlines of articles (by id), each leading to the article that it names.

    Where several articles have its headline, they become the link's candidates. Returns what was
    written, as revisions keep it (editing/content).
    """
    links = [
        (article, position, title, key)
        for article, headlines in titles.items()
        for position, (title, key) in enumerate(zip(headlines, match_keys(headlines), strict=False))
    ]
    namesakes = find_namesakes({key for *_, key in links if key})
    rows = [
        (article, position, title, "", key,
         namesakes[key].other_than(article) if key in namesakes else None)
        for article, position, title, key in links
    ]  # fmt: skip
    insert_rows(RelatedLink, ("article", "position", "title", "url", "title_key", "target"), rows)
    doubtful = {key for key, found in namesakes.items() if found.first != found.last}
    if doubtful:
        propose_candidates(
            RelatedLink.objects.filter(article__in=titles, title_key__in=doubtful, target=None)
        )
    written: dict[int, list[list[Any]]] = {article: [] for article in titles}
    for article, _, title, url, _, target in rows:
        written[article].append([title, url, target])
    return written


def rewrite_links(article: Article, titles: list[str], said: Iterable[list[Any]] = ()) -> None:
    """Make an article's related headlines these.

    One that is there stays as it leads, perhaps as an editor led it; one that is not leads as it did
    in ``said``, or else to the article that it names.
    """
    here = {link[0]: link for link in (*said, *read_links([article.pk]).get(article.pk, []))}
    links = [make_link(article.pk, *here.get(title, (title, "", None))) for title in titles]
    resolve_links(link for link in links if link.title not in here)
    write_related(article, [[link.title, link.url, link.target_id] for link in links])
    article.refresh_from_db(fields=["related_links"])  # what was fetched with it is no longer so
