"""«أبلغ عن خطأ»: what a reader says is wrong, and what became of it under its number."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from articles.editing import (
    MOST_MESSAGE,
    MOST_QUOTE,
    OpenedReport,
    address_of,
    content_seen,
    find_report,
    paragraphs_of,
    read_report_form,
    receive_report,
    sign_report_form,
)
from articles.exceptions import Refused
from articles.models import Article, ReaderReport

from .article import ArticleView
from .network import asks_too_often
from .origin import is_same_origin
from .untranslated import show_instead

_OPENING_WORDS = 14
_LOOKUPS, _LOOKUPS_IN = 30, 600  # of one network, in so many seconds


class ReportForm(forms.Form):
    """Which paragraph, and what is wrong with it. ``website`` is for machines: people see none."""

    paragraph = forms.ChoiceField(
        label=_("Which part is it about?"), required=False, widget=forms.RadioSelect
    )
    quote = forms.CharField(required=False, max_length=MOST_QUOTE, widget=forms.HiddenInput)
    message = forms.CharField(
        label=_("What is wrong, and how do you know?"),
        max_length=MOST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "maxlength": MOST_MESSAGE}),
        error_messages={"required": _("Please say what is wrong.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if you would like an answer (optional)"),
        required=False,
        max_length=254,  # the column's: PostgreSQL refuses what is longer
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
        error_messages={
            "invalid": _("This is no e-mail address. Put it right, or leave it empty.")
        },
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}),
    )
    form = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, headline: str, paragraphs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paragraph"].choices = [
            ("", gettext("The article as a whole")),
            ("0", gettext("The headline: %(headline)s") % {"headline": headline}),
            *(
                (str(number), Truncator(text).words(_OPENING_WORDS))
                for number, text in enumerate(paragraphs, start=1)
            ),
        ]
        for name, hint in (("email", "email-hint"), ("message", "message-error")):
            self.fields[name].widget.attrs["aria-describedby"] = hint


# No token, so that no cookie is set: the origin is checked instead (decision 0012).
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class ReportView(View):
    """The form of a report on an article; whatever is refused, what was written stays in it."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.language = get_language() or "ar"
        readable = Article.objects.published().in_language(self.language)
        self.article = readable.filter(pk=pk).first()
        if self.article is None:
            return show_instead(request, pk)
        if self.article.slug == "report" and request.method in {"GET", "HEAD"}:
            return ArticleView.as_view()(request, pk=pk, slug=self.article.slug)
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        token = sign_report_form(self.article, self.language)
        asked = request.GET
        initial = {
            "form": token,
            "paragraph": asked.get("paragraph", ""),
            "quote": " ".join(asked.get("quote", "").split())[:MOST_QUOTE],
        }
        return self._show(self._form(read_report_form(token), initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sent = request.POST.copy()
        opened = read_report_form(sent.get("form", ""))
        if opened is None or (opened.article_id, opened.language) != (pk, self.language):
            return self._again(
                sent, gettext("This form was damaged on its way. Please send it again.")
            )
        form = self._form(opened, sent)
        if not form.is_valid():
            return self._show(form)
        if not is_same_origin(request):
            return self._again(
                sent,
                gettext("Your browser does not say that this form is ours. Please send it again."),
            )
        asked = form.cleaned_data
        if asked["website"]:
            sent["website"] = ""
            return self._again(
                sent, gettext("A field that people do not see was filled in. Please send it again.")
            )
        try:
            report = receive_report(
                self.article,
                opened,
                paragraph=int(asked["paragraph"]) if asked["paragraph"] else None,
                message=asked["message"],
                quote=asked["quote"],
                email=asked["email"],
                address=address_of(request),
            )
        except Refused as refusal:
            return self._again(sent, str(refusal), opened)
        response = HttpResponseRedirect(f"{reverse('reports')}?number={report.reference}&sent=1")
        response.status_code = 303
        return response

    def _form(self, opened: OpenedReport, *args: Any, **kwargs: Any) -> ReportForm:
        content = content_seen(self.article, opened.version)
        headline = content[f"title_{self.language}"]
        paragraphs = paragraphs_of(content, self.language)
        return ReportForm(*args, headline=headline, paragraphs=paragraphs, **kwargs)

    def _again(self, sent: Any, refusal: str, opened: OpenedReport | None = None) -> HttpResponse:
        """The form as it was sent, with why it was refused; a new one where it can be sent no more."""
        if opened is None or not opened.is_usable:
            sent["form"] = sign_report_form(self.article, self.language)
            opened = read_report_form(sent["form"])
        form = self._form(opened, sent)
        form.is_valid()
        form.add_error(None, refusal)
        return self._show(form)

    def _show(self, form: ReportForm) -> HttpResponse:
        context = {
            "story": self.article,
            "has_english": self.article.has_english,
            "form": form,
            "quote": form["quote"].value(),
            "email_days": settings.READER_EMAIL_DAYS,
        }
        return render(self.request, "articles/report.html", context)


@method_decorator(never_cache, name="dispatch")
class ReportsView(View):
    """What became of a report: asked by its number, answered without a word of who sent it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        number = request.GET.get("number", "").strip()
        context: dict[str, Any] = {"number": number, "sent": "sent" in request.GET}
        if not number:
            return render(request, "articles/reports.html", context)
        context["filters"] = f"number={number}" if number.isascii() else ""
        # Whoever asks so often may be trying numbers.
        if asks_too_often(request, "report-lookups", most=_LOOKUPS, seconds=_LOOKUPS_IN):
            context["is_flooding"] = True
            return render(request, "articles/reports.html", context, status=429)
        report = find_report(number)
        if report is not None:
            context |= {"report": report, **self._about(report)}
        status = 200 if report else 404
        return render(request, "articles/reports.html", context, status=status)

    def _about(self, report: ReaderReport) -> dict[str, Any]:
        """The article, where it can still be read, and the notice that answers the report."""
        article = report.article
        readable = article is not None and article.is_public
        language = get_language() or "ar"
        in_language = readable and (language == "ar" or article.has_english)
        # Once an article is taken away its notices are told no more (Correction.public).
        notice = (readable and report.correction) and (
            getattr(report.correction, f"text_{language}") or report.correction.text_ar
        )
        return {
            "story": article if in_language else None,
            "notice": notice,
            "notice_is_arabic": bool(notice) and notice == report.correction.text_ar,
        }
