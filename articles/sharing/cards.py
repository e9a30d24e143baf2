"""The headline image of an article: drawn once for each version that readers see, and kept."""

import logging
from functools import cache

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import gettext as _

from articles.body import isolate_text_runs
from articles.cards import draw_card, find_face, why_not
from articles.damascus import long_date
from articles.models import Article

log = logging.getLogger(__name__)

# Counts the changes of the design: a card drawn otherwise is another card.
_DESIGN = 2


@cache
def has_cards() -> bool:
    """Whether headline images can be drawn here; where not, the paper's name stands for each."""
    return not why_not(find_face(settings.CARD_FONT))


def card_of(article: Article, language: str) -> bytes:
    """Return the PNG of an article's headline as readers see it now; drawn where it is not kept."""
    key = f"{article.pk}-{article.live_version}-{language}-{_DESIGN}"
    try:
        if (kept := caches["cards"].get(key)) is not None:
            return kept
    except OSError as failure:  # a folder that cannot be read: the image is drawn all the same
        log.warning("Headline images cannot be kept: %s", failure)
    headline = getattr(article, f"title_{language}")
    drawn = draw_card(
        isolate_text_runs(headline) if language == "ar" else headline,
        name=_("Newsroom"),
        day=long_date(article.published_at, language),
        language=language,
        face=find_face(settings.CARD_FONT),
    )
    try:
        caches["cards"].set(key, drawn)
    except OSError as failure:
        log.warning("Headline images cannot be kept: %s", failure)
    return drawn
