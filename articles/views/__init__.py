"""The readers' pages; each starts at ``Article.objects.published()``.

Two do not: what stands for a withdrawn article (withdrawn), and the preview, whose key is its address.
"""

from .archive import ArchiveView, DayView, MonthView, YearView
from .article import ArticleView
from .choices import ChoicesView
from .corrections import CorrectionsView
from .errors import form_expired, page_not_found, server_error
from .front import FrontView
from .history import HistoryView
from .preview import PreviewView
from .search import SearchView, SuggestionsView
from .source import SourceView

__all__ = [
    "ArchiveView",
    "ArticleView",
    "ChoicesView",
    "CorrectionsView",
    "DayView",
    "FrontView",
    "HistoryView",
    "MonthView",
    "PreviewView",
    "SearchView",
    "SourceView",
    "SuggestionsView",
    "YearView",
    "form_expired",
    "page_not_found",
    "server_error",
]
