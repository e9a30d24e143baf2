from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import get_language
from django.views.generic import DetailView

from articles.models import Article, ArticleQuerySet, RelatedLink


class ArticleView(DetailView):
    """One article. The number in the address decides; a wrong or missing slug is put right."""

    http_method_names = ["get", "head", "options"]
    template_name = "articles/article_detail.html"
    context_object_name = "article"
    query_pk_and_slug = False
    slug_url_kwarg = None

    def get_queryset(self) -> ArticleQuerySet:
        language = get_language() or "ar"
        readable = Article.objects.published().in_language(language)
        links = RelatedLink.objects.prefetch_related(
            # A link leads only where readers may go, in the language they read.
            Prefetch("target", queryset=readable.only("pk", "slug", "title_ar", "title_en"))
        )
        return readable.select_related("source").prefetch_related(
            Prefetch("related_links", queryset=links)
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        address = self.object.get_absolute_url()
        if self.kwargs.get("slug") != self.object.slug:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        return self.render_to_response(self.get_context_data(object=self.object))
