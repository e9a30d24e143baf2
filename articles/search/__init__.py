"""Finding articles however their words are spelled: see docs/search.md."""

from .alike import find_alike
from .backends import get_backend
from .check import Fault, check_index
from .corrections import Correction, Nearest, corrections_of, nearest
from .desk import find_ids
from .documents import (
    Analysis,
    LiveVocabulary,
    Subject,
    Text,
    VocabularyKey,
    live_index,
    live_vocabulary,
    remove_documents,
    store_document,
    store_documents,
)
from .engine import Facets, Results, Wanted, readable, search, sources_named
from .evaluation import CUTOFF, BadCorpus, CorpusArticle, Score, read_articles, read_queries
from .filters import ArticleFilter, DayField, DayFilter, DayInput, FindingForm, SourceFilter
from .passages import Reading, Segment
from .query import Query, parse_query
from .rebuilding import begin_vocabulary, is_due, rebuild
from .sources import public_sources, sources_of
from .suggestions import Suggestions, headlines_with, suggest
from .topics import topic_key, topics_of

__all__ = [
    "CUTOFF",
    "Analysis",
    "ArticleFilter",
    "BadCorpus",
    "CorpusArticle",
    "Correction",
    "DayField",
    "DayFilter",
    "DayInput",
    "Facets",
    "Fault",
    "FindingForm",
    "LiveVocabulary",
    "Nearest",
    "Query",
    "Reading",
    "Results",
    "Score",
    "Segment",
    "SourceFilter",
    "Subject",
    "Suggestions",
    "Text",
    "VocabularyKey",
    "Wanted",
    "begin_vocabulary",
    "check_index",
    "corrections_of",
    "find_alike",
    "find_ids",
    "get_backend",
    "headlines_with",
    "is_due",
    "live_index",
    "live_vocabulary",
    "nearest",
    "parse_query",
    "public_sources",
    "read_articles",
    "read_queries",
    "readable",
    "rebuild",
    "remove_documents",
    "search",
    "sources_named",
    "sources_of",
    "store_document",
    "store_documents",
    "suggest",
    "topic_key",
    "topics_of",
]
