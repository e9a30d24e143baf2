"""Evidence on the desk: read, never changed or deleted, whoever asks."""

import unicodedata
from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import CapturedPage

from .labels import FIELDS, NOTES, PROBLEMS, ROLES
from .titles import Titled

_SPACES = "\t"


class ReadOnly:
    """For ModelAdmin and inlines: nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EvidenceAdmin(Titled, ReadOnly, admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False
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


class PageShown(NamedTuple):
    page: CapturedPage
    lines: list[LineShown]
    problems: list[ProblemShown]
    is_translation: bool


def show_page(page: CapturedPage) -> PageShown:
    """A captured page for templates/admin/desk/captured_page.html, without its blank lines."""
    problems = [_show_problem(problem) for problem in page.problems]
    by_line: dict[int | None, list[str]] = {}
    for problem in problems:
        by_line.setdefault(problem.line, []).append(str(problem.label))
    lines = [
        LineShown(
            number,
            role or "",
            str(ROLES.get(role or "", role or "")),
            visible(text or ""),
            by_line.get(number, []),
        )
        for number, role, text in page.lines
        if (text or "").strip()
    ]
    return PageShown(page, lines, problems, page.kind == CapturedPage.Kind.TRANSLATION)


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
