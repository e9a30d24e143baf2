"""What the API is, as an OpenAPI 3.1 document, written by hand and held to the answers by its tests."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Correction, Source

from .asking import MOST, USUAL
from .schemas import Schema, schemas

Operation = dict[str, Any]


def describe(origin: str) -> dict[str, Any]:
    """Return the document, its words in the language in force; ``origin`` is ``https://news.example/``."""
    page = {"limit": _limit(), "cursor": _cursor()}
    words = {"lang": _language_of_list()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Newsroom: read API"),
            "version": "1",
            "description": _(
                "What readers may see, as JSON, to read and not to write. Every document has Arabic "
                "and English beside each other; times are Damascus time with its offset."
            ),
        },
        "servers": [{"url": origin.rstrip("/")}],
        "paths": dict(
            [
                _path("api_root", "getRoot", _("Where everything is"), "Root"),
                _path(
                    "api_articles",
                    "listArticles",
                    _("Articles, the newest first; those that a search finds, the best first"),
                    "ArticlePage",
                    {
                        "q": _parameter(
                            _("Words to search for, as in the site's search box."),
                            {"type": "string"},
                        ),
                        "source": _slug(),
                        "section": _parameter(
                            _("The slug of a section."), {"type": "string", "minLength": 1}
                        ),
                        **_days(_("The first Damascus day."), _("The last Damascus day.")),
                        "topic": _parameter(_("A tag, however it is spelled."), {"type": "string"}),
                        "corrected": _parameter(
                            _("Only articles that have, or have not, been corrected or clarified."),
                            {"enum": ["true", "false"]},
                        ),
                        "sort": _parameter(
                            _("Of a search, the newest first and not the best."), {"enum": ["date"]}
                        ),
                        **words,
                        **page,
                    },
                ),
                _path(
                    "api_article",
                    "getArticle",
                    _("An article, whole"),
                    "Article",
                    is_one=True,
                    gone="Withdrawn",
                ),
                _path(
                    "api_ninjs",
                    "getNinjs",
                    _("An article in one language as IPTC ninjs 3.1"),
                    "Ninjs",
                    {
                        "lang": _parameter(
                            _("The language of the item; Arabic, unless it is given."),
                            {"enum": ["ar", "en"]},
                        )
                    },
                    is_one=True,
                ),
                _path(
                    "api_corrections",
                    "listCorrections",
                    _("Corrections, clarifications and retractions, the newest first"),
                    "CorrectionPage",
                    {
                        "kind": _parameter(
                            _("What sort of notice it is."), {"enum": list(Correction.Kind.values)}
                        ),
                        "source": _slug(),
                        **_days(
                            _("The first Damascus day on which it was issued."),
                            _("The last Damascus day on which it was issued."),
                        ),
                        **words,
                        **page,
                    },
                ),
                _path(
                    "api_correction", "getCorrection", _("A correction"), "Correction", is_one=True
                ),
                _path(
                    "api_sources",
                    "listSources",
                    _("The sources of public articles, in the order in which they came here"),
                    "SourcePage",
                    {
                        "kind": _parameter(
                            _("What sort of source it is."), {"enum": list(Source.Kind.values)}
                        ),
                        **page,
                    },
                ),
                _path(
                    "api_source",
                    "getSource",
                    _("A source and its record here"),
                    "SourceRecord",
                    is_one=True,
                ),
            ]
        ),
        "components": {"schemas": schemas()},
    }


def _path(
    name: str,
    operation: str,
    summary: str,
    schema: str,
    parameters: dict[str, Operation] | None = None,
    *,
    is_one: bool = False,
    gone: str = "",
) -> tuple[str, Operation]:
    """An address and its one operation; ``gone`` is the shape of what stands for what was there."""
    in_query = [
        {"name": name, "in": "query", **parameter} for name, parameter in (parameters or {}).items()
    ]
    in_path = [
        {
            "name": "id",
            "in": "path",
            "required": True,
            "description": _("Its number."),
            "schema": {"type": "integer", "minimum": 1},
        }
    ]
    responses = {
        "200": _response(_("What was asked for."), schema, is_page="cursor" in (parameters or {})),
        "304": {"description": _("Not changed since the ETag in If-None-Match.")},
        # Of a parameter that there is not, too.
        "400": _trouble(_("A parameter cannot be understood.")),
    }
    if is_one:
        responses["404"] = _trouble(_("There is nothing under this number."))
    if gone:
        responses["410"] = {
            "description": _("It was withdrawn, or its time is over."),
            "content": _content("application/json", gone),
        }
    address = reverse(name, args=[0] if is_one else []).replace("/0/", "/{id}/")
    return address, {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": (in_path if is_one else []) + in_query,
            "responses": responses,
        }
    }


def _response(description: str, schema: str, *, is_page: bool = False) -> Operation:
    headers = {"ETag": {"schema": {"type": "string"}}}
    if is_page:
        headers["Link"] = {
            "description": _("The address of the next page (RFC 8288)."),
            "schema": {"type": "string"},
        }
    return {
        "description": description,
        "headers": headers,
        "content": _content("application/json", schema),
    }


def _trouble(description: str) -> Operation:
    return {
        "description": description,
        "content": _content("application/problem+json", "Problem"),
    }


def _content(media_type: str, schema: str) -> Operation:
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _parameter(description: str, schema: Schema) -> Operation:
    return {"description": description, "schema": schema}


def _slug() -> Operation:
    return _parameter(_("The slug of a source."), {"type": "string", "minLength": 1})


def _days(since: str, until: str) -> dict[str, Operation]:
    day = {"type": "string", "format": "date"}
    return {"since": _parameter(since, day), "until": _parameter(until, day)}


def _language_of_list() -> Operation:
    return _parameter(
        _("Only what can be read in this language, and words of it; Arabic has everything."),
        {"enum": ["ar", "en"]},
    )


def _limit() -> Operation:
    return _parameter(
        _("How many on a page."),
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    )


def _cursor() -> Operation:
    return _parameter(
        _("Where a page begins: taken from the address of the next page, never made."),
        {"type": "string", "minLength": 1},
    )
