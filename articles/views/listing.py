"""What every list of articles has in common."""

from typing import Any

from django.db.models.functions import Substr
from django.utils.translation import get_language
from django.views.generic import ListView

from articles.models import Article, ArticleQuerySet

_OPENING = 1500  # characters of a body's HTML, enough for its first paragraph


def with_opening(articles: ArticleQuerySet, language: str) -> ArticleQuerySet:
    """Articles with the beginning of their body, for lists that show the first words."""
    return articles.annotate(opening=Substr(f"body_{language}", 1, _OPENING))


class ArticleListView(ListView):
    """Public articles in the language of the page, newest first, without their bodies."""

    http_method_names = ["get", "head", "options"]
    context_object_name = "articles"
    paginate_by = 20

    def get_queryset(self) -> ArticleQuerySet:
        return (
            Article.objects.published()
            .in_language(get_language() or "ar")
            .for_lists()
            .latest_first()
        )


class NarrowListView(ArticleListView):
    """A list that may have nothing in English; it is only said to exist there when it has."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_english = self.object_list.in_language("en").order_by().exists()
        return super().get_context_data(has_english=in_english, **kwargs)
