"""Bulk actions: each says first what it will do and what it cannot, then does it article by article.

Nothing is done here that ``editing`` does not do: every article is a transaction of its own, and a
refusal of one leaves the others to be done.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.copydesk import RULES, Finding
from articles.editing import (
    Change,
    Disputed,
    Notice,
    findings_of,
    hand_in,
    load_latest,
    mend_rules,
    publish,
    publish_changes,
    require,
    save_article,
    withdraw,
)
from articles.exceptions import Refused
from articles.models import Article, Section, Source, State, Status

from .article_states import WithdrawalForm
from .fields import read_key
from .marks import damascus_time, state_badges

MOST = 200  # articles at once: what a person can read through before saying yes
_EXAMPLES = 3  # of a rule, in each article

_PUBLISH = "articles.publish_article"


class Unchanged(Exception):
    """There is nothing to do: the article is so already; ``str()`` says how."""


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


# --- what can be done ----------------------------------------------------------------------------


class AtOnceForm(forms.Form):
    """For edits: a published article's can go before readers at once, by those who may publish."""

    at_once = forms.BooleanField(
        label=_("Put it before readers at once, as a minor change, where the article is published"),
        required=False,
    )

    def __init__(self, *args: Any, articles: list[Article], by: AbstractBaseUser, **kwargs: Any):
        super().__init__(*args, **kwargs)
        live = any(article.state in {State.PUBLISHED, State.EXPIRED} for article in articles)
        if not (live and by.has_perm(_PUBLISH)):
            del self.fields["at_once"]


