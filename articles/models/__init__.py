"""The nouns of the newsroom: fields, constraints and querysets; no rules of their own."""

from .article import Article, ArticleQuerySet, Precision, Status
from .captured_page import CapturedPage
from .import_batch import ImportBatch
from .proposal import Proposal
from .related_link import RelatedLink
from .search_document import SearchDocument
from .source import Source
from .story_fingerprint import StoryFingerprint

__all__ = [
    "Article",
    "ArticleQuerySet",
    "CapturedPage",
    "ImportBatch",
    "Precision",
    "Proposal",
    "RelatedLink",
    "SearchDocument",
    "Source",
    "Status",
    "StoryFingerprint",
]
