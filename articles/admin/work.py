"""What waits in the newsroom, named once: the first page counts it, the list of articles filters by it."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.damascus import damascus_date, day_range
from articles.models import Article, CapturedPage, Proposal, RelatedLink, State, Status

from .labels import NOTES, PROBLEMS

CHANGES = "changes"  # not a state of its own: a published article that was changed since

STATES: list[tuple[str, str | Promise]] = [
    (State.DRAFT, State.DRAFT.label),
    (State.IN_REVIEW, State.IN_REVIEW.label),
    (CHANGES, _("changes waiting")),
    (State.SCHEDULED, State.SCHEDULED.label),
    (State.PUBLISHED, State.PUBLISHED.label),
    (State.EXPIRED, State.EXPIRED.label),
    (State.WITHDRAWN, State.WITHDRAWN.label),
]


def in_state(articles: QuerySet, state: str) -> QuerySet:
    """The articles in a state; "in review" are drafts and changes alike. None for an unknown one."""
    now = timezone.now()
    published = articles.filter(status=Status.PUBLISHED)
    match state:
        case State.DRAFT:
            return articles.filter(status=Status.DRAFT, in_review=False)
        case State.IN_REVIEW:
            return articles.handed_in()
        case State.SCHEDULED:
            return published.filter(published_at__gt=now)
        case State.PUBLISHED:
            return articles.published(at=now)
        case State.EXPIRED:
            return published.filter(published_at__lte=now, expires_at__lte=now)
        case State.WITHDRAWN:
            return articles.filter(status=Status.WITHDRAWN)
        case "changes":
            return articles.with_changes_waiting()
    return articles.none()


class Work(NamedTuple):
    """Something to be done: which articles need it, and, where another table knows it cheaper,
    a query of theirs with one row an article."""

    label: str | Promise
    needed_by: Callable[[QuerySet], QuerySet]
    rows: Callable[[], QuerySet] | None = None


def scheduled_today(articles: QuerySet) -> QuerySet:
    """What readers will see later on this Damascus day."""
    now = timezone.now()
    return articles.filter(
        status=Status.PUBLISHED, published_at__gt=now, published_at__lt=_end_of_day()
    )


def _expiring_today(articles: QuerySet) -> QuerySet:
    # Not "published": SQLite keeps no statistics, and would take the index of the status, which is
    # nearly all of the archive, for the better one.
    shown = articles.exclude(status__in=[Status.DRAFT, Status.WITHDRAWN])
    return shown.filter(expires_at__gt=timezone.now(), expires_at__lt=_end_of_day())


def _end_of_day() -> object:
    return day_range(damascus_date(timezone.now()))[1]


def _with_codes(*codes: str) -> Q:
    found = Q()
    for code in codes:
        found |= Q(problem_codes__contains=f" {code} ")
    return Q(problem_codes__gt="") & found  # most pages have none: the first is asked first


# A page is evidence, and keeps its problems: once somebody has worked on the article, they are seen.
_DOUBTFUL = _with_codes(*(code for code in PROBLEMS if code not in NOTES))
_AMBIGUOUS = _with_codes("ambiguous-time")


def _by_page(problem: Q) -> tuple[Callable[[QuerySet], QuerySet], Callable[[], QuerySet]]:
    def needed_by(articles: QuerySet) -> QuerySet:
        pages = CapturedPage.objects.filter(problem)
        return articles.filter(pk__in=pages.values("article"), edited_at=None)

    def rows() -> QuerySet:
        # Not joined: SQLite may begin at the articles then.
        untouched = Article.objects.filter(pk=OuterRef("article"), edited_at=None)
        return _articles_of(CapturedPage.objects.filter(problem, Exists(untouched)))

    return needed_by, rows


def _articles_of(rows: QuerySet) -> QuerySet:
    return rows.order_by().values("article").distinct()


def _without_source(articles: QuerySet) -> QuerySet:
    return articles.filter(source=None, status__in=[Status.DRAFT, Status.PUBLISHED])


def _with_proposals(articles: QuerySet) -> QuerySet:
    return articles.filter(pk__in=Proposal.objects.filter(outcome="").values("article"))


def _with_open_headlines(articles: QuerySet) -> QuerySet:
    return articles.filter(Exists(RelatedLink.objects.unresolved().filter(article=OuterRef("pk"))))


def _unread(articles: QuerySet) -> QuerySet:
    return articles.unread()


def _with_findings(articles: QuerySet) -> QuerySet:
    return articles.filter(style_findings__gt=0)


def _with_old_english(articles: QuerySet) -> QuerySet:
    """In English too, and the Arabic was changed since; an import's English has no time of change."""
    older = Q(english_changed_at=None) | Q(english_changed_at__lt=F("arabic_changed_at"))
    return articles.in_language("en").filter(older, arabic_changed_at__isnull=False)


WORK = {
    "scheduled-today": Work(_("scheduled today"), scheduled_today),
    "expiring-today": Work(_("expiring today"), _expiring_today),
    "unread": Work(_("not read yet"), _unread),
    "problems": Work(_("imports with problems"), *_by_page(_DOUBTFUL)),
    "ambiguous-time": Work(_("ambiguous times"), *_by_page(_AMBIGUOUS)),
    "no-source": Work(pgettext_lazy("work", "no source"), _without_source),
    "proposals": Work(
        _("proposals waiting"),
        _with_proposals,
        lambda: _articles_of(Proposal.objects.filter(outcome="")),
    ),
    "open-headlines": Work(
        _("related headlines that lead nowhere"),
        _with_open_headlines,
        lambda: _articles_of(RelatedLink.objects.unresolved()),
    ),
    "style": Work(_("copy-desk findings"), _with_findings),
    "old-english": Work(_("English older than its Arabic"), _with_old_english),
}


def all_articles() -> QuerySet:
    """Every article as its id alone, in no order: to be filtered and counted."""
    return Article.objects.order_by().values("pk")


def needing(name: str) -> QuerySet:
    """As many rows as articles need the work, by the cheapest way to count them."""
    work = WORK[name]
    return work.rows() if work.rows else work.needed_by(all_articles())
