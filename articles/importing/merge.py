"""Per field, who wins: a newer capture, or what an editor wrote since the last one.

Fields are compared as JSON values. ``Article.imported_digests`` remembers what the importer last
wrote; a field whose value still has that digest was not edited, and a newer capture may change it.
Where both changed, the editor's text stays and the page's is kept as a proposal.
"""

from datetime import datetime
from typing import Any, NamedTuple

from articles.arabic import match_key
from articles.editing import latest_content
from articles.intake import digest
from articles.models import Article

_TEXTS = ("title_ar", "body_ar", "byline_ar", "title_en", "summary_en", "byline_en", "body_en")
_TIMES = ("published_at", "updated_at")


class Merged(NamedTuple):
    """What a capture does to an article: ``applied`` {field: value}, ``kept`` {field: page's value}."""

    applied: dict[str, Any]
    kept: dict[str, Any]


def merge(current: dict[str, Any], digests: dict[str, str], page: dict[str, Any]) -> Merged:
    """Decide field by field between an article as it is and a newer capture of it."""
    applied, kept = {}, {}
    for name, value in page.items():
        if value in (None, "", []) or value == current[name] or digest(value) == digests.get(name):
            continue  # nothing new is said: a capture cut short takes nothing away
        untouched = digests.get(name) == digest(current[name])
        if untouched or (name not in digests and not current[name]):
            applied[name] = value
        else:
            kept[name] = value
    return Merged(applied, kept)


def in_order(current: dict[str, Any], merged: Merged) -> Merged:
    """Keep, instead of applying, a time that would put the update before its publication."""
    times = {name: (current | merged.applied)[name] for name in _TIMES}
    if None in times.values() or times["updated_at"][0] >= times["published_at"][0]:
        return merged
    wrong = {name: value for name, value in merged.applied.items() if name in times}
    applied = {name: value for name, value in merged.applied.items() if name not in times}
    return Merged(applied, merged.kept | wrong)


def read_values(article: Article) -> dict[str, Any]:
    """Return an article's fields as JSON values, by the names that ``apply_values`` takes."""
    values: dict[str, Any] = {name: getattr(article, name) or "" for name in _TEXTS}
    for name in _TIMES:
        instant = getattr(article, name)
        precision = getattr(article, name.replace("_at", "_precision"))
        values[name] = [instant.isoformat(), precision] if instant else None
    values["source"] = article.source_id
    values["status"] = article.status
    values["tags"] = article.tags
    values["related"] = [link.title for link in article.related_links.all()]
    return values


def read_newest_values(article: Article) -> dict[str, Any]:
    """Return what an article will say: ``read_values`` under what an editor wrote that still waits."""
    values = read_values(article)
    if article.has_changes_waiting:
        newest = latest_content(article)
        values |= {name: newest[name] for name in (*_TEXTS, "source", "tags")}
        values["related"] = [title for title, *_ in newest["related"]]
        for name in _TIMES:
            precision = newest[name.replace("_at", "_precision")]
            values[name] = [newest[name], precision] if newest[name] else None
    return values


def apply_values(article: Article, values: dict[str, Any]) -> None:
    """Set an article's fields from JSON values; saves nothing. Related links are left to the caller."""
    for name, value in attributes(values).items():
        setattr(article, name, value)


def attributes(values: dict[str, Any]) -> dict[str, Any]:
    """Return what the model's constructor takes for fields given as JSON values."""
    taken: dict[str, Any] = {}
    for name, value in values.items():
        if name in _TIMES:
            instant, precision = value or (None, "minute")
            taken[name] = datetime.fromisoformat(instant) if instant else None
            taken[name.replace("_at", "_precision")] = precision
        elif name == "source":
            taken["source_id"] = value
        elif name in _TEXTS and name.endswith("_en"):
            taken[name] = value or None
        elif name != "related":
            taken[name] = value
    if "title_ar" in values:
        taken["headline_key"] = match_key(values["title_ar"])
    return taken
