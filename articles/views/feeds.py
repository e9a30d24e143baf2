"""The page that lists the feeds, for people."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.views.generic import TemplateView

from articles.models import Article, Section
from articles.search import sources_of


class FeedsView(TemplateView):
    """Every feed and what a feed is; of sections and sources those that have articles in this language."""

    http_method_names = ["get", "head", "options"]
    template_name = "articles/feeds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        readable = Article.objects.published().in_language(get_language() or "ar")
        sources = sources_of(readable)
        sections = Section.objects.filter(Exists(readable.filter(section=OuterRef("pk"))))
        return super().get_context_data(sections=sections, sources=sources, **kwargs)
