"""What readers say is wrong: the queue, what the paragraph said then and says now, the answer."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key
from articles.body import Segment, diff_bodies, diff_texts
from articles.editing import answer_report, can, content_seen, latest_content
from articles.exceptions import Refused
from articles.models import Article, ReaderReport

from .evidence import EvidenceAdmin
from .fields import PlainTextField
from .marks import damascus_time, state_badges

_WORDS = 20  # of a message in the list


class StatusFilter(SimpleListFilter):
    title = pgettext_lazy("filter", "what became of it")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return ReaderReport.Status.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        return queryset.filter(status=self.value()) if self.value() else None


class AnswerForm(forms.Form):
    """What became of a report, and what its reader reads of it."""

    status = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[
            (ReaderReport.Status.CORRECTED, _("Put right, without a notice of correction")),
            (ReaderReport.Status.NO_ERROR, _("No error: what we wrote stands")),
            (ReaderReport.Status.DUPLICATE, _("Somebody reported it before")),
            (ReaderReport.Status.SPAM, _("Spam: no answer")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what becomes of the report.")},
    )
    answer = PlainTextField(
        label=_("Answer for the reader"),
        max_length=2000,
        required=False,
        help_text=_("It can be read under the report's number, by whoever has it."),
        widget=forms.Textarea(attrs={"dir": "auto", "class": "desk-text", "rows": 4}),
    )


class ThenAndNow(NamedTuple):
    """A paragraph as the reader read it and as it was last written.

    ``segments`` show how it differs; ``number`` is its place now, from 1 (0: the headline), None
    where it is there no more.
    """

    segments: tuple[Segment, ...]
    number: int | None
    is_same: bool


def then_and_now(report: ReaderReport) -> ThenAndNow | None:
    """Compare what a report is about with what was last written; None for the whole article."""
    article = report.article
    if article is None or report.paragraph is None:
        return None
    then, now = content_seen(article, report.version), latest_content(article)
    title, body = f"title_{report.language}", f"body_{report.language}"
    if report.paragraph == 0:
        segments = tuple(diff_texts(report.paragraph_text, now[title]))
        return ThenAndNow(segments, 0, report.paragraph_text == now[title])
    for block in diff_bodies(then[body], now[body]):
        if block.before_at == report.paragraph - 1:
            number = None if block.after_at is None else block.after_at + 1
            is_same = all(segment.kind == "kept" for segment in block.segments)
            return ThenAndNow(block.segments, number, is_same)
    return None


@admin.register(ReaderReport)
class ReaderReportAdmin(EvidenceAdmin):
    never_asked = ("email", "network", "form_key")
    list_display = ["received_shown", "status_shown", "article_shown", "message_shown", "number"]
    list_display_links = ["received_shown"]
    list_filter = [StatusFilter]
    ordering = ["-created_at", "-pk"]
    search_fields = ["message"]  # shows the box; get_search_results() decides
    search_help_text = _("A report's number, words of the report or of the headline")
    names_dir = "ltr"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        bodies = [f"article__{name}" for name in ("body", "body_ar", "body_en")]
        return super().get_queryset(request).select_related("article").defer(*bodies)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        for word in search_term.split():
            found = Q(message__icontains=word) | Q(quote__icontains=word)
            found |= Q(reference=word.replace("-", "").upper())
            if key := match_key(word):
                found |= Q(article__headline_key__contains=key)
            queryset = queryset.filter(found)
        return queryset, False

    # --- one report ------------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The report, the paragraph then and now, and the answer."""
        report = self.get_object(request, object_id)
        if report is None:
            raise Http404
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        may_answer = request.user.has_perm("articles.change_readerreport")
        first = {"status": report.status, "answer": report.answer}
        form = AnswerForm(request.POST if request.method == "POST" else None, initial=first)
        if request.method == "POST" and form.is_valid():
            asked = form.cleaned_data
            try:
                answer_report(report, asked["status"], asked["answer"], by=request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(
                    request,
                    _("Answered: the reader can read it under the report's number."),
                    messages.SUCCESS,
                )
                return HttpResponseRedirect(f"{_address('changelist')}?status=new")
        article = report.article
        others = ReaderReport.objects.none()
        if article is not None:
            others = article.reader_reports.exclude(pk=report.pk).order_by("-pk")[:10]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Report %(number)s") % {"number": report.shown_reference},
            "original": report,
            "report": report,
            "received": damascus_time(report.created_at),
            "answered": damascus_time(report.answered_at),
            "article": article,
            "state_badges": state_badges(article) if article else "",
            "compared": then_and_now(report),
            "others": others,
            "may_answer": may_answer and report.correction_id is None,
            "email": report.email if may_answer else "",
            "may_edit": article is not None and can(request.user, "edit", article),
            "edit_address": edit_address(report),
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/readerreport/report.html", context)

    # --- the columns -----------------------------------------------------------------------------

    @admin.display(description=_("received (Damascus)"), ordering="created_at")
    def received_shown(self, report: ReaderReport) -> SafeString | str:
        return damascus_time(report.created_at)

    @admin.display(description=_("what became of it"), ordering="status")
    def status_shown(self, report: ReaderReport) -> SafeString:
        kind = "desk-problem" if report.status == ReaderReport.Status.NEW else ""
        return format_html(
            '<span class="desk-badge {}">{}</span>', kind, report.get_status_display()
        )

    @admin.display(description=_("article"), ordering="article__title_ar")
    def article_shown(self, report: ReaderReport) -> SafeString | str:
        if report.article is None:
            return "—"
        address = reverse("admin:articles_article_change", args=[report.article_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, report.article.title_ar)

    @admin.display(description=_("what is wrong"))
    def message_shown(self, report: ReaderReport) -> SafeString:
        return format_html('<span dir="auto">{}</span>', Truncator(report.message).words(_WORDS))

    @admin.display(description=_("number"), ordering="reference")
    def number(self, report: ReaderReport) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', report.shown_reference)


def edit_address(report: ReaderReport) -> str:
    """The form of a report's article, with the report above it."""
    if report.article_id is None:
        return ""
    address = reverse("admin:articles_article_change", args=[report.article_id])
    return f"{address}?report={report.pk}"


def reports_beside(article: Article, asked: str) -> dict[str, Any]:
    """What an article's form shows of the reports that wait: the one it was opened for, and how many."""
    waiting = article.reader_reports.waiting()
    report = (
        waiting.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
    )
    return {
        "report": report,
        "report_now": then_and_now(report) if report else None,
        "reports_waiting": waiting.count(),
    }


def _address(name: str) -> str:
    return reverse(f"admin:articles_readerreport_{name}")
