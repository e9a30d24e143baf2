"""Feeds; each starts at ``Article.objects.published()``."""

from .search import SearchFeed

__all__ = ["SearchFeed"]
