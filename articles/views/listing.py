"""What every list of articles has in common."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models.functions import Substr
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import ListView

from articles.models import Article, ArticleQuerySet, BoundedPaginator

_OPENING = 1500  # characters of a body's HTML, enough for its first paragraph


def with_opening(articles: ArticleQuerySet, language: str) -> ArticleQuerySet:
    """Articles with the beginning of their body, for lists that show the first words."""
    return articles.annotate(opening=Substr(f"body_{language}", 1, _OPENING))


class ArticleListView(ListView):
    """Public articles in the language of the page, newest first, without their bodies.

    The newest ``most_pages`` have numbers; from the last of them ``?before=12`` goes on with what is
    older than article 12, numbered anew.
    """

    http_method_names = ["get", "head", "options"]
    context_object_name = "articles"
    paginate_by = 20
    paginator_class = BoundedPaginator

    def get_queryset(self) -> ArticleQuerySet:
        return (
            Article.objects.published()
            .in_language(get_language() or "ar")
            .for_lists()
            .latest_first()
        )

    @property
    def most_pages(self) -> int:
        # Arabic is counted in an index; what is in English is read to be counted.
        return 50 if get_language() == "en" else 500

    @cached_property
    def before(self) -> Article | None:
        """The article behind which the list begins; one that was withdrawn since will do."""
        asked = self.request.GET.get("before", "")
        if not asked:
            return None
        if not (asked.isdecimal() and len(asked) < 19):
            raise Http404
        return get_object_or_404(Article.objects.once_published().only("published_at"), pk=asked)

    def older_than(self, articles: ArticleQuerySet, place: Article) -> ArticleQuerySet:
        """What comes behind an article in a list."""
        # Bounded by the time first: that is where the index begins.
        articles = articles.filter(published_at__lte=place.published_at)
        return articles.exclude(published_at=place.published_at, pk__gte=place.pk)

    def get_paginator(self, queryset: ArticleQuerySet, *args: Any, **kwargs: Any) -> Paginator:
        if self.before:
            queryset = self.older_than(queryset, self.before)
        return super().get_paginator(queryset, *args, most_pages=self.most_pages, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page: Page = context["page_obj"]
        if self.before:
            context |= {"before": self.before, "filters": f"before={self.before.pk}"}
        if page.paginator.is_cut and not page.has_next():
            context["older"] = f"before={page[-1].pk}"
        return context


class NarrowListView(ArticleListView):
    """A list that may have nothing in English; it is only said to exist there when it has."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_english = self.looked_through().in_language("en").order_by().exists()
        return super().get_context_data(has_english=in_english, **kwargs)

    def looked_through(self) -> ArticleQuerySet:
        """The articles among which one in English is looked for."""
        return self.object_list
