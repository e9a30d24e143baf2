"""Finding articles: what of an article is matched, and in which form."""

from .documents import store_document
from .filters import ArticleFilter

__all__ = ["ArticleFilter", "store_document"]
