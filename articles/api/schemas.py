"""The shapes of what the API answers, in JSON Schema 2020-12, as OpenAPI 3.1 has it.

Built for each answer, as their words are in the language in force.
"""

from typing import Any

from django.utils.translation import gettext as _

from articles.models import Correction, Source

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_ID: Schema = {"type": "integer", "minimum": 1}
_TAG: Schema = {"type": "string", "format": "uri", "pattern": "^tag:"}
_ADDRESS: Schema = {"type": "string", "format": "uri", "pattern": "^https?://"}
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}"
_INSTANT: Schema = {"type": "string", "format": "date-time", "pattern": f"^{_DAY}{_CLOCK}$"}


def schemas() -> dict[str, Schema]:
    """Return every shape by its name; each property is always there, null where it has no value."""
    article = _article()
    return {
        "Root": _object(
            links=_links("articles", "corrections", "sources", "openapi", "documentation")
        ),
        "ArticlePage": _page("ArticleEntry"),
        "ArticleEntry": article,
        "Article": _whole(article),
        "Withdrawn": _withdrawn(),
        "CorrectionPage": _page("Correction"),
        "Correction": _correction(),
        "SourcePage": _page("Source"),
        "Source": _source(),
        "SourceRecord": _object(
            **_source()["properties"],
            record=_object(
                articles=_counted(_("How many public articles come from it.")),
                cited=_counted(_("How many public articles are known to cite it.")),
                corrections=_counted(_("How many notices were issued on articles from it.")),
            ),
        ),
        "Ninjs": _ninjs(),
        "Problem": _problem(),
    }


def _article() -> Schema:
    return _object(
        id=_ID,
        status={"const": "published"},
        version={
            "type": "integer",
            "minimum": 0,
            "description": _("Another number is another text; 0 for one that was never changed."),
        },
        published=_moment(
            _("When it was published; of a story of which only the day is known, the day.")
        ),
        updated=_or_null(_moment(_("When it was last updated or corrected."))),
        source=_or_null(_ref("Source")),
        section=_or_null(_section()),
        topics={"type": "array", "items": _TEXT, "description": _("Its tags, in Arabic.")},
        image=_or_null(_image()),
        links=_links("self", "ninjs", "history"),
        ar=_object(**_words()),
        en=_or_null(_object(**_words())),
    )


def _words() -> dict[str, Schema]:
    return {
        "uri": _TAG | {"description": _("Its permanent id, which never changes.")},
        "url": _ADDRESS | {"description": _("Where readers read it.")},
        "headline": _TEXT,
        "summary": _TEXT,
        "byline": _TEXT,
    }


def _whole(article: Schema) -> Schema:
    whole = _words() | {
        "body_html": _TEXT | {"description": _("The text as HTML of few elements.")},
        "body_text": _TEXT | {"description": _("The text alone, a paragraph a line.")},
    }
    notice = {"uri": _TAG, "text": _TEXT}
    headline = {"uri": _TAG, "url": _ADDRESS, "headline": _TEXT}
    return _object(
        **article["properties"]
        | {
            "ar": _object(**whole),
            "en": _or_null(_object(**whole)),
            "cited": {
                "type": "array",
                "items": _ref("Source"),
                "description": _("The sources on which it is known to lean."),
            },
            "corrections": {
                "type": "array",
                "items": _object(
                    **_notice(), ar=_or_null(_object(**notice)), en=_or_null(_object(**notice))
                ),
                "description": _("What readers were told was wrong in it, the newest first."),
            },
            "related": {
                "type": "array",
                "items": _object(
                    headline=_TEXT,
                    url=_or_null(_ADDRESS),
                    article=_or_null(
                        _object(
                            id=_ID,
                            links=_links("self"),
                            ar=_object(**headline),
                            en=_or_null(_object(**headline)),
                        )
                    ),
                ),
                "description": _(
                    "Headlines beside it, and the article that each leads to, if any."
                ),
            },
        }
    )


