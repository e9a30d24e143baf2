"""The page where two people changed the same text: what it shows, and what it sends."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from articles.body import build_html, sanitize, text_of
from articles.editing import Dispute
from articles.editing.content import TIMES

from .labels import FIELDS
from .related import shown_value

_PREFIX = "choice-"
_REWRITTEN = "rewritten-"
_SIDES = ("base-", "theirs-", "mine-")


class Shown(NamedTuple):
    """A dispute in three columns, and the names of the fields that decide it.

    ``texts`` are ``(whose, how it is shown, the value that choosing it sends)``.
    """

    key: str
    label: str
    language: str
    direction: str
    choice_name: str
    rewrite_name: str
    rewritable: bool
    is_html: bool
    texts: list[tuple[str, SafeString | str, str]]
    mine: str


def show_disputes(disputes: Iterable[Dispute]) -> list[Shown]:
    """What the page shows of disputes."""
    return [_show(dispute) for dispute in disputes]


def _show(dispute: Dispute) -> Shown:
    is_english = dispute.field.endswith("_en")
    sides = (("base", dispute.base), ("theirs", dispute.theirs), ("mine", dispute.mine))
    return Shown(
        dispute.key,
        str(FIELDS.get(dispute.field, dispute.field)),
        "en" if is_english else "ar",
        "ltr" if is_english else "rtl",
        f"{_PREFIX}{dispute.key}",
        f"{_REWRITTEN}{dispute.key}",
        dispute.is_html or ("_at" not in dispute.field and dispute.field != "source"),
        [(whose, _shown(dispute, value), value) for whose, value in sides],
        text_of(dispute.mine) if dispute.is_html else dispute.mine,
    )


def _shown(dispute: Dispute, value: str) -> SafeString | str:
    if dispute.is_html:
        return mark_safe(sanitize(value)) or "—"  # noqa: S308  the policy is what makes it safe
    if dispute.field in TIMES:
        return shown_value("published_at", [value, "minute"] if value else None)
    if dispute.field == "source":
        return shown_value("source", value or None)
    return value or "—"


def choices_of(posted: QueryDict) -> dict[str, str]:
    """What was decided, by the disputes' keys: the text chosen, or the one written anew.

    What is written anew is plain text: of a body, each line is a paragraph.
    """
    choices: dict[str, str] = {}
    for name, value in posted.items():
        if not name.startswith(_PREFIX):
            continue
        key = name.removeprefix(_PREFIX)
        if value == "rewritten":
            text = posted.get(f"{_REWRITTEN}{key}", "")
            choices[key] = build_paragraphs(text) if key.startswith("body_") else text
        elif value == "both":
            choices[key] = posted.get(f"theirs-{key}", "") + posted.get(f"mine-{key}", "")
        else:
            choices[key] = posted.get(f"{value}-{key}", "")
    return choices


def build_paragraphs(text: str) -> str:
    """A text as a body: each line a paragraph."""
    return build_html(("paragraph", line.strip()) for line in text.splitlines() if line.strip())


def typed_fields(posted: QueryDict) -> Iterator[tuple[str, Any]]:
    """All that was typed, to be sent again with what is decided."""
    for name, values in posted.lists():
        if name == "csrfmiddlewaretoken" or name.startswith((_PREFIX, _REWRITTEN, *_SIDES)):
            continue
        for value in values:
            yield name, value
