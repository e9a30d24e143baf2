"""Search: one page for words, filters and both; suggestions while one types."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import TemplateView, View

from articles.damascus import damascus_date
from articles.models import Article, BoundedPaginator, Source
from articles.search import (
    ArticleFilter,
    Reading,
    Results,
    Wanted,
    corrections_of,
    nearest,
    readable,
    search,
    sources_named,
    suggest,
)


class Hit(NamedTuple):
    """An article on a page of results; ``reading`` is None in a list without words.

    ``opens_partial`` marks the first of those that have only some of the words.
    """

    article: Article
    reading: Reading | None
    opens_partial: bool


class FacetLink(NamedTuple):
    """A way to narrow the results, or to take that back: ``count`` is None where it is in force."""

    label: Any
    query: str
    count: int | None


class SearchView(TemplateView):
    """Articles by words, source, days and topic; all of it is in the address, so it can be shared.

    Nothing that can be typed is an error: what cannot be read as a query is searched as words.
    """

    http_method_names = ["get", "head", "options"]
    template_name = "articles/search.html"
    paginate_by = 10
    most_pages = 500  # of a list without words; behind them it goes on by the day

    @cached_property
    def language(self) -> str:
        return get_language() or "ar"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.now = timezone.now()
        articles = readable(self.language, self.now).for_lists().latest_first()
        filterset = ArticleFilter(self.request.GET, queryset=articles)
        form = filterset.form
        context = {
            "form": form,
            "filters": self._address(),
            "has_feed": False,
            "hits": [],
            **kwargs,
        }
        if not filterset.is_valid() or not context["filters"]:
            return super().get_context_data(**context)
        wanted = filterset.wanted(self.language)
        if wanted.query.asks or wanted.topic:
            results = search(wanted, now=self.now)
            ids = Paginator(results.article_ids, self.paginate_by)
            page = ids.get_page(self.request.GET.get("page"))
            context |= {
                "results": results,
                "total": results.whole,
                "is_cut": results.capped,
                "hits": self._hits(page, results),
                "facets": self._facets(results, wanted),
                "corrections": [
                    (correction, self._address(q=correction.query))
                    for correction in corrections_of(wanted, results, now=self.now)
                ],
            }
            if not results.article_ids:
                context["nearest"] = nearest(wanted, results, now=self.now)
        else:
            found = BoundedPaginator(
                filterset.without_words(wanted), self.paginate_by, most_pages=self.most_pages
            )
            page = found.get_page(self.request.GET.get("page"))
            if found.is_cut and not page.has_next():
                last_day = damascus_date(page[-1].published_at)
                context["older"] = self._address(until=f"{last_day:%d.%m.%Y}")
            context |= {
                "total": found.count,
                "is_cut": found.is_cut,
                "hits": [Hit(article, None, False) for article in page],
            }
        context |= {
            "wanted": wanted,
            "unknown_sources": self._are_unknown(wanted.query.sources)
            or self._are_unknown(wanted.query.excluded_sources),
            "without_filters": self._address(source="", since="", until="", topic=""),
            "page_obj": page,
            "paginator": page.paginator,
            "is_paginated": page.has_other_pages(),
            "has_feed": True,
        }
        return super().get_context_data(**context)

    @staticmethod
    def _are_unknown(names: Sequence[str]) -> bool:
        return bool(names) and not sources_named(names)

    def _hits(self, page: Page, results: Results) -> list[Hit]:
        ids = list(page)
        articles = readable(self.language, self.now).select_related("source").in_bulk(ids)
        first_partial = (
            results.article_ids[results.whole] if results.whole < len(results.article_ids) else None
        )
        return [
            Hit(article, results.reading_of(article, self.language), pk == first_partial)
            for pk in ids
            if (article := articles.get(pk))
        ]

    def _facets(self, results: Results, wanted: Wanted) -> dict[str, list[FacetLink]]:
        """Links that narrow the results; a facet in force is one link that takes it back."""
        facets = results.facets
        sources = Source.objects.in_bulk([pk for pk, _ in facets.sources])
        by_source = [
            FacetLink(sources[pk], self._address(source=sources[pk].slug), count)
            for pk, count in facets.sources
            if pk in sources
        ]
        by_year = [
            FacetLink(year, self._address(since=f"1.1.{year}", until=f"31.12.{year}"), count)
            for year, count in facets.years
        ]
        by_topic = [
            FacetLink(topic, self._address(topic=topic), count) for topic, count in facets.topics
        ]
        if wanted.source:
            by_source = [FacetLink(wanted.source, self._address(source=""), None)]
        if wanted.topic:
            by_topic = [FacetLink(wanted.topic, self._address(topic=""), None)]
        return {"source": by_source, "year": by_year, "topic": by_topic}

    def _address(self, **changed: str) -> str:
        """The query string of this search without its page, with some of it changed."""
        query = QueryDict(mutable=True)
        for name in ArticleFilter.base_filters:
            value = changed.get(name, self.request.GET.get(name, ""))
            if value.strip():
                query[name] = value
        return query.urlencode()


class SuggestionsView(View):
    """What the search box suggests: ``{"articles": [{"title", "url"}], "sources": [{…}]}``."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> JsonResponse:
        language = get_language() or "ar"
        found = suggest(request.GET.get("q", ""), language, now=timezone.now())
        response = JsonResponse(
            {
                "articles": [
                    {
                        "title": getattr(article, f"title_{language}"),
                        "url": article.get_absolute_url(),
                    }
                    for article in found.articles
                ],
                "sources": [
                    {"title": str(source), "url": source.get_absolute_url()}
                    for source in found.sources
                ],
            },
            json_dumps_params={"ensure_ascii": False},
        )
        patch_cache_control(response, max_age=60)
        return response
