"""The copy desk in the article's form: a list of what it finds, each with its fix.

One code path: the server checks the texts of the form, when it is opened and as they are typed.
Nothing is saved by checking. A fix is made in the texts that were sent; the browser puts it into
the field, and without a script the form is saved with it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.body import sanitize, text_of
from articles.copydesk import RULES, Finding
from articles.editing import (
    MOST_CHARACTERS,
    STYLE_FIELDS,
    Place,
    findings_of,
    ignore,
    mend_finding,
    mend_rules,
)
from articles.exceptions import Refused
from articles.models import Article

from .article_form import ArticleForm
from .copydesk_labels import RULES as LABELS
from .labels import FIELDS

_FIX, _FIX_ALL, _IGNORE = "_style_fix", "_style_fix_all", "_style_ignore"
_AROUND = 28  # characters shown on either side of what was found
_MOST_FOUND = 60  # characters shown of what was found: a pull quote is a sentence
_SHOWN = 40  # findings of one rule
# The fields whose marks stand below them: an input has no marks of its own, the body's editor has.
_PLAIN = tuple(name for name in STYLE_FIELDS if name != "body_ar")
# What a reader does not see stands in the list as something that an editor does.
_SEEN = str.maketrans({" ": "␣", "\u00a0": "␣", "\t": "␣"})
# The spaces of browsers' and of our own expressions: the same characters in static/desk/copydesk.js.
_SPACES = frozenset(
    "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000"
    + "".join(map(chr, range(0x2000, 0x200B)))
)


class Row(NamedTuple):
    """A finding as the list shows it.

    ``value`` names it in a form: ``body_ar:0123456789abcdef:120``. ``start`` and ``end`` are where
    the browser marks it, in its own characters (UTF-16): of a body, not counting spaces, which its
    editor keeps in its own way.
    """

    field: str
    label: str | Promise
    value: str
    before: str
    found: str
    after: str
    fix: str | None
    start: int
    end: int


class Group(NamedTuple):
    """What one rule found, ``rows`` of it; the rest is in the number only."""

    code: str
    name: str | Promise
    why: str | Promise
    rows: list[Row]
    found: int = 0
    fixable: int = 0

    @property
    def more(self) -> int:
        return self.found - len(self.rows)


class ArticleCopydesk:
    """For ArticleAdmin: the copy desk's list beside the form, and the column in the list."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.copydesk_view))
        return [
            path("new/copydesk/", view, name="articles_article_copydesk_new"),
            path("<int:pk>/copydesk/", view, name="articles_article_copydesk"),
            *super().get_urls(),
        ]

    @admin.display(description=_("copy desk"), ordering="style_findings")
    def style_shown(self, article: Article) -> SafeString | str:
        """How much the copy desk found; a dash for what it has not read."""
        count = article.style_findings
        if not count:
            return "—" if count is None else pgettext("copy desk", "clean")
        said = ngettext("%(count)s note", "%(count)s notes", count) % {"count": count}
        return format_html(
            '<span class="desk-badge desk-problem" title="{}">{}</span>', said, f"{count:,}"
        )

    # --- as the form is typed ----------------------------------------------------------------------

    def copydesk_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """What the copy desk finds in the texts sent.

        ``{"html": "<p …>", "texts": {…}, "said": "…", "marked": {"title_ar": "… <mark>لـ الاتفاق</mark>"}}``.
        With one of the buttons' names it is fixed in ``texts`` (the fields that changed), or, of an
        article that is here, ignored from now on. Nothing else is saved.
        """
        stored = None if pk is None else self._asked(request, pk)
        may = (
            self.has_add_permission(request) if stored is None else self._may_edit(request, stored)
        )
        if not may:
            raise PermissionDenied
        if refusal := _why_too_long(request.POST):
            return _json({"error": refusal}, status=413)
        article = _typed(request.POST, stored)
        said, texts = "", {}
        try:
            if request.POST.get(_IGNORE) and stored is not None:
                if ignore(article, _place(request.POST[_IGNORE]), by=request.user) is None:
                    said = gettext("These words are not there any more.")
            else:
                texts, said = _fixed(request.POST, article)
        except Refused as refusal:
            return _json({"error": str(refusal)}, status=409)
        shown = _shown(article)
        html = render_to_string(
            "admin/articles/article/_copydesk_found.html", shown, request=request
        )
        return _json({"html": html, "texts": texts, "said": said, "marked": shown["marked"]})

    # --- in the form -------------------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        stored = kwargs.get("obj")
        if stored is None or self._may_edit(request, stored):
            form = context["adminform"].form
            texts = {name: form[name].value() or "" for name in STYLE_FIELDS}
            if not _why_too_long(texts):
                shown = _shown(_typed({**texts, **_times(request.POST)}, stored))
                context |= {"copydesk": shown, "copydesk_address": _address(stored)}
                _put_below(form, shown["marked"])
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Without a script, a button of the list saves the form: with the fix, where it is one."""
        posted = request.POST
        if request.method == "POST" and posted.keys() & {_FIX, _FIX_ALL, _IGNORE}:
            request.POST = self._with_fix(request, object_id)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if value := request.POST.get(_IGNORE):
            ignore(obj, _place(value), by=request.user)
        return super().response_change(request, obj)

    def _with_fix(self, request: HttpRequest, object_id: str | None) -> QueryDict:
        """What was sent, its texts fixed, as if it was to be saved and edited on."""
        data = request.POST.copy()
        data["_continue"] = "1"
        if data.keys() & {_FIX, _FIX_ALL} and not _why_too_long(data):
            stored = self.get_object(request, object_id) if object_id else None
            texts, said = _fixed(data, _typed(data, stored))
            for name, text in texts.items():
                data[name] = text
            if said:
                self.message_user(request, said, messages.WARNING)
        for name in (_FIX, _FIX_ALL):
            data.pop(name, None)
        return data

    def _may_edit(self, request: HttpRequest, article: Article) -> bool:
        return self.has_change_permission(request, article)


def _fixed(data: Mapping[str, Any], article: Article) -> tuple[dict[str, str], str]:
    """Fix in ``article`` what is asked; return the texts that changed, and what is to be said."""
    before = {name: getattr(article, name) for name in STYLE_FIELDS}
    said = ""
    if value := data.get(_FIX):
        if mend_finding(article, _place(value)) is None:
            said = gettext("These words are not there any more.")
    elif (code := data.get(_FIX_ALL)) in RULES:
        mend_rules(article, [code])
    after = {name: getattr(article, name) for name in STYLE_FIELDS}
    return {name: text for name, text in after.items() if text != before[name]}, said


def _typed(data: Mapping[str, Any], stored: Article | None) -> Article:
    """An article in memory that says what is in the form: its Arabic, and when it is published."""
    article = Article(pk=stored.pk if stored else None)
    for name in STYLE_FIELDS:
        setattr(article, name, data.get(name, "").replace("\r\n", "\n"))
    field = ArticleForm.base_fields["published_at"]
    if "published_at_day" in data:
        try:
            moment = field.clean(field.widget.value_from_datadict(data, {}, "published_at"))
        except ValidationError:
            moment = None
        article.published_at = moment.instant if moment else None
    elif stored:
        article.published_at = stored.published_at
    return article


def _times(posted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in posted.items() if name.startswith("published_at_")}


def _place(value: str) -> Place:
    """``"body_ar:0123456789abcdef:120"`` as a place; of anything else, one that is nowhere."""
    field, _colon, rest = value.partition(":")
    key, _colon, start = rest.partition(":")
    return Place(field, key, int(start) if start.isdecimal() and len(start) < 9 else 0)


def _why_too_long(data: Mapping[str, Any]) -> str:
    if any(len(data.get(name, "")) > MOST_CHARACTERS for name in STYLE_FIELDS):
        return gettext(
            "The text is too long for the copy desk: %(most)s characters are the most."
        ) % {"most": f"{MOST_CHARACTERS:,}"}
    return ""


def _address(article: Article | None) -> str:
    if article is None:
        return reverse("admin:articles_article_copydesk_new")
    return reverse("admin:articles_article_copydesk", args=[article.pk])


def _json(answer: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


# --- the list --------------------------------------------------------------------------------------


def _shown(article: Article) -> dict[str, Any]:
    """What the list says of an article in memory, by rule in the order of the first finding."""
    groups: dict[str, Group] = {}
    marked: dict[str, SafeString | str] = {}
    count = 0
    for field, findings in findings_of(article).items():
        written = getattr(article, field)
        text = text_of(sanitize(written)) if field == "body_ar" else written
        count += len(findings)
        if field in _PLAIN:
            marked[field] = _marked(text, findings)
        for finding, (start, end) in zip(findings, _spans(field, text, findings), strict=True):
            name, why = LABELS[finding.rule]
            group = groups.get(finding.rule) or Group(finding.rule, name, why, [])
            if len(group.rows) < _SHOWN:
                group.rows.append(_row(field, text, finding, start, end))
            groups[finding.rule] = group._replace(
                found=group.found + 1, fixable=group.fixable + (finding.fix is not None)
            )
    return {
        "groups": list(groups.values()),
        "count": count,
        "is_new": article.pk is None,
        "marked": marked,
    }


def _marked(text: str, findings: list[Finding]) -> SafeString | str:
    """A text with ``<mark>`` around what was found in it; empty where nothing was."""
    if not findings:
        return ""
    parts, at = [], 0
    for finding in findings:  # in order of place; of what two rules found, the rest of the second
        start = max(finding.start, at)
        if start < finding.end:
            parts.append((text[at:start], text[start : finding.end]))
            at = finding.end
    return format_html_join("", "{}<mark>{}</mark>", parts) + escape(text[at:])


def _put_below(form: Any, marked: Mapping[str, SafeString | str]) -> None:
    """Repeat below a field its text with the marks; static/desk/copydesk.js puts newer ones there.

    Not for screen readers: the list says the same, with what is to be done.
    """
    for name, text in marked.items():
        form[name].help_text = format_html(
            '{}<span class="copydesk-marked" data-marks="{}" lang="ar" dir="rtl" aria-hidden="true">'
            "{}</span>",
            form[name].help_text,
            name,
            text,
        )


def _row(field: str, text: str, finding: Finding, start: int, end: int) -> Row:
    before = text[max(0, finding.start - _AROUND) : finding.start].rpartition("\n")[2]
    after = text[finding.end : finding.end + _AROUND].partition("\n")[0]
    return Row(
        field=field,
        label=FIELDS[field],
        value=f"{field}:{finding.key}:{finding.start}",
        before=_whole_words(before, at_start=finding.start > _AROUND),
        found=_seen(finding.found, finding),
        after=_whole_words(after, at_end=finding.end + _AROUND < len(text)),
        fix=None if finding.fix is None else _seen(finding.fix, finding),
        start=start,
        end=end,
    )


def _seen(text: str, finding: Finding) -> str:
    """A text as the list shows it: spaces and what is invisible too, where they are the matter."""
    if finding.rule == "invisible-character":
        return finding.detail if text == finding.found else ""
    if not text.strip():
        return text.translate(_SEEN)
    return text if len(text) <= _MOST_FOUND else f"{text[:_MOST_FOUND]}…"


def _whole_words(text: str, *, at_start: bool = False, at_end: bool = False) -> str:
    """A cut of a text, without the half words at its ends."""
    if at_start and " " in text.strip():
        text = "…\u00a0" + text.lstrip().partition(" ")[2]
    if at_end and " " in text.strip():
        text = text.rstrip().rpartition(" ")[0] + "\u00a0…"
    return text


def _spans(field: str, text: str, findings: list[Finding]) -> Iterator[tuple[int, int]]:
    """Where the browser has what was found: its characters are UTF-16, an emoji is two of them."""
    wide = [place for place, char in enumerate(text) if char > "\uffff"]
    spaces = (
        [place for place, char in enumerate(text) if char in _SPACES] if field == "body_ar" else []
    )

    def counted(place: int) -> int:
        return place + bisect_left(wide, place) - bisect_left(spaces, place)

    for finding in findings:
        yield counted(finding.start), counted(finding.end)
