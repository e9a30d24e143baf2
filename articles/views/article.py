from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import get_language
from django.views.generic import DetailView

from articles.editing import Change, story_of
from articles.models import (
    Article,
    ArticleQuerySet,
    CapturedPage,
    Citation,
    Correction,
    RelatedLink,
    Revision,
)
from articles.search import topics_of

from .untranslated import show_instead


def with_what_is_beside(articles: ArticleQuerySet, language: str) -> ArticleQuerySet:
    """Articles with what their page shows besides their text: source, links, notices.

    ``links`` are the related links; ``notices`` the corrections that can be read in the language,
    the newest first; ``cited`` the citations that an editor confirmed; ``has_history`` says whether
    readers saw a change worth telling, ``has_original`` whether it came from a captured page.
    """
    links = RelatedLink.objects.prefetch_related(where_they_lead(language))
    notices = (
        Correction.objects.exclude(kind=Correction.Kind.RETRACTION)
        .in_language(language)
        .newest_first()
    )
    told = Q(change__in=[Change.UPDATE, Change.CORRECTION, Change.CLARIFICATION])
    told |= Q(change=Change.RETRACTION, correction__isnull=False)
    changes = Revision.objects.filter(told, article=OuterRef("pk"))
    pages = CapturedPage.objects.filter(kind=CapturedPage.Kind.PAGE, article=OuterRef("pk"))
    return (
        articles.select_related("source", "section", "image__source")
        .annotate(has_history=Exists(changes), has_original=Exists(pages))
        .prefetch_related(
            Prefetch("related_links", queryset=links, to_attr="links"),
            Prefetch("corrections", queryset=notices, to_attr="notices"),
            Prefetch("citations", queryset=Citation.objects.confirmed(), to_attr="cited"),
        )
    )


def where_they_lead(language: str) -> Prefetch:
    """The articles that links lead to: only where readers may go, in the language they read."""
    readable = Article.objects.published().in_language(language)
    return Prefetch("target", queryset=readable.only("pk", "slug", "title_ar", "title_en"))


class Story(NamedTuple):
    """The articles that tell one story, the oldest first, and those right before and after this one."""

    articles: list[Article]
    previous: Article | None
    next: Article | None


def context_beside(article: Article, language: str) -> dict[str, Any]:
    """What an article's page shows of others: its topics (``{tag: Topic or None}``), its story."""
    return {"topics": topics_of(article.tags), "story": _story_beside(article, language)}


def _story_beside(article: Article, language: str) -> Story | None:
    readable = Article.objects.published().in_language(language)
    articles = [told.article for told in story_of(article, among=readable)]
    place = next((place for place, one in enumerate(articles) if one.pk == article.pk), None)
    if place is None or len(articles) == 1:
        return None
    return Story(
        articles,
        articles[place - 1] if place else None,
        articles[place + 1] if place + 1 < len(articles) else None,
    )


class ArticleView(DetailView):
    """One article. The number in the address decides; a wrong or missing slug is put right.

    Where there was one that readers could read, and no longer can, they are told so.
    """

    http_method_names = ["get", "head", "options"]
    template_name = "articles/article_detail.html"
    context_object_name = "article"
    query_pk_and_slug = False
    slug_url_kwarg = None

    def get_queryset(self) -> ArticleQuerySet:
        language = get_language() or "ar"
        return with_what_is_beside(Article.objects.published().in_language(language), language)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.object = self.get_object()
        except Http404:
            return show_instead(request, self.kwargs["pk"])
        address = self.object.get_absolute_url()
        if self.kwargs.get("slug") != self.object.slug:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        beside = context_beside(self.object, get_language() or "ar")
        return super().get_context_data(**beside, **kwargs)
