"""The history of an article on the desk: every revision, any two side by side, and the way back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.editing import (
    BODIES,
    PRECISIONS,
    RELATIONS,
    TEXTS,
    TIMES,
    Broken,
    Content,
    can,
    changed_fields,
    check_history,
    load_content,
    read_content,
    restore,
)
from articles.exceptions import Refused
from articles.models import Article, ImportBatch, Revision, State

from .comparison import compare
from .copydesk_labels import say_reason
from .fields import read_key
from .labels import FIELDS
from .marks import damascus_time

_PER_PAGE = 50
_NAMES = {*TEXTS, *BODIES, *TIMES, *PRECISIONS, *RELATIONS, "tags", "related"}
_LIVE = "live"  # in an address: the revision that readers see, whichever it is then

# What a revision is to readers, by the state of its article.
_PLACES: dict[State, str | Promise] = {
    State.PUBLISHED: pgettext_lazy("revision", "readers see this one"),
    State.SCHEDULED: pgettext_lazy("revision", "readers will see this one"),
    State.EXPIRED: pgettext_lazy("revision", "the last that readers saw"),
}

_BREAKS: dict[str, str | Promise] = {
    "changed": _("Revision {number} is not what was written: its seal does not fit."),
    "missing-before": _("What came before revision {number} is missing."),
    "notice-changed": _("What readers were told with revision {number} is not what was written."),
    "notice-missing": _("What readers were told with revision {number} is missing."),
    "not-in-force": _("The article does not say what revision {number} says."),
    "missing-at-end": _("The newest revisions are missing: there should be {number}."),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A revision as the history shows it.

    ``changed`` are the labels of the fields that differ from the revision before, None where that
    cannot be told; ``breaks`` say in words what is wrong with its seal.
    """

    revision: Revision
    who: SafeString | str
    why: str
    changed: Sequence[str] | None
    place: str = ""
    waits: bool = False
    is_newest: bool = False
    breaks: Sequence[SafeString] = field(default=())

    @property
    def number(self) -> int:
        return self.revision.number

    @property
    def when(self) -> SafeString | str:
        return damascus_time(self.revision.created_at)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two revisions that are compared; ``key`` names it in an address: ``7``, ``live``."""

    key: str
    entry: Entry
    content: Content


class ArticleHistory:
    """For ArticleAdmin: its history, two revisions compared, and a revision restored."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/compare/", view(self.compare_view), name="articles_article_compare"),
            path(
                "<int:pk>/restore/<int:number>/",
                view(self.restore_view),
                name="articles_article_restore",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every revision, the newest first; in place of Django's log of who pressed what."""
        pk = read_key(unquote(object_id))
        article = None if pk is None else Article.objects.filter(pk=pk).first()
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        paginator = self.get_paginator(request, _revisions(article), _PER_PAGE)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        first = (page.number - 1) * _PER_PAGE
        # One more than is shown: the page's last is compared with the one before it.
        revisions = list(_revisions(article)[first : first + _PER_PAGE + 1])
        breaks = list(check_history([article.pk]))
        shown = page.number == 1 and len(revisions) > 1
        return self._page(
            request,
            article,
            "history",
            {
                "title": _("History"),
                "entries": _entries(article, revisions, breaks)[:_PER_PAGE],
                "breaks": [_say(broken) for broken in breaks],
                "revision_count": paginator.count,
                "page": page,
                "page_range": paginator.get_elided_page_range(page.number),
                "page_var": PAGE_VAR,
                "before_checked": revisions[1].number if shown else None,
                "after_checked": revisions[0].number if shown else None,
                "is_live": bool(article.live_version) and article.state in _PLACES,
                "can_restore": can(request.user, "edit", article),
                "would_wait": article.state in {State.PUBLISHED, State.EXPIRED},
                "can_see_deeds": request.user.has_perm("articles.view_deed"),
                **(extra_context or {}),
            },
        )

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changed from revision ``a`` to revision ``b``; either may be ``live``."""
        article = self._asked(request, pk)
        try:
            before, after = (_side(article, request.GET.get(name, "")) for name in "ab")
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return self._to_history(article)
        comparison = compare(before.content, after.content)
        numbers = {"before": before.entry.number, "after": after.entry.number}
        return self._page(
            request,
            article,
            "compare",
            {
                "title": gettext("From revision %(before)s to revision %(after)s") % numbers,
                "sides": [before, after],
                "before": before,
                "after": after,
                "comparison": comparison,
                "steps": _steps(article, before, after),
                "can_restore": can(request.user, "edit", article),
                "would_wait": article.state in {State.PUBLISHED, State.EXPIRED},
            },
        )

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        article = self._asked(request, pk)
        if request.method != "POST":  # whose session had ended comes back so
            return self._to_history(article)
        try:
            _side(article, str(number))  # one that cannot be read cannot be restored either
            is_whole = restore(article, number, by=request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return self._to_history(article)
        article.refresh_from_db()
        said = gettext("Revision {number} is restored, as revision {version}.")
        self.message_user(
            request,
            format_html(said, number=_bdi(number), version=_bdi(article.version)),
            messages.SUCCESS,
        )
        if article.has_changes_waiting:
            said = _("Readers go on seeing the published text until the changes are published.")
            self.message_user(request, said, messages.INFO)
        if not is_whole:
            said = _(
                "Its source or its section is not there any more; the article has none now. Choose one."
            )
            self.message_user(request, said, messages.WARNING)
        return self._to_history(article)

    @staticmethod
    def _to_history(article: Article) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_article_history", args=[article.pk]))


def _revisions(article: Article) -> Any:
    return article.revisions.select_related("created_by", "correction").order_by("-number")


def _entries(
    article: Article, revisions: Sequence[Revision], breaks: Iterable[Broken] = ()
) -> list[Entry]:
    """The revisions, newest first, each beside the one that follows it in ``revisions``."""
    said = defaultdict(list)
    for broken in breaks:
        said[broken.number].append(_say(broken))
    batches = _batches(revisions)
    entries: list[Entry] = []
    read = [*((revision, _content(revision)) for revision in revisions), (None, None)]
    for (revision, content), (before, content_before) in pairwise(read):
        changed: Sequence[str] | None = None
        follows = before is not None and before.number == revision.number - 1
        if follows and content is not None and content_before is not None:
            changed = _labels(changed_fields(content_before, content))
        place = _PLACES.get(article.state) if revision.number == article.live_version else None
        is_newest = revision.number == article.version
        is_imported = revision.tool == Revision.Tool.IMPORTER
        batch = batches.get(revision.reason) if is_imported else None
        entries.append(
            Entry(
                revision,
                who=_who(revision, batch),
                why="" if is_imported else say_reason(revision.reason),
                changed=changed,
                place=str(place or ""),
                waits=is_newest and article.has_changes_waiting,
                is_newest=is_newest,
                breaks=said[revision.number],
            )
        )
    return entries


def _content(revision: Revision) -> Content | None:
    """What a revision says, None where it was tampered with so far that it says nothing."""
    try:
        content = load_content(revision.content)
    except (json.JSONDecodeError, TypeError):
        return None
    return content if content.keys() >= _NAMES else None


def _labels(names: Iterable[str]) -> list[str]:
    """The fields' names as an editor knows them: how exactly a time is known belongs to the time."""
    shown = (name.replace("_precision", "_at") for name in names)
    return [str(FIELDS.get(name, name)) for name in dict.fromkeys(shown)]


def _batches(revisions: Iterable[Revision]) -> dict[str, int]:
    """The batches of what the importer wrote, by their names: those are its reasons."""
    importers = Revision.Tool.IMPORTER
    names = {one.reason for one in revisions if one.reason and one.tool == importers}
    if not names:
        return {}
    return dict(ImportBatch.objects.filter(name__in=names).values_list("name", "pk"))


def _who(revision: Revision, batch: int | None) -> SafeString | str:
    if revision.created_by is not None:
        return _bdi(revision.created_by.get_full_name() or revision.created_by.username)
    # "As found": the article was here before there were revisions; the first is what it said then.
    if revision.tool != Revision.Tool.IMPORTER or not revision.reason:
        return revision.get_tool_display()
    name = format_html('<bdi dir="ltr">{}</bdi>', revision.reason)
    if batch is not None:
        address = reverse("admin:articles_importbatch_change", args=[batch])
        name = format_html('<a href="{}">{}</a>', address, name)
    return format_html("{} {}", gettext("importer"), name)


def _side(article: Article, key: str) -> Side:
    """The revision that an address names. Raises Refused where this article has none of that name."""
    if key == _LIVE:
        number = article.live_version if article.state in _PLACES else 0
        if not number:
            raise Refused(gettext("Readers do not see this article: there is nothing to compare."))
    elif not key:
        raise Refused(gettext("Choose the two revisions to compare."))
    else:
        number = int(key) if key.isdecimal() and len(key) < 10 else 0
    # The one before too: it says what was changed, as in the history.
    found = list(_revisions(article).filter(number__in=[number, number - 1]))
    if not found or found[0].number != number:
        raise Refused(gettext("This article has no such revision."))
    entry = _entries(article, found)[0]
    if key == _LIVE:  # the row itself: its related links lead to what has arrived since
        return Side(key, entry, read_content(article))
    content = _content(found[0])
    if content is None:
        raise Refused(
            gettext("Revision %(number)s cannot be read: it is not what was written.")
            % {"number": number}
        )
    return Side(key, entry, content)


def _steps(article: Article, before: Side, after: Side) -> dict[str, tuple[int, int]]:
    """Where one revision is beside the next: the change before this one, and the one after it."""
    a, b = before.entry.number, after.entry.number
    steps: dict[str, tuple[int, int]] = {}
    if b - a == 1:
        if a > 1:
            steps["previous"] = (a - 1, a)
        if b < article.version:
            steps["next"] = (b, b + 1)
    return steps


def _say(broken: Broken) -> SafeString:
    return format_html(str(_BREAKS[broken.what]), number=_bdi(broken.number))


def _bdi(value: object) -> SafeString:
    return format_html("<bdi>{}</bdi>", value)
