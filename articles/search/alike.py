"""What the desk looks for by a text of its own: articles that have most of its rarest words."""

from django.db.models import Sum

from articles.arabic import is_function_word, split_words
from articles.models import SearchWord

from .backends import Field, get_backend
from .documents import live_index
from .matching import Match
from .places import article_at, places_between
from .vocabulary import load_vocabulary

_READ = 2_000  # characters of a text
_SOUGHT = 6  # of its words, the rarest; half of them must be there


def find_alike(text: str, field: Field, *, limit: int) -> list[int]:
    """Return the ids of articles whose Arabic headline or text has half of a text's rarest words.

    Readers' articles first, then what they do not see; the newest first, ``limit`` at most of each.
    What they find is to be compared: no word is weighed and nothing is ranked here, so that it costs
    a hundredth of a search.
    """
    index = live_index()
    words = {word for word in split_words(text[:_READ]) if not is_function_word(word)}
    if index is None or not words:
        return []
    stemmer = load_vocabulary(index).stemmer
    stems = {stemmer.stem(word) for word in words}
    known = SearchWord.objects.filter(slot=index.slot, stem__in=stems).values_list("stem")
    counts = dict(known.annotate(Sum("documents")))
    rarest = sorted(stems, key=lambda stem: (counts.get(stem, 0), stem))[:_SOUGHT]
    match = Match(tuple((stem,) for stem in rarest), (len(rarest) + 1) // 2)
    found: dict[int, None] = {}
    for public in (True, False):
        within = places_between("ar", slot=index.slot, public=public)
        places = get_backend().find(index.slot, field, match, within, limit)
        found |= dict.fromkeys(map(article_at, places))
    return list(found)