def _withdrawn() -> Schema:
    told = _object(
        uri=_TAG,
        url=_ADDRESS,
        headline=_or_null(_TEXT),
        reason=_or_null(_TEXT | {"description": _("What readers are told of it.")}),
    )
    return _object(
        id=_ID,
        status={
            "enum": ["withdrawn", "expired"],
            "description": _(
                "Withdrawn with a notice, or past the time for which it was published."
            ),
        },
        since=_INSTANT,
        ar=told,
        en=_or_null(told),
    )


def _notice() -> dict[str, Schema]:
    return {
        "id": _ID,
        "kind": {"enum": list(Correction.Kind.values)},
        "serious": {"type": "boolean"},
        "issued": _INSTANT,
    }


def _correction() -> Schema:
    told = _object(uri=_TAG, text=_TEXT, headline=_or_null(_TEXT), url=_ADDRESS)
    return _object(
        **_notice(),
        article=_object(id=_ID, uri=_TAG, links=_links("self")),
        links=_links("self"),
        ar=told,
        en=_or_null(told),
    )


def _source() -> Schema:
    named = _object(name=_TEXT, url=_ADDRESS)
    return _object(
        id=_ID,
        uri=_TAG,
        slug=_TEXT,
        kind={"enum": list(Source.Kind.values)},
        homepage=_or_null({"type": "string", "format": "uri"}),
        links=_links("self"),
        ar=named,
        en=_or_null(named),
    )


def _section() -> Schema:
    named = _object(name=_TEXT, url=_ADDRESS)
    return _object(slug=_TEXT, ar=named, en=_or_null(named))


def _image() -> Schema:
    words = _object(alt=_TEXT, caption=_TEXT, credit=_TEXT)
    return _object(
        uri=_TAG,
        url=_ADDRESS,
        width={"type": "integer", "minimum": 1},
        height={"type": "integer", "minimum": 1},
        source=_or_null(_ref("Source")),
        ar=words,
        en=_or_null(words),
    ) | {"description": _("Its picture, as the largest JPEG there is of it.")}


def _ninjs() -> Schema:
    """What an item always has; the rest is the standard's, and is there where it has a value."""
    return {
        "type": "object",
        "description": _("A news item of IPTC ninjs 3.1; the standard says what each property is."),
        "externalDocs": {"url": "https://www.iptc.org/std/ninjs/userguide/"},
        "properties": {
            "uri": _TAG,
            "standard": _object(name={"const": "ninjs"}, version={"const": "3.1"}, schema=_TEXT),
            "type": {"const": "text"},
            "pubStatus": {
                "enum": ["usable", "canceled", "withheld"],
                "description": _(
                    "Canceled where it was withdrawn, withheld where its time is over."
                ),
            },
            "versionCreated": _INSTANT,
            "language": {"enum": ["ar", "en"]},
        },
        "required": ["uri", "standard", "type", "pubStatus", "versionCreated", "language"],
    }


def _problem() -> Schema:
    words = _object(title=_TEXT, detail=_TEXT)
    wrong = _object(parameter=_TEXT, ar=_TEXT, en=_TEXT)
    problem = _object(
        type=_ADDRESS, title=_TEXT, status={"type": "integer"}, detail=_TEXT, en=words
    )
    problem["properties"]["errors"] = {
        "type": "array",
        "items": wrong,
        "description": _("Which parameters are wrong, and what is wrong with each."),
    }
    return problem | {"description": _("A problem document (RFC 9457), in Arabic and in English.")}


def _page(name: str) -> Schema:
    return _object(
        items={"type": "array", "items": _ref(name)},
        next=_or_null(
            _ADDRESS | {"description": _("The address of the next page; null on the last one.")}
        ),
    )


def _links(*names: str) -> Schema:
    return _object(**dict.fromkeys(names, _ADDRESS))


def _counted(what: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": what}


def _moment(what: str) -> Schema:
    return {"type": "string", "pattern": f"^{_DAY}({_CLOCK})?$", "description": what}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
