"""What every list of articles has in common."""

from django.utils.translation import get_language
from django.views.generic import ListView

from articles.models import Article, ArticleQuerySet


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
