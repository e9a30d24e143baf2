"""The addresses of the API. Each begins at what the public may see."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import http_date

from articles.editing import public_corrections, withdrawn_from_readers
from articles.models import Article
from articles.search import public_sources, readable, search

from .answers import LANGUAGES, Document, answer, endpoint, not_found
from .asking import (
    ArticlesAsked,
    CorrectionsAsked,
    LanguageAsked,
    SourcesAsked,
    check,
    parameters_of,
)
from .cursors import address_of_next, dump_cursor, load_cursor
from .documents import (
    article_document,
    article_entry,
    as_documents,
    as_entries,
    correction_documents,
    source_document,
    source_record,
    withdrawn_document,
)
from .ninjs import ninjs_of, ninjs_of_withdrawn
from .openapi import describe


class Page(NamedTuple):
    """Some rows of a list, and the place of the last where more follow."""

    rows: Sequence[Any]
    place: list[Any] | None


@endpoint
def root(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    return answer(
        {
            "links": {
                name: request.build_absolute_uri(reverse(address))
                for name, address in [
                    ("articles", "api_articles"),
                    ("corrections", "api_corrections"),
                    ("sources", "api_sources"),
                    ("openapi", "api_openapi"),
                    ("documentation", "api"),
                ]
            }
        }
    )


@endpoint(parameters=parameters_of(LanguageAsked))
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, in Arabic words unless English ones are asked for."""
    language = _language(request)
    with translation.override(language):
        return answer(describe(request.build_absolute_uri("/")), language=language)


@endpoint
def nothing(request: HttpRequest, **_where: Any) -> HttpResponse:
    """Any other address under the API's."""
    raise not_found()


@endpoint(parameters=parameters_of(ArticlesAsked))
def articles(request: HttpRequest) -> HttpResponse:
    """Articles, the newest first; those that a search finds, the best first."""
    now = timezone.now()
    language = request.GET.get("lang", "ar")
    found = readable(language, now).latest_first()
    asked = ArticlesAsked(request.GET, queryset=as_entries(found))
    check(asked, request)
    wanted = asked.wanted(language)
    if wanted.query.asks or wanted.topic:
        page = _page_of_ids(
            search(wanted, now=now).article_ids, asked.qs, asked.limit_asked, request
        )
    else:
        page = _page(asked.without_words(wanted), "published_at", asked.limit_asked, request)
    absolute = request.build_absolute_uri
    return _listed([article_entry(one, absolute) for one in page.rows], page.place, request)


@endpoint
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article, whole; where readers could read it once, what became of it."""
    absolute = request.build_absolute_uri
    found = as_documents(Article.objects.published()).filter(pk=pk).first()
    if found is None:
        told = {
            language: withdrawn
            for language in LANGUAGES
            if (withdrawn := withdrawn_from_readers(pk, language))
        }
        if not told:
            raise not_found()
        return answer(withdrawn_document(told, absolute), status=410)
    response = answer(article_document(found, absolute))
    response["Last-Modified"] = _http_date(found)
    return response


@endpoint(parameters=parameters_of(LanguageAsked))
def ninjs(request: HttpRequest, pk: int) -> HttpResponse:
    """One article in one language as ninjs; of one that was withdrawn, the notice that cancels it."""
    language, absolute = _language(request), request.build_absolute_uri
    public = Article.objects.published().in_language(language)
    with translation.override(language):
        found = as_documents(public).filter(pk=pk).first()
        if found is not None:
            response = answer(ninjs_of(found, language, absolute), language=language)
            response["Last-Modified"] = _http_date(found)
            return response
        withdrawn = withdrawn_from_readers(pk, language)
        if withdrawn is None:
            raise not_found()
        return answer(ninjs_of_withdrawn(withdrawn, absolute), language=language)


@endpoint(parameters=parameters_of(CorrectionsAsked))
def corrections(request: HttpRequest) -> HttpResponse:
    """What readers were told was wrong, the newest first."""
    language = request.GET.get("lang", "ar")
    asked = CorrectionsAsked(request.GET, queryset=public_corrections(language))
    check(asked, request)
    page = _page(asked.qs, "issued_at", asked.limit_asked, request)
    documents = correction_documents(page.rows, request.build_absolute_uri)
    return _listed(documents, page.place, request)


@endpoint
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One correction."""
    found = public_corrections("ar").filter(pk=pk)
    documents = correction_documents(found, request.build_absolute_uri)
    if not documents:
        raise not_found()
    return answer(documents[0])


@endpoint(parameters=parameters_of(SourcesAsked))
def sources(request: HttpRequest) -> HttpResponse:
    """The sources of public articles, in the order in which they came here."""
    asked = SourcesAsked(request.GET, queryset=public_sources().order_by("pk"))
    check(asked, request)
    limit, place, found = asked.limit_asked, load_cursor(request), asked.qs
    if place is not None:
        found = found.filter(pk__gt=place[0])
    page = _cut(list(found[: limit + 1]), limit, lambda last: [last.pk])
    absolute = request.build_absolute_uri
    return _listed([source_document(one, absolute) for one in page.rows], page.place, request)


@endpoint
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source, with its record here."""
    found = public_sources().filter(pk=pk).first()
    if found is None:
        raise not_found()
    return answer(source_record(found, request.build_absolute_uri))


def _language(request: HttpRequest) -> str:
    asked = LanguageAsked(request.GET, queryset=Article.objects.none())
    check(asked, request)
    return asked.form.cleaned_data["lang"] or "ar"


def _page(found: QuerySet, field: str, limit: int, request: HttpRequest) -> Page:
    """A page of rows that come by a time and the primary key, the latest first."""
    place = load_cursor(request)
    if place is not None:
        at, pk = datetime.fromisoformat(place[0]), place[1]
        # Bounded by the time first: that is where the index begins.
        found = found.filter(**{f"{field}__lte": at}).exclude(**{field: at, "pk__gte": pk})
    return _cut(
        list(found[: limit + 1]), limit, lambda last: [getattr(last, field).isoformat(), last.pk]
    )


def _page_of_ids(ids: Sequence[int], found: QuerySet, limit: int, request: HttpRequest) -> Page:
    """A page of what a search has ordered. It goes on behind the last one, wherever that is now."""
    kept = set(found.order_by().filter(pk__in=ids).values_list("pk", flat=True))
    ids = [pk for pk in ids if pk in kept]
    start = 0
    if (place := load_cursor(request)) is not None:
        number, last = place
        start = ids.index(last) + 1 if last in kept else number
    shown = ids[start : start + limit]
    rows = found.in_bulk(shown)
    more = [start + limit, shown[-1]] if len(ids) > start + limit else None
    return Page([rows[pk] for pk in shown if pk in rows], more)


def _cut(rows: Sequence[Any], limit: int, place_of: Callable[[Any], list[Any]]) -> Page:
    shown = rows[:limit]
    return Page(shown, place_of(shown[-1]) if len(rows) > limit else None)


def _listed(items: list[Document], place: list[Any] | None, request: HttpRequest) -> HttpResponse:
    following = address_of_next(dump_cursor(place, request), request) if place else None
    response = answer({"items": items, "next": following})
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def _http_date(found: Article) -> str:
    times = [found.published_at, found.updated_at, found.created_at, found.changed_at]
    return http_date(max(time for time in times if time).timestamp())


def about(request: HttpRequest) -> HttpResponse:
    """The page that says to people what the API is, made from the same document."""
    return render(request, "articles/api.html", {"api": describe(request.build_absolute_uri("/"))})
