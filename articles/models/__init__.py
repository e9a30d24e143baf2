"""The nouns of the newsroom: fields, constraints and querysets; no rules of their own."""

from .article import (
    FIRST_TIME,
    Article,
    ArticleQuerySet,
    Precision,
    State,
    Status,
    readable_relation,
)
from .captured_page import CapturedPage
from .citation import Citation
from .correction import Correction, CorrectionQuerySet
from .deed import Deed
from .fields import CompressedTextField
from .front_slot import FrontSlot
from .ignored_finding import IgnoredFinding
from .image import PUBLIC_FOLDER, Image, Rendition
from .import_batch import ImportBatch
from .job import Job
from .kinship import Kinship
from .open_form import OpenForm
from .page import Page
from .paging import BoundedPaginator
from .proposal import Proposal
from .read_only import ReadOnly
from .reader_report import REFERENCE_LENGTH, ReaderReport
from .related_link import RelatedLink
from .revision import Revision
from .rows import insert_rows
from .search_document import SearchDocument
from .search_index import SearchIndex
from .search_word import SearchWord
from .section import Section
from .source import Source
from .story_fingerprint import StoryFingerprint
from .subscription import ALL, Subscription
from .topic import Topic, TopicLink
from .webhook import MOST_ANSWER, Webhook, WebhookDelivery
from .word_family import WordFamily

__all__ = [
    "ALL",
    "FIRST_TIME",
    "MOST_ANSWER",
    "PUBLIC_FOLDER",
    "REFERENCE_LENGTH",
    "Article",
    "ArticleQuerySet",
    "BoundedPaginator",
    "CapturedPage",
    "Citation",
    "CompressedTextField",
    "Correction",
    "CorrectionQuerySet",
    "Deed",
    "FrontSlot",
    "IgnoredFinding",
    "Image",
    "ImportBatch",
    "Job",
    "Kinship",
    "OpenForm",
    "Page",
    "Precision",
    "Proposal",
    "ReadOnly",
    "ReaderReport",
    "RelatedLink",
    "Rendition",
    "Revision",
    "SearchDocument",
    "SearchIndex",
    "SearchWord",
    "Section",
    "Source",
    "State",
    "Status",
    "StoryFingerprint",
    "Subscription",
    "Topic",
    "TopicLink",
    "Webhook",
    "WebhookDelivery",
    "WordFamily",
    "insert_rows",
    "readable_relation",
]
