"""The readers' pages; each starts at ``Article.objects.published()``."""

from .archive import ArchiveView, DayView, MonthView, YearView
from .article import ArticleView
from .errors import page_not_found, server_error
from .front import FrontView
from .search import SearchView, SuggestionsView
from .source import SourceView

__all__ = [
    "ArchiveView",
    "ArticleView",
    "DayView",
    "FrontView",
    "MonthView",
    "SearchView",
    "SourceView",
    "SuggestionsView",
    "YearView",
    "page_not_found",
    "server_error",
]
