"""Finding articles however their words are spelled: see docs/search.md."""

from .corrections import Correction, corrections_of
from .documents import (
    Analysis,
    Subject,
    Text,
    live_index,
    remove_documents,
    store_document,
    store_documents,
    vocabulary_key,
)
from .engine import Facets, Results, Wanted, readable, search, sources_named
from .filters import ArticleFilter
from .passages import Reading, Segment
from .query import Query, parse_query
from .rebuild import is_due, rebuild
from .suggestions import Suggestions, headlines_with, suggest
from .vocabulary import guarding_counts

__all__ = [
    "Analysis",
    "ArticleFilter",
    "Correction",
    "Facets",
    "Query",
    "Reading",
    "Results",
    "Segment",
    "Subject",
    "Suggestions",
    "Text",
    "Wanted",
    "corrections_of",
    "guarding_counts",
    "headlines_with",
    "is_due",
    "live_index",
    "parse_query",
    "readable",
    "rebuild",
    "remove_documents",
    "search",
    "sources_named",
    "store_document",
    "store_documents",
    "suggest",
    "vocabulary_key",
]
