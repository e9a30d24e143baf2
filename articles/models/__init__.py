"""The nouns of the newsroom: fields, constraints and querysets; no rules of their own."""

from .article import FIRST_TIME, Article, ArticleQuerySet, Precision, Status
from .captured_page import CapturedPage
from .import_batch import ImportBatch
from .proposal import Proposal
from .related_link import RelatedLink
from .search_document import SearchDocument
from .search_index import SearchIndex
from .search_word import SearchWord
from .source import Source
from .story_fingerprint import StoryFingerprint
from .word_family import WordFamily

__all__ = [
    "FIRST_TIME",
    "Article",
    "ArticleQuerySet",
    "CapturedPage",
    "ImportBatch",
    "Precision",
    "Proposal",
    "RelatedLink",
    "SearchDocument",
    "SearchIndex",
    "SearchWord",
    "Source",
    "Status",
    "StoryFingerprint",
    "WordFamily",
]
