"""The desk's first page: the newsroom's health in numbers, each of them a list to work through.

Every number is one query that stops counting at a thousand, so that the page costs an archive of a
million articles what it costs one of a hundred.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Correction, ImportBatch, ReaderReport, State
from articles.read_only import is_read_only

from .marks import damascus_time
from .page import review_due
from .work import CHANGES, WORK, all_articles, in_state, needing, scheduled_today

MOST = 1000  # what is counted; beyond it the number says "more than"
_SHOWN = 5  # rows of each list

_TOGETHER = {
    "proposals": "admin:articles_article_proposals",
    "open-headlines": "admin:articles_article_unresolved",
}
_EDIT, _PUBLISH = "articles.change_article", "articles.publish_article"


class Number(NamedTuple):
    """One number: what it counts, the right without which nothing can be done about it, its list."""

    label: str | Promise
    right: str
    address: str
    rows: Callable[[AbstractBaseUser], QuerySet]
    together: str = ""  # the name of the page that has all of it, one under the other
    of: str = "article"  # the model whose list it is


class Shown(NamedTuple):
    label: str | Promise
    number: str
    is_zero: bool
    is_more: bool
    address: str
    together: str = ""


def _of_state(label: str | Promise, right: str, state: str) -> Number:
    return Number(label, right, f"state={state}", lambda user: in_state(all_articles(), state))


def _of_work(name: str, right: str = _EDIT) -> Number:
    together = _TOGETHER.get(name, "")
    return Number(WORK[name].label, right, f"work={name}", lambda user: needing(name), together)


TODAY = [
    _of_state(State.IN_REVIEW.label, _PUBLISH, State.IN_REVIEW),
    _of_state(_("changes waiting"), _PUBLISH, CHANGES),
    _of_work("scheduled-today", _PUBLISH),
    _of_work("expiring-today", _PUBLISH),
    Number(
        _("my drafts"),
        _EDIT,
        "whose=mine",
        lambda user: all_articles().filter(draft_by=user.pk),
    ),
    Number(
        _("readers' reports"),
        "articles.change_readerreport",
        "status=new",
        lambda user: ReaderReport.objects.waiting().order_by(),
        of="readerreport",
    ),
]
TO_PUT_RIGHT = [
    *map(_of_work, ("unread", "problems", "ambiguous-time", "no-source")),
    *map(_of_work, ("proposals", "open-headlines")),
    Number(
        pgettext_lazy("filter", "possible duplicates"),
        _EDIT,
        "duplicate=yes",
        lambda user: all_articles().filter(possible_duplicate_of__gt=0),
    ),
    *map(_of_work, ("style", "old-english")),
    Number(
        _("pages to be reviewed"),
        "articles.change_page",
        "review=due",
        lambda user: review_due().order_by(),
        of="page",
    ),
]


class Line(NamedTuple):
    """A row of a list: where it leads, what it says, when, and what else there is to say."""

    address: str
    text: str
    time: SafeString | str
    more: str | Promise = ""
    is_ltr: bool = False


def morning(request: HttpRequest) -> dict[str, Any]:
    """What the first page shows of what ``request.user`` may see and do something about."""
    user = request.user
    context: dict[str, Any] = {}
    if user.has_perm("articles.view_article"):
        context["numbers"] = [
            (heading, shown)
            for heading, numbers in (
                (_("Today"), TODAY),
                (_("To be put right"), TO_PUT_RIGHT),
            )
            if (
                shown := [_count(number, user) for number in numbers if user.has_perm(number.right)]
            )
        ]
        context["new_article"] = (
            reverse("admin:articles_article_add") if user.has_perm("articles.add_article") else ""
        )
        if user.has_perm(_PUBLISH):
            context["scheduled"] = _scheduled()
    if user.has_perm("articles.view_correction"):
        context["corrections"] = _corrections()
    if user.has_perm("articles.view_importbatch"):
        context["batches"] = _batches()
    return context


def _count(number: Number, user: AbstractBaseUser) -> Shown:
    counted = number.rows(user)[: MOST + 1].count()
    is_more = counted > MOST
    address = f"{reverse(f'admin:articles_{number.of}_changelist')}?{number.address}"
    return Shown(
        number.label,
        f"{min(counted, MOST):,}",
        counted == 0,
        is_more,
        address,
        reverse(number.together) if number.together and counted else "",
    )


def _scheduled() -> list[Line]:
    due = scheduled_today(Article.objects.for_lists()).order_by("published_at", "pk")
    return [
        Line(
            reverse("admin:articles_article_change", args=[article.pk]),
            article.title_ar,
            damascus_time(article.published_at, article.published_precision),
        )
        for article in due[:_SHOWN]
    ]


def _corrections() -> list[Line]:
    # Not joined: SQLite may begin at the articles then, and read them all.
    titles = Prefetch("article", queryset=Article.objects.only("title_ar"))
    issued = Correction.objects.newest_first().prefetch_related(titles)
    issued = issued.only("kind", "text_ar", "issued_at", "article")
    return [
        Line(
            reverse("admin:articles_article_change", args=[correction.article_id]),
            correction.article.title_ar or gettext("(no headline)"),
            damascus_time(correction.issued_at),
            correction.get_kind_display(),
        )
        for correction in issued[:_SHOWN]
    ]


def _batches() -> list[Line]:
    return [
        Line(
            reverse("admin:articles_importbatch_change", args=[batch.pk]),
            batch.name,
            damascus_time(batch.started_at),
            batch_state(batch),
            is_ltr=True,
        )
        for batch in ImportBatch.objects.defer("refusals")[:_SHOWN]
    ]


def batch_state(batch: ImportBatch) -> str:
    """What became of a batch, in words; and how many of its pages were refused."""
    if batch.undone_at:
        return gettext("taken back")
    state = gettext("finished") if batch.finished_at else gettext("not finished")
    if not batch.refused:
        return state
    refused = gettext("refused pages: %(number)s") % {"number": f"{batch.refused:,}"}
    return f"{state} · {refused}"


admin.site.first_page = morning
admin.site.is_read_only = is_read_only
