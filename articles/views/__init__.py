"""The readers' pages; each starts at ``Article.objects.published()``.

Two do not: what stands for a withdrawn article (withdrawn), and the preview, whose key is its address.
"""

from .archive import ArchiveView, DayView, MonthView, YearView
from .article import ArticleView
from .corrections import CorrectionsView
from .errors import form_expired, page_not_found, server_error
from .front import FrontView
from .history import HistoryView
from .preview import PreviewView
from .search import SearchView, SuggestionsView
from .section import SectionView
from .source import SourceView
from .topic import TopicView

__all__ = [
    "ArchiveView",
    "ArticleView",
    "CorrectionsView",
    "DayView",
    "FrontView",
    "HistoryView",
    "MonthView",
    "PreviewView",
    "SearchView",
    "SectionView",
    "SourceView",
    "SuggestionsView",
    "TopicView",
    "YearView",
    "form_expired",
    "page_not_found",
    "server_error",
]
