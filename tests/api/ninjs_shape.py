"""What IPTC ninjs 3.1 allows of the properties used here, written from the standard's own description.

https://www.iptc.org/std/ninjs/userguide/. Whatever is not named here is an error.
"""

from typing import Any

_TEXT = {"type": "string"}
_URI = {"type": "string", "pattern": "^[a-z]+:"}
_INSTANT = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$",
}


def _closed(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _some(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema, "minItems": 1}


_WORDS = {"role": _TEXT, "contentType": {"enum": ["text/plain", "text/html"]}, "value": _TEXT}
_COUNTS = {"charCount": {"type": "integer"}, "wordCount": {"type": "integer"}}

_ITEM = {
    "uri": _URI,
    "standard": _closed(name={"const": "ninjs"}, version={"const": "3.1"}, schema=_URI),
    "type": {"const": "text"},
    "representationType": {"enum": ["full", "partial"]},
    "profile": _TEXT,
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "version": _TEXT,
    "firstCreated": _INSTANT,
    "versionCreated": _INSTANT,
    "contentCreated": _INSTANT,
    "expires": _INSTANT,
    "language": _TEXT,
    "headlines": _some(_closed(("value",), **_WORDS)),
    "descriptions": _some(_closed(("value",), **_WORDS)),
    "bodies": _some(_closed(("value",), **_WORDS, **_COUNTS)),
    "by": _TEXT,
    "edNote": _TEXT,
    "infoSources": _some(_closed(name=_TEXT, role=_TEXT, uri=_URI)),
    "subjects": _some(_closed(name=_TEXT, rel=_TEXT)),
    "altIds": _some(_closed(role=_TEXT, value=_TEXT)),
}

_PICTURE = {
    "type": {"const": "picture"},
    "renditions": _some(
        _closed(
            ("name",),
            name=_TEXT,
            href=_URI,
            contentType=_TEXT,
            width={"type": "integer"},
            height={"type": "integer"},
        )
    ),
}

# An associated object is an item with a name and a relation, and has both its name and its id.
SHAPE = _closed(
    ("uri",),
    **_ITEM,
    associations=_some(
        {
            "anyOf": [
                _closed(("name", "uri"), **item, name=_TEXT, rel=_TEXT)
                for item in (_ITEM, _ITEM | _PICTURE)
            ]
        }
    ),
)
