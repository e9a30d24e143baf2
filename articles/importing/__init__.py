"""The machines' door: captured pages become articles, once each, and can be taken back."""

from .report import page_object, summary_object
from .run import ImportRun, PageResult
from .undo import Undone, undo_batch

__all__ = [
    "ImportRun",
    "PageResult",
    "Undone",
    "find_pages",
    "page_object",
    "summary_object",
    "undo_batch",
]
