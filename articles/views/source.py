from typing import Any

from django.shortcuts import get_object_or_404

from articles.models import ArticleQuerySet, Source

from .listing import NarrowListView


class SourceView(NarrowListView):
    """What one source has published here."""

    template_name = "articles/source_detail.html"

    def get_queryset(self) -> ArticleQuerySet:
        self.source = get_object_or_404(Source, slug=self.kwargs["slug"])
        return super().get_queryset().filter(source=self.source)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(source=self.source, **kwargs)
