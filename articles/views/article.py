from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import get_language
from django.views.generic import DetailView

from articles.editing import Change, story_of, told_kin_of
from articles.models import (
    Article,
    ArticleQuerySet,
    CapturedPage,
    Citation,
    Correction,
    RelatedLink,
    Revision,
    readable_relation,
)
from articles.page_cache import once_a_generation
from articles.search import topics_of

from .untranslated import show_instead


def with_what_is_beside(articles: ArticleQuerySet, language: str) -> ArticleQuerySet:
    """Articles that know what their page shows besides their text, for ``load_beside``.

    ``has_history`` says whether readers saw a change worth telling, ``has_original`` whether it came
    from a captured page. Most articles have little of it, and what they lack is not asked for.
    """
    told = Q(change__in=[Change.UPDATE, Change.CORRECTION, Change.CLARIFICATION])
    told |= Q(change=Change.RETRACTION, correction__isnull=False)
    has = {
        f"has_{name}": Exists(rows.filter(article=OuterRef("pk")))
        for name, rows in _beside(language).items()
    }
    return articles.select_related("source", "section", "image__source").annotate(
        has_history=Exists(Revision.objects.filter(told, article=OuterRef("pk"))),
        has_original=Exists(
            CapturedPage.objects.filter(kind=CapturedPage.Kind.PAGE, article=OuterRef("pk"))
        ),
        has_story=Exists(told_kin_of(OuterRef("pk"))),
        **has,
    )


def load_beside(article: Article, language: str, request: HttpRequest | None = None) -> None:
    """Load what stands beside an article; one query for each of these that it has.

    ``links`` are the related links, ``notices`` the corrections that can be read in the language,
    the newest first; ``cited`` the citations that an editor confirmed.
    """
    beside = once_a_generation(request, ("beside", language), lambda: _beside(language))
    for name, rows in beside.items():
        has_some = getattr(article, f"has_{name}")
        setattr(article, name, list(rows.filter(article=article.pk)) if has_some else [])
    for link in article.links:
        # Without a row that readers may see, Django leaves the attribute out.
        link.target = getattr(link, "readable", None)


def _beside(language: str) -> dict[str, QuerySet]:
    bodies = ("readable__body", "readable__body_ar", "readable__body_en")
    links = RelatedLink.objects.annotate(readable=readable_relation("target", language))
    notices = Correction.objects.exclude(kind=Correction.Kind.RETRACTION).in_language(language)
    return {
        "links": links.select_related("readable").defer(*bodies),
        "notices": notices.newest_first(),
        "cited": Citation.objects.confirmed(),
    }


class Story(NamedTuple):
    """The articles that tell one story, the oldest first, and those right before and after this one."""

    articles: list[Article]
    previous: Article | None
    next: Article | None


def context_beside(article: Article, language: str) -> dict[str, Any]:
    """What an article's page shows of others: its topics (``{tag: Topic or None}``), its story."""
    story = _story_beside(article, language) if article.has_story else None
    return {"topics": topics_of(article.tags), "story": story}


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
        """Put together once a generation: that takes as long as asking the database."""
        language = get_language() or "ar"
        return once_a_generation(
            self.request,
            ("article", language),
            lambda: with_what_is_beside(
                Article.objects.published().in_language(language), language
            ),
        )

    def get_object(self, queryset: QuerySet | None = None) -> Article:
        article = super().get_object(queryset)
        load_beside(article, get_language() or "ar", self.request)
        return article

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
