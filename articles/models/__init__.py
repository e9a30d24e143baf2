"""The nouns of the newsroom: fields, constraints and querysets; no rules of their own."""

from .article import FIRST_TIME, Article, ArticleQuerySet, Precision, State, Status
from .captured_page import CapturedPage
from .citation import Citation
from .correction import Correction, CorrectionQuerySet
from .deed import Deed
from .fields import CompressedTextField
from .ignored_finding import IgnoredFinding
from .import_batch import ImportBatch
from .kinship import Kinship
from .open_form import OpenForm
from .proposal import Proposal
from .related_link import RelatedLink
from .revision import Revision
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
    "Citation",
    "CompressedTextField",
    "Correction",
    "CorrectionQuerySet",
    "Deed",
    "IgnoredFinding",
    "ImportBatch",
    "Kinship",
    "OpenForm",
    "Precision",
    "Proposal",
    "RelatedLink",
    "Revision",
    "SearchDocument",
    "SearchIndex",
    "SearchWord",
    "Source",
    "State",
    "Status",
    "StoryFingerprint",
    "WordFamily",
]
