"""Finding articles however their words are spelled: see docs/search.md."""

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
from .engine import Results, Wanted, search
from .filters import ArticleFilter
from .query import Query, parse_query
from .rebuild import is_due, rebuild
from .vocabulary import guarding_counts

__all__ = [
    "Analysis",
    "ArticleFilter",
    "Query",
    "Results",
    "Subject",
    "Text",
    "Wanted",
    "guarding_counts",
    "is_due",
    "live_index",
    "parse_query",
    "rebuild",
    "remove_documents",
    "search",
    "store_document",
    "store_documents",
    "vocabulary_key",
]
