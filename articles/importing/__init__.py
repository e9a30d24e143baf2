"""The machines' door: captured pages become articles, once each, and can be taken back."""

from .alone import ImportRunning, only_import
from .report import page_object, summary_object
from .run import ImportRun, PageResult
from .undo import Undone, undo_batch

__all__ = [
    "ImportRun",
    "ImportRunning",
    "PageResult",
    "Undone",
    "only_import",
    "page_object",
    "summary_object",
    "undo_batch",
]
