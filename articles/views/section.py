from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from articles.models import ArticleQuerySet, Section

from .listing import NarrowListView, with_opening


class SectionView(NarrowListView):
    """A section: its newest article with its first words, and the others below."""

    template_name = "articles/section_detail.html"

    def get_queryset(self) -> ArticleQuerySet:
        self.section = get_object_or_404(Section, slug=self.kwargs["slug"])
        articles = super().get_queryset().filter(section=self.section)
        return with_opening(articles, get_language() or "ar")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(section=self.section, **kwargs)
