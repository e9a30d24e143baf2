"""Feeds, each as RSS 2.0, Atom and JSON Feed 1.1; each starts at what the public may see."""

from .articles import LatestFeed, SectionFeed, SourceFeed, TopicFeed
from .corrections import CorrectionsFeed
from .search import SearchFeed

__all__ = [
    "CorrectionsFeed",
    "LatestFeed",
    "SearchFeed",
    "SectionFeed",
    "SourceFeed",
    "TopicFeed",
]
