"""What becomes of an article: every change of state is a button or a page here that calls ``editing``."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.editing import (
    TRANSITIONS,
    Change,
    Content,
    Notice,
    discard_changes,
    draft_notice,
    hand_in,
    pending_content,
    publish,
    publish_changes,
    read_content,
    refusal_of,
    send_back,
    take_down,
    unschedule,
    withdraw,
)
from articles.exceptions import Refused
from articles.models import Article, ReaderReport, State

from .comparison import compare
from .marks import damascus_time, state_badges

_AR = {"lang": "ar", "dir": "rtl", "class": "desk-text", "rows": 3}
_EN = {"lang": "en", "dir": "ltr", "class": "desk-text", "rows": 3}

# The buttons that do at once what they say; each has a verb of ``editing`` and what is said then.
_DEEDS: dict[str, tuple[Callable[..., None], str | Promise]] = {
    "hand-in": (hand_in, _("Handed in for review.")),
    "send-back": (send_back, _("Sent back to whose draft it is.")),
    "unschedule": (unschedule, _("Taken off the schedule: it is a draft again.")),
    "discard": (discard_changes, _("The changes were discarded; they stay in the history.")),
}


class NoticeForm(forms.Form):
    """What readers are told; both languages where the story is in both."""

    text_ar = forms.CharField(
        label=_("Notice for readers"), required=False, widget=forms.Textarea(attrs=_AR)
    )
    text_en = forms.CharField(
        label=_("Notice in English"), required=False, widget=forms.Textarea(attrs=_EN)
    )

    def __init__(self, *args: Any, has_english: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_english:
            del self.fields["text_en"]

    def require_notice(self) -> None:
        for name in ("text_ar", "text_en"):
            if name in self.fields and not self.cleaned_data.get(name):
                self.add_error(name, gettext("Readers must be told: write the notice."))

    def notice(self) -> Notice:
        asked = self.cleaned_data
        return Notice(
            asked["text_ar"], asked.get("text_en", ""), bool(asked.get("is_serious", False))
        )


class ChangesForm(NoticeForm):
    """What a change to a published article is."""

    change = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Change.MINOR, _("Minor: a slip of the pen. No notice; the time of update stays.")),
            (Change.UPDATE, _("Update: the story has gone on. The time of update moves.")),
            (Change.CORRECTION, _("Correction: something was wrong. Readers are told what.")),
            (Change.CLARIFICATION, _("Clarification: something was unclear. Readers are told.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the change is.")},
    )
    is_serious = forms.BooleanField(
        label=_("Serious: the notice stands above the article, not below it"), required=False
    )
    reason = forms.CharField(
        label=_("Why, for the newsroom"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "desk-text", "dir": "auto"}),
    )
    reports = forms.ModelMultipleChoiceField(
        ReaderReport.objects.none(),
        label=_("It answers these readers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ["change", "text_ar", "text_en", "is_serious", "reports", "reason", "version"]

    def __init__(self, *args: Any, reports: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reports"].queryset = reports

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("change") in {Change.CORRECTION, Change.CLARIFICATION}:
            self.require_notice()
        return cleaned


class WithdrawalForm(NoticeForm):
    """Why an article is taken from readers, and whether its address goes on answering."""

    is_gone = forms.BooleanField(
        label=_("The text must go: the address answers that it is gone (410)"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.require_notice()
        return cleaned


class TakeDownForm(forms.Form):
    """Whether the text of what is withdrawn goes too."""

    is_gone = forms.BooleanField(
        label=_("The text must go: the address answers that it is gone (410)"),
        error_messages={"required": _("Tick it, or go back: nothing was changed.")},
    )


def _say_published(article: Article) -> Any:
    if article.is_public:
        return _("Published: readers can see it now.")
    return format_html(
        gettext("Scheduled: readers will see it from {} Damascus time."),
        damascus_time(article.published_at, article.published_precision),
    )


def _typed_before(typing: dict[str, Any]) -> dict[str, str]:
    """What is filled in again, by the form's fields; nothing where that was not asked for."""
    return typing["restored"].fields if typing["restored"] else {}


