"""What the desk's search boxes find: articles in any state, in either language."""

from itertools import product

from .backends import get_backend
from .documents import live_index
from .matching import Match
from .places import LANGUAGES, article_at, places_between
from .query import parse_query
from .retrieval import MOST
from .suggestions import headlines_with
from .terms import read_terms


def find_ids(text: str) -> list[int]:
    """Return the ids of the newest articles that have every word of ``text``, however spelled.

    At most a thousand of each state and language. The last word may not be whole where it is of
    the headline, since the desk searches while one types. None where there is no word in ``text``.
    """
    query = parse_query(text)
    index = live_index()
    if index is None or not query.words:
        return []
    terms = read_terms(query, index)
    groups = tuple(tuple(term.tokens) for term in terms.required)
    match = Match(groups, len(groups), (), terms.phrases, terms.excluded)
    found: dict[int, None] = {}
    for language, public in product(LANGUAGES, (True, False)):
        within = places_between(language, slot=index.slot, public=public)
        places = get_backend().find(index.slot, "text", match, within, MOST)
        found |= dict.fromkeys(map(article_at, places))
        found |= dict.fromkeys(headlines_with(text, index, within, limit=MOST))
    return list(found)
