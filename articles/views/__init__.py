"""The readers' pages; each starts at ``Article.objects.published()``.

Two do not: what stands for a withdrawn article (withdrawn), and the preview, whose key is its address.
"""

from .archive import ArchiveView, DayView, MonthView, YearView
from .article import ArticleView
from .card import CardView
from .choices import ChoicesView
from .corrections import CorrectionsView
from .digest import DigestConfirmView, DigestUnsubscribeView, DigestView
from .errors import bad_request, form_expired, page_not_found, server_error, unavailable
from .feeds import FeedsView
from .front import FrontView
from .history import HistoryView
from .original import OriginalView
from .page import PageView
from .pictures import PictureView
from .preview import PreviewView
from .report import ReportsView, ReportView
from .search import SearchView, SuggestionsView
from .section import SectionView
from .source import SourceView
from .topic import TopicView

__all__ = [
    "ArchiveView",
    "ArticleView",
    "CardView",
    "ChoicesView",
    "CorrectionsView",
    "DayView",
    "DigestConfirmView",
    "DigestUnsubscribeView",
    "DigestView",
    "FeedsView",
    "FrontView",
    "HistoryView",
    "MonthView",
    "OriginalView",
    "PageView",
    "PictureView",
    "PreviewView",
    "ReportView",
    "ReportsView",
    "SearchView",
    "SectionView",
    "SourceView",
    "SuggestionsView",
    "TopicView",
    "YearView",
    "bad_request",
    "form_expired",
    "page_not_found",
    "server_error",
    "unavailable",
]