def _moved_to(before: Content, after: Content) -> SafeString | str:
    """The time of update that an editor typed, which a minor change puts in force too; empty for none."""
    names = ("updated_at", "updated_precision")
    if [before[name] for name in names] == [after[name] for name in names]:
        return ""
    at, precision = (after[name] for name in names)
    return damascus_time(datetime.fromisoformat(at) if at else None, precision)


class ArticleStates:
    """For ArticleAdmin: the buttons below the form, and the pages behind them."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/do/<slug:deed>/",
                view(require_POST(self.deed_view)),
                name="articles_article_do",
            ),
            path("<int:pk>/changes/", view(self.changes_view), name="articles_article_changes"),
            path("<int:pk>/withdraw/", view(self.withdraw_view), name="articles_article_withdraw"),
            *super().get_urls(),
        ]

    def state_buttons(self, request: HttpRequest, article: Article | None) -> dict[str, bool]:
        """Which buttons stand below the form."""
        asked = article or Article()

        def may(verb: str) -> bool:
            return refusal_of(request.user, verb, asked) is None

        is_live = asked.state in {State.PUBLISHED, State.EXPIRED}
        is_publisher = request.user.has_perm("articles.publish_article")
        can_save = may("edit")
        is_here = article is not None
        # What is handed in is what is saved with the same button: that there is something shows then.
        handed_in_from = {State.DRAFT, State.PUBLISHED, State.EXPIRED}
        return {
            "show_publish": can_save and may("publish"),
            "show_changes": can_save and is_live and is_publisher,
            "show_hand_in": can_save
            and not is_publisher
            and not asked.in_review
            and asked.state in handed_in_from,
            "show_send_back": is_here and may("send back"),
            "is_own_review": is_here and asked.draft_by_id == request.user.pk and not is_publisher,
            "show_unschedule": is_here and may("unschedule"),
            "show_discard": is_here and can_save and asked.has_changes_waiting,
            "show_withdraw": is_here and asked.state != State.WITHDRAWN and may("withdraw"),
            "show_take_down": is_here
            and asked.state == State.WITHDRAWN
            and not asked.is_gone
            and may("withdraw"),
        }

    # --- at once ---------------------------------------------------------------------------------

    def deed_view(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        article = self._asked(request, pk)
        if deed not in _DEEDS:
            if deed not in TRANSITIONS:
                raise Http404
            refusal = refusal_of(request.user, deed, article)
            self.message_user(
                request,
                str(refusal or _("That is done with a button below the article.")),
                messages.ERROR,
            )
            return self._to_form(article)
        act, done = _DEEDS[deed]
        try:
            act(article, by=request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, str(done), messages.SUCCESS)
        return self._to_form(article)

    def publish_saved(self, request: HttpRequest, article: Article) -> HttpResponse:
        return self._after_save(
            request, article, publish, gettext("Saved, but not published."), _say_published
        )

    def hand_in_saved(self, request: HttpRequest, article: Article) -> HttpResponse:
        act, done = _DEEDS["hand-in"]
        return self._after_save(
            request, article, act, gettext("Saved, but not handed in."), lambda _article: done
        )

    def _after_save(
        self,
        request: HttpRequest,
        article: Article,
        act: Callable[..., None],
        but: str,
        done: Callable[[Article], Any],
    ) -> HttpResponse:
        """What was written is saved by now; a refusal keeps it, and says why."""
        try:
            act(article, by=request.user)
        except Refused as refusal:
            self.message_user(request, f"{but} {refusal}", messages.ERROR)
        else:
            said = done(Article.objects.get(pk=article.pk))
            self.message_user(request, said, messages.SUCCESS)
        return self._to_form(article)

    # --- with a page of their own ------------------------------------------------------------------

    def changes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What waits to be published, beside what readers see; and what kind of change it is."""
        article = self._asked(request, pk)
        if refusal := refusal_of(request.user, "publish changes", article):
            if request.method == "POST":
                self.keep_typed(request, article, "refused", "changes")
            self.message_user(request, str(refusal), messages.ERROR)
            return self._to_form(article)
        before, after = read_content(article), pending_content(article)
        typing = self.notice_context(request, article, "changes")
        has_english = bool(after["title_en"] and after["body_en"])
        languages = ["ar", "en"] if has_english else ["ar"]
        drafted = {
            f"text_{one}": draft_notice(before, after, "correction", one) for one in languages
        }
        reports = article.reader_reports.waiting().order_by("pk")
        asked_for = [report for report in reports if str(report.pk) == request.GET.get("report")]
        form = ChangesForm(
            request.POST or None,
            has_english=has_english,
            reports=reports,
            initial={
                "reports": asked_for,
                **drafted,
                **_typed_before(typing),
                "version": article.version,
            },
        )
        if request.method == "POST" and form.is_valid():
            asked = form.cleaned_data
            try:
                publish_changes(
                    article,
                    asked["change"],
                    version=asked["version"],
                    by=request.user,
                    notice=form.notice(),
                    reports=[report.pk for report in asked["reports"]],
                    reason=asked["reason"],
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
                # What is shown now is the newest: that is what would be published next.
                form.data = form.data.copy()
                form.data["version"] = str(article.version)
            else:
                self.message_user(
                    request, _("Published: readers see the change now."), messages.SUCCESS
                )
                self.forget_typed(request, article)
                return self._to_form(article)
        drafts = {
            kind: {one: draft_notice(before, after, kind, one) for one in languages}
            for kind in ("correction", "clarification")
        }
        return self._page(
            request,
            article,
            "changes",
            {
                "title": _("Publish the changes"),
                "form": form,
                "comparison": compare(before, after),
                "drafts": drafts,
                "minor": Change.MINOR,
                "moved_to": _moved_to(before, after),
                **typing,
            },
        )

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Why an article is withdrawn: readers are told at its address."""
        article = self._asked(request, pk)
        if refusal := refusal_of(request.user, "withdraw", article):
            if request.method == "POST":
                self.keep_typed(request, article, "refused", "withdraw")
            self.message_user(request, str(refusal), messages.ERROR)
            return self._to_form(article)
        if article.state == State.WITHDRAWN:
            return self._take_down_view(request, article)
        typing = self.notice_context(request, article, "withdraw")
        form = WithdrawalForm(
            request.POST or None, has_english=article.has_english, initial=_typed_before(typing)
        )
        if request.method == "POST" and form.is_valid():
            try:
                withdraw(
                    article,
                    by=request.user,
                    notice=form.notice(),
                    is_gone=form.cleaned_data["is_gone"],
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(
                    request, _("Withdrawn: readers no longer see it."), messages.SUCCESS
                )
                self.forget_typed(request, article)
                return self._to_form(article)
        return self._page(
            request, article, "withdraw", {"title": _("Withdraw"), "form": form, **typing}
        )

    def _take_down_view(self, request: HttpRequest, article: Article) -> HttpResponse:
        """What is withdrawn already: its text may have to go too."""
        form = TakeDownForm(request.POST if request.method == "POST" else None)
        if article.is_gone or (request.method == "POST" and form.is_valid()):
            try:
                take_down(article, by=request.user)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self.message_user(
                    request, _("The address answers that it is gone (410)."), messages.SUCCESS
                )
            return self._to_form(article)
        context = {"title": _("Take the text down"), "form": form}
        return self._page(request, article, "withdraw", context)

    # --- what they share ---------------------------------------------------------------------------

    def _asked(self, request: HttpRequest, pk: int) -> Article:
        """The article as it is stored, for those who may see it."""
        article = Article.objects.filter(pk=pk).first()
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def _page(
        self, request: HttpRequest, article: Article, name: str, context: dict[str, Any]
    ) -> HttpResponse:
        """One of the article's own pages: ``templates/admin/articles/article/<name>.html``."""
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "article": article,
            "state_badges": state_badges(article),
        }
        template = f"admin/articles/article/{name}.html"
        return TemplateResponse(request, template, shared | context)

    @staticmethod
    def _to_form(article: Article) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
