"""Files of captured pages to all that can be known of them without a database, on every core. Pure."""

from .files import PageFile, find_pages
from .keys import capture_key, digest, fingerprints
from .prepare import PreparedPage
from .workers import read_pages, words_of_pages

__all__ = [
    "PageFile",
    "PreparedPage",
    "capture_key",
    "digest",
    "find_pages",
    "fingerprints",
    "read_pages",
    "words_of_pages",
]
