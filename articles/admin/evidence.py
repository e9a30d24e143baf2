"""Evidence on the desk: read, never changed or deleted, whoever asks."""

import unicodedata
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.arabic import clean_line
from articles.models import CapturedPage

from .labels import FIELDS, NOTES, PROBLEMS, ROLES
from .paging import Bounded
from .titles import Titled

_SPACES = "\t"

# The field of the article's form that a line of a page went into, by the line's role.
FIELD_OF_ROLE = {
    "headline": "title_ar",
    "byline": "byline_ar",
    "published": "published_at",
    "updated": "updated_at",
    "source": "source",
    "paragraph": "body_ar",
    "pull quote": "body_ar",
    "subheading": "body_ar",
    "tag": "tags",
    "related": "related",
}
# A translation has no roles: its first line is the headline, and these openings say the rest.
_OPENINGS = {"Summary: ": "summary_en", "By: ": "byline_en"}


class ReadOnly:
    """For ModelAdmin and inlines: nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EvidenceAdmin(Titled, ReadOnly, Bounded, admin.ModelAdmin):
    list_per_page = 50
    actions = None


class ProblemShown(NamedTuple):
    label: str
    meaning: str
    is_note: bool
    line: int | None
    text: str | SafeString


class LineShown(NamedTuple):
    number: int
    role: str
    label: str
    text: SafeString
    problems: list[str]
    field: str
    is_changed: bool


class PageShown(NamedTuple):
    page: CapturedPage
    lines: list[LineShown]
    problems: list[ProblemShown]
    is_translation: bool


def show_page(
    page: CapturedPage, edited: Collection[str] = (), body: Collection[str] = ()
) -> PageShown:
    """A captured page for templates/admin/desk/captured_page.html, without its blank lines.

    ``edited`` are the fields that editors changed since, ``body`` the lines that the bodies have
    now: a line that went into an edited field, or is in no body any more, is marked.
    """
    problems = [_show_problem(problem) for problem in page.problems]
    by_line: dict[int | None, list[str]] = {}
    for problem in problems:
        by_line.setdefault(problem.line, []).append(str(problem.label))
    is_translation = page.kind == CapturedPage.Kind.TRANSLATION
    lines = []
    for number, role, text in page.lines:
        said = clean_line(text or "").text
        if not said:
            continue
        field = _field_of(role, said, is_first=not lines, is_translation=is_translation)
        changed = field in edited and not (field.startswith("body_") and _is_in(said, body))
        label = str(ROLES.get(role or "", role or ""))
        shown = (visible(text or ""), by_line.get(number, []), field, changed)
        lines.append(LineShown(number, role or "", label, *shown))
    return PageShown(page, lines, problems, is_translation)


def lines_of_fields(pages: Iterable[PageShown]) -> dict[str, list[tuple[int, int]]]:
    """Return where each field came from: the newest page of each kind, and the line's number."""
    found: dict[str, list[tuple[int, int]]] = {}
    kinds = set()
    for shown in pages:
        if shown.is_translation in kinds:
            continue
        kinds.add(shown.is_translation)
        for line in shown.lines:
            if line.field:
                found.setdefault(line.field, []).append((shown.page.pk, line.number))
    return found


def _field_of(role: str | None, text: str, *, is_first: bool, is_translation: bool) -> str:
    if not is_translation:
        return FIELD_OF_ROLE.get(role or "", "")
    if is_first:
        return "title_en"
    opening = next((opening for opening in _OPENINGS if text.startswith(opening)), "")
    return _OPENINGS.get(opening, "body_en")


def _is_in(text: str, body: Collection[str]) -> bool:
    """Whether a line of a page stands in a body, without what marks it as a quote or a subheading."""
    return text in body or text.removeprefix("> ").removeprefix("## ") in body


def visible(text: str) -> SafeString:
    """``text`` with its invisible characters named: they are part of the evidence, and can
    turn the rest of a line around."""
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html(
                    '<span class="desk-invisible" dir="ltr">{}</span>', f"U+{ord(character):04X}"
                ),
            )
            if unicodedata.category(character) in {"Cf", "Cc"} and character not in _SPACES
            else (character,)
            for character in text
        ),
    )


def _show_problem(problem: dict[str, Any]) -> ProblemShown:
    code, text = problem["code"], problem["text"]
    label, meaning = PROBLEMS.get(code, (code, ""))
    shown: str | SafeString = text
    if code == "possible-duplicate" and text.isdecimal():
        shown = format_html(
            '<a href="{}">{}</a>', reverse("admin:articles_article_change", args=[text]), text
        )
    elif code == "kept-edited-text":
        shown = str(FIELDS.get(text, text))
    elif code == "bad-translation":
        shown = text.partition(":")[0]  # the file's name; the reason behind it is in English
    elif code.startswith("missing-"):
        shown = ""  # the label says it, and in Arabic
    return ProblemShown(str(label), str(meaning), code in NOTES, problem["line"], shown)