class SourceForm(AtOnceForm):
    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none())
    field_order = ["source", "at_once"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.order_by("name_ar")


class SectionForm(AtOnceForm):
    section = forms.ModelChoiceField(label=_("Section"), queryset=Section.objects.all())
    field_order = ["section", "at_once"]


class RuleForm(AtOnceForm):
    rule = forms.ChoiceField(
        label=_("Rule"), choices=[(code, code) for code in RULES], widget=forms.RadioSelect
    )


class NoticeForm(WithdrawalForm):
    """The notice is the same for all of them, and each of them needs it."""

    def __init__(self, *args: Any, articles: list[Article], by: AbstractBaseUser, **kwargs: Any):
        has_english = any(article.has_english for article in articles)
        super().__init__(*args, has_english=has_english, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("text_ar", "text_en"):
            if name in self.fields and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, gettext("Readers must be told: write the notice."))
        return cleaned


class Job(ABC):
    """One bulk action, for those with the right to it."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]  # in the list of actions
    button: ClassVar[str | Promise]
    meaning: ClassVar[str | Promise]  # what it will do, on the page that asks
    right: ClassVar[str] = "articles.change_article"
    will: ClassVar[str | Promise] = _("Will be done")  # over the articles to which it can be done
    form: ClassVar[type[forms.Form] | None] = None
    is_grave: ClassVar[bool] = False

    @abstractmethod
    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str | SafeString:
        """Do it to one article, and return what else there is to say of it.

        Raises Refused, or Unchanged.
        """

    def rehearse(self, article: Article, by: AbstractBaseUser) -> str | SafeString:
        """Say what ``do`` would, as far as it can be told before anything is asked for."""
        with transaction.atomic():
            words = self.do(article, by, {})
            transaction.set_rollback(True)
        return words


class HandIn(Job):
    name = "hand-in"
    label = _("Hand in for review…")
    button = _("Hand in")
    meaning = _("Editors will find these drafts, and these changes, among what is in review.")

    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str:
        if article.in_review:
            raise Unchanged(gettext("in review already"))
        hand_in(article, by=by)
        return ""


class Publish(Job):
    name = "publish"
    label = _("Publish…")
    button = _("Publish")
    meaning = _(
        "Readers will see these articles from their publication time on; at once, where it has "
        "come or there is none."
    )
    right = _PUBLISH

    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str | SafeString:
        if article.has_changes_waiting:
            raise Refused(
                gettext("It is published; its changes are published on its own page, one by one.")
            )
        if article.status == Status.PUBLISHED:
            raise Unchanged(gettext("published already"))
        publish(article, by=by)
        article = Article.objects.get(pk=article.pk)
        if article.state != State.SCHEDULED:
            return ""
        return format_html(
            gettext("Readers will see it from {} Damascus time."),
            damascus_time(article.published_at, article.published_precision),
        )


class SetRelation(Job):
    """Sets what ``relation`` names: what is asked for is known only when it is done."""

    relation: ClassVar[str]
    already: ClassVar[str | Promise]
    reason: ClassVar[str | Promise]

    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str:
        base = article.version
        load_latest(article)
        if getattr(article, f"{self.relation}_id") == asked[self.relation].pk:
            raise Unchanged(str(self.already))
        setattr(article, self.relation, asked[self.relation])
        return _save(article, base, by, str(self.reason), asked)

    def rehearse(self, article: Article, by: AbstractBaseUser) -> str:
        require(by, "edit", article)
        return ""


class SetSource(SetRelation):
    name = "set-source"
    label = _("Set the source…")
    button = _("Set the source")
    meaning = _("These articles will name the source that you choose, whatever they name now.")
    form = SourceForm
    relation = "source"
    already = _("has this source already")
    reason = _("source set for several articles")


class SetSection(SetRelation):
    name = "set-section"
    label = _("Set the section…")
    button = _("Set the section")
    meaning = _(
        "These articles will stand in the section that you choose, wherever they stand now."
    )
    form = SectionForm
    relation = "section"
    already = _("in this section already")
    reason = _("section set for several articles")


class ApplyRule(Job):
    name = "apply-rule"
    label = _("Apply a copy-desk rule…")
    button = _("Apply the rule")
    meaning = _("Everything in these articles that the rule can mend by itself will be mended.")
    will = _("There is something to mend")
    form = RuleForm

    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str:
        base = article.version
        load_latest(article)
        if not mend_rules(article, [asked["rule"]]):
            raise Unchanged(gettext("nothing to mend"))
        reason = gettext("copy desk: %(rule)s") % {"rule": gettext(RULES[asked["rule"]].why)}
        return _save(article, base, by, reason, asked)

    def rehearse(self, article: Article, by: AbstractBaseUser) -> str:
        require(by, "edit", article)
        load_latest(article)
        if not _fixes(article):
            raise Unchanged(gettext("nothing to mend"))
        return ""


class Withdraw(Job):
    name = "withdraw"
    label = _("Withdraw…")
    button = _("Withdraw")
    meaning = _(
        "Readers will no longer find these articles in lists, search or feeds. Their addresses go "
        "on answering, with what you write here."
    )
    right = "articles.withdraw_article"
    form = NoticeForm
    is_grave = True

    def do(self, article: Article, by: AbstractBaseUser, asked: dict[str, Any]) -> str:
        if article.status == Status.WITHDRAWN:
            raise Unchanged(gettext("withdrawn already"))
        notice = Notice(asked.get("text_ar", "…"), asked.get("text_en", "…" if not asked else ""))
        withdraw(article, by=by, notice=notice, is_gone=asked.get("is_gone", False))
        return ""


JOBS: dict[str, Job] = {
    job.name: job
    for job in (HandIn(), Publish(), SetSection(), SetSource(), ApplyRule(), Withdraw())
}


def _save(
    article: Article, base: int, by: AbstractBaseUser, reason: str, asked: dict[str, Any]
) -> str:
    """Save an article that was changed here; put it before readers at once where that was asked."""
    with transaction.atomic():
        had_changes = article.has_changes_waiting
        saved = save_article(article, by=by, base=base, reason=reason)
        if saved.version is None:
            raise Unchanged(gettext("nothing to change"))
        if not saved.waits:
            return ""
        if not asked.get("at_once"):
            return gettext("the change waits to be published")
        # What somebody else wrote is not published unread.
        if had_changes or saved.taken:
            return gettext("other changes wait too: publish them on its own page")
        publish_changes(article, Change.MINOR, version=saved.version, by=by, reason=reason)
        return gettext("readers see it now")


# --- what the copy desk would mend ---------------------------------------------------------------


class Mended(NamedTuple):
    """One article under a rule: how many places, and some of them as (what stands there, the fix)."""

    headline: str
    places: int
    examples: list[tuple[str, str]]


class RuleShown(NamedTuple):
    code: str
    why: str
    places: int
    articles: list[Mended]


def _rules_for(articles: Iterable[Article]) -> list[RuleShown]:
    """The rules that can mend something in these articles, in the order of the rules."""
    found: dict[str, list[Mended]] = {}
    for article in articles:
        load_latest(article)
        for code, findings in _fixes(article).items():
            examples = [(one.found, one.fix or "") for one in findings[:_EXAMPLES]]
            found.setdefault(code, []).append(Mended(_headline(article), len(findings), examples))
    return [
        RuleShown(code, gettext(rule.why), sum(one.places for one in found[code]), found[code])
        for code, rule in RULES.items()
        if code in found
    ]


def _fixes(article: Article) -> dict[str, list[Finding]]:
    """What each rule can mend by itself in an article."""
    fixes: dict[str, list[Finding]] = {}
    for finding in (one for findings in findings_of(article).values() for one in findings):
        if finding.fix is not None:
            fixes.setdefault(finding.rule, []).append(finding)
    return fixes


# --- the pages -----------------------------------------------------------------------------------


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
            context["rules"] = _rules_for(articles)
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
