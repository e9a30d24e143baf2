"""The page that lists the feeds, for people."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.views.generic import TemplateView

from articles.models import Article, Source


class FeedsView(TemplateView):
    """Every feed and what a feed is; of the sources those that have articles in this language."""

    http_method_names = ["get", "head", "options"]
    template_name = "articles/feeds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        readable = Article.objects.published().in_language(get_language() or "ar")
        sources = Source.objects.filter(Exists(readable.filter(source=OuterRef("pk"))))
        return super().get_context_data(sources=sources, **kwargs)
