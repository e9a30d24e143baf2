"""What leaves the site about its articles for other machines to read: names, plain text, JSON-LD."""

from articles.identifiers import article_id, correction_id, feed_id, image_id, source_id

from .cards import card_of, has_cards
from .linked_data import article_graph, dump_linked_data, site_graph
from .moments import moment, reader_moment
from .pictures import Picture, headline_of, picture_of, picture_of_site
from .plain_text import directed, legible, opening, shortened

__all__ = [
    "Picture",
    "article_graph",
    "article_id",
    "card_of",
    "correction_id",
    "directed",
    "dump_linked_data",
    "feed_id",
    "has_cards",
    "headline_of",
    "image_id",
    "legible",
    "moment",
    "opening",
    "picture_of",
    "picture_of_site",
    "reader_moment",
    "shortened",
    "site_graph",
    "source_id",
]
