"""Bulk actions: each says first what it will do and what it cannot, then does it article by article.

Every article is a transaction of its own, and a refusal of one leaves the others to be done.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.editing import Disputed
from articles.exceptions import Refused
from articles.models import Article

from .bulk_jobs import JOBS, ApplyRule, Job, Unchanged
from .bulk_mending import rules_for
from .fields import read_key
from .marks import state_badges

MOST = 200  # articles at once: what a person can read through before saying yes


class Result(NamedTuple):
    """What became of one article, or would: ``outcome`` is done, unchanged or refused."""

    outcome: str
    words: str | SafeString
    headline: str
    address: str = ""
    badges: SafeString | str = ""


class Group(NamedTuple):
    outcome: str
    heading: str | Promise
    results: list[Result]


class ArticleBulk:
    """For ArticleAdmin: the actions of its list, the page that asks, the page that reports."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.bulk_view)
        return [
            path("bulk/<slug:name>/", view, name="articles_article_bulk"),
            *super().get_urls(),
        ]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Those that the user has the right to; Django's own deletion is not one of them."""
        if IS_POPUP_VAR in request.GET:
            return {}
        return {
            job.name: (_asking(job), job.name, job.label)
            for job in JOBS.values()
            if request.user.has_perm(job.right)
        }

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """As Django does it, but for a forged choice, of which it would make an error page."""
        if None in map(read_key, request.POST.getlist(ACTION_CHECKBOX_NAME)):
            self.message_user(request, _("This is not a choice of articles."), messages.ERROR)
            return None
        return super().response_action(request, queryset)

    def ask(self, request: HttpRequest, job: Job, queryset: QuerySet) -> HttpResponse | None:
        """The page that says what ``job`` will do to the articles chosen in the list."""
        ids = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(ids) > MOST:
            self.message_user(request, _too_many(), messages.ERROR)
            return None
        return self._ask(request, job, ids, request.GET.urlencode())

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Do it, and report; a form that lacks something is asked again."""
        job = JOBS.get(name)
        if job is None:
            raise Http404
        filters = request.POST.get("filters", "")
        ids = _ids(request.POST.getlist("article"))
        refusal = ""
        if not request.user.has_perm(job.right):
            refusal = gettext("Your account may not do this.")
        elif len(ids) > MOST:
            refusal = _too_many()
        if refusal or request.method != "POST" or not ids:
            if refusal:
                self.message_user(request, refusal, messages.ERROR)
            return HttpResponseRedirect(_list(filters))
        form = self._form(job, request, ids, request.POST)
        if form is not None and not form.is_valid():
            return self._ask(request, job, ids, filters, form)
        asked = form.cleaned_data if form is not None else {}
        results = [_attempt(pk, lambda article: job.do(article, request.user, asked)) for pk in ids]
        shown = _grouped(results, _("Done"), _("There was nothing to do"), _("Not done"))
        return self._bulk_page(request, job, filters, {"groups": shown, "is_report": True})

    def _ask(
        self,
        request: HttpRequest,
        job: Job,
        ids: list[int],
        filters: str,
        form: forms.Form | None = None,
    ) -> HttpResponse:
        results = {
            pk: _attempt(pk, lambda article: job.rehearse(article, request.user)) for pk in ids
        }
        doable = [pk for pk, result in results.items() if result.outcome == "done"]
        groups = _grouped(
            results.values(), job.will, _("There is nothing to do"), _("Cannot be done")
        )
        context = {"groups": groups, "ids": doable, "form": form}
        if form is None and doable:
            context["form"] = self._form(job, request, doable)
        if isinstance(job, ApplyRule):
            articles = Article.objects.filter(pk__in=doable).order_by("-published_at", "-pk")
            context["rules"] = rules_for(articles)
        return self._bulk_page(request, job, filters, context)

    @staticmethod
    def _form(
        job: Job, request: HttpRequest, ids: list[int], data: Any = None
    ) -> forms.Form | None:
        if job.form is None:
            return None
        articles = list(Article.objects.filter(pk__in=ids).defer("body", "body_ar"))
        return job.form(data, articles=articles, by=request.user)

    def _bulk_page(
        self, request: HttpRequest, job: Job, filters: str, context: dict[str, Any]
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(job.label).rstrip("…"),
            "job": job,
            "filters": filters,
            "back": _list(filters),
        }
        template = "admin/articles/article/bulk.html"
        return TemplateResponse(request, template, shared | context)


def _asking(job: Job) -> Callable[..., HttpResponse | None]:
    def ask(admin: ArticleBulk, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return admin.ask(request, job, queryset)

    return ask


def _attempt(pk: int, act: Callable[[Article], str | SafeString]) -> Result:
    """What ``act`` makes of one article, whatever it raises that is a refusal."""
    article = Article.objects.filter(pk=pk).first()
    if article is None:
        return Result("refused", gettext("It is no longer here."), f"#{pk}")
    shown = (_headline(article), reverse("admin:articles_article_change", args=[pk]))
    badges = state_badges(article)
    try:
        words = act(article)
        # As it is now: no longer what it was, where it was done and not rehearsed.
        return Result("done", words, *shown, state_badges(Article.objects.get(pk=pk)))
    except Unchanged as already:
        return Result("unchanged", str(already), *shown, badges)
    except (Refused, Disputed) as refusal:
        return Result("refused", str(refusal), *shown, badges)


def _grouped(
    results: Iterable[Result], done: Promise, unchanged: Promise, refused: Promise
) -> list[Group]:
    headings = {"done": done, "unchanged": unchanged, "refused": refused}
    groups = [Group(outcome, heading, []) for outcome, heading in headings.items()]
    for result in results:
        next(group for group in groups if group.outcome == result.outcome).results.append(result)
    return [group for group in groups if group.results]


def _headline(article: Article) -> str:
    return article.title_ar or gettext("(no headline)")


def _ids(texts: Iterable[str]) -> list[int]:
    keys = (read_key(text) for text in texts)
    return list(dict.fromkeys(key for key in keys if key is not None))


def _list(filters: str) -> str:
    address = reverse("admin:articles_article_changelist")
    return f"{address}?{filters}" if filters else address


def _too_many() -> str:
    return gettext(
        "At most %(most)s articles at once: choose fewer, or narrow the list by its filters."
    ) % {"most": MOST}
