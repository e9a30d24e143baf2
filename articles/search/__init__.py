"""Finding articles: what of an article is matched, and in which form."""

from .documents import document_text, store_document
from .filters import ArticleFilter

__all__ = ["ArticleFilter", "document_text", "store_document"]
