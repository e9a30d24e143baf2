"""The audit on the desk: who did what to which article, and when; read, and taken away as CSV."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key
from articles.damascus import damascus_date, iso
from articles.models import Article, Deed, Revision

from .copydesk_labels import say_reason
from .evidence import EvidenceAdmin
from .fields import YEARS, read_key
from .marks import damascus_time

_CLOCK = "clock"  # in an address: what nobody did
_CHUNK = 2000  # rows fetched at once for the CSV
_BOM = "\ufeff"  # without it, spreadsheets take UTF-8 for the machine's own encoding
# A spreadsheet computes what begins so: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

# As the names of deeds: a status is called otherwise in Arabic than the act that leads to it.
_VERBS = {
    Deed.Verb.CREATED: pgettext_lazy("deed", "created"),
    Deed.Verb.SAVED: pgettext_lazy("deed", "saved"),
    Deed.Verb.HANDED_IN: pgettext_lazy("deed", "handed in"),
    Deed.Verb.SENT_BACK: pgettext_lazy("deed", "sent back"),
    Deed.Verb.PUBLISHED: pgettext_lazy("deed", "published"),
    Deed.Verb.SCHEDULED: pgettext_lazy("deed", "scheduled"),
    Deed.Verb.WENT_LIVE: pgettext_lazy("deed", "went live"),
    Deed.Verb.EXPIRED: pgettext_lazy("deed", "expired"),
    Deed.Verb.CHANGED: pgettext_lazy("deed", "published a change"),
    Deed.Verb.CORRECTED: pgettext_lazy("deed", "corrected"),
    Deed.Verb.WITHDREW: pgettext_lazy("deed", "withdrew"),
    Deed.Verb.RESTORED: pgettext_lazy("deed", "restored a revision"),
    Deed.Verb.DISCARDED: pgettext_lazy("deed", "discarded the changes"),
    Deed.Verb.DELETED: pgettext_lazy("deed", "deleted"),
    Deed.Verb.UNDID: pgettext_lazy("deed", "undid a batch"),
    Deed.Verb.TOOK: pgettext_lazy("deed", "took a page's text"),
    Deed.Verb.KEPT: pgettext_lazy("deed", "kept ours"),
    Deed.Verb.MERGED: pgettext_lazy("deed", "merged a page's text"),
    Deed.Verb.CITED: pgettext_lazy("deed", "confirmed a cited source"),
    Deed.Verb.DISMISSED: pgettext_lazy("deed", "dismissed a cited source"),
    Deed.Verb.JUDGED: pgettext_lazy("deed", "judged a near-duplicate"),
    Deed.Verb.LINKED: pgettext_lazy("deed", "resolved a related headline"),
    Deed.Verb.IGNORED: pgettext_lazy("deed", "left a copy-desk note alone"),
    Deed.Verb.ANSWERED: pgettext_lazy("deed", "answered a reader"),
    Deed.Verb.WROTE_PAGE: pgettext_lazy("deed", "changed a page of the newsroom"),
}


class VerbFilter(SimpleListFilter):
    title = pgettext_lazy("filter", "what was done")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return verb_names().items()

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if not self.value():
            return None
        return (
            queryset.filter(verb=self.value()) if self.value() in verb_names() else queryset.none()
        )


class PersonFilter(SimpleListFilter):
    title = pgettext_lazy("filter", "who did it")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        people = User.objects.filter(Exists(Deed.objects.filter(done_by=OuterRef("pk"))))
        named = [(str(one.pk), _name(one)) for one in people.order_by("username")]
        return [*named, (_CLOCK, _("the clock"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() == _CLOCK:
            return queryset.filter(done_by=None)
        if not self.value():
            return None
        pk = read_key(self.value())
        return queryset.none() if pk is None else queryset.filter(done_by=pk)


class ArticleFilter(SimpleListFilter):
    """One article's deeds; shown only where an address asks for one."""

    title = pgettext_lazy("filter", "article")
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        asked = request.GET.get(self.parameter_name, "")
        return [(asked, asked)] if asked else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if not self.value():
            return None
        pk = read_key(self.value())
        return queryset.none() if pk is None else queryset.filter(article=pk)


class DeedChangeList(ChangeList):
    def get_filters(self, request: HttpRequest) -> Any:
        """Days of other times lead back to the whole list: the calendar has no room for them."""
        asked = request.GET.get("done_at__year", "2018")
        if not (asked.isdecimal() and int(asked) in YEARS):
            raise IncorrectLookupParameters
        return super().get_filters(request)


@admin.register(Deed)
class DeedAdmin(EvidenceAdmin):
    list_display = [
        "done_shown",
        "who_shown",
        "verb_shown",
        "article_shown",
        "version_shown",
        "note_shown",
    ]
    list_display_links = None
    list_filter = [VerbFilter, PersonFilter, ArticleFilter]
    date_hierarchy = "done_at"
    ordering = ["-done_at", "-pk"]
    search_fields = ["headline"]  # shows the box; get_search_results() decides
    search_help_text = _("Words of the headline, however they are spelled")
    fields = list_display
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="articles_deed_export"), *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeedChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With whether the article and its revision are there still: neither is bound to a deed."""
        revisions = Revision.objects.filter(
            article=OuterRef("article_id"), number=OuterRef("version")
        )
        return (
            super()
            .get_queryset(request)
            .select_related("done_by")
            .annotate(
                has_article=Exists(Article.objects.filter(pk=OuterRef("article_id"))),
                has_revision=Exists(revisions),
                tool=Subquery(revisions.values("tool")[:1]),
            )
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Each word in the headline of that time as it is written, or in today's however spelled."""
        for word in search_term.split():
            found = Q(headline__icontains=word)
            if key := match_key(word):
                named = Article.objects.filter(
                    pk=OuterRef("article_id"), headline_key__contains=key
                )
                found |= Exists(named)
            queryset = queryset.filter(found)
        return queryset, False

    # --- the columns -----------------------------------------------------------------------------

    @admin.display(description=_("when (Damascus)"), ordering="done_at")
    def done_shown(self, deed: Deed) -> SafeString | str:
        return damascus_time(deed.done_at)

    @admin.display(description=_("who"), ordering="done_by__username")
    def who_shown(self, deed: Deed) -> SafeString | str:
        if deed.done_by is None:
            return nobodys_names()[is_tools(deed)]
        return format_html("<bdi>{}</bdi>", _name(deed.done_by))

    @admin.display(description=_("what"), ordering="verb")
    def verb_shown(self, deed: Deed) -> str:
        return verb_names().get(deed.verb, deed.verb)

    @admin.display(description=_("article"), ordering="headline")
    def article_shown(self, deed: Deed) -> SafeString | str:
        if deed.article_id is None:
            return "—"
        headline = deed.headline or gettext("(no headline)")
        if not deed.has_article:
            return format_html("<bdi>{}</bdi> ({})", headline, gettext("deleted"))
        address = reverse("admin:articles_article_change", args=[deed.article_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, headline)

    @admin.display(description=_("revision"))
    def version_shown(self, deed: Deed) -> SafeString | str:
        if not deed.version:
            return "—"
        return format_html(
            '<span class="desk-cell-label">{}</span> {}',
            gettext("revision"),
            link_to_revision(deed, deed.version),
        )

    @admin.display(description=_("note"))
    def note_shown(self, deed: Deed) -> SafeString:
        return format_html('<span dir="auto">{}</span>', say_reason(deed.note))

    # --- the CSV ---------------------------------------------------------------------------------

    def export_view(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """The list as it is filtered, all of its pages, row by row."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            deeds = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:articles_deed_changelist"))
        name = f"deeds-{damascus_date(timezone.now())}.csv"
        return StreamingHttpResponse(
            _csv_lines(deeds.iterator(chunk_size=_CHUNK)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        asked = request.GET.copy()
        asked.pop(PAGE_VAR, None)
        address = reverse("admin:articles_deed_export")
        shown = {"export_url": f"{address}?{asked.urlencode()}" if asked else address}
        return super().changelist_view(request, shown | (extra_context or {}))


def link_to_revision(deed: Deed, number: int) -> SafeString | str:
    """A revision's number, leading to what it changed; the number alone where it is not there."""
    if not (deed.has_article and deed.has_revision):
        return format_html("<bdi>{}</bdi>", number)
    if number == 1:
        address = reverse("admin:articles_article_history", args=[deed.article_id])
    else:
        address = reverse("admin:articles_article_compare", args=[deed.article_id])
        address = f"{address}?a={number - 1}&b={number}"
    return format_html('<a href="{}"><bdi>{}</bdi></a>', address, number)


def verb_names() -> dict[str, str]:
    """Every verb and its name in the language in force."""
    return {value: str(_VERBS.get(value, label)) for value, label in Deed.Verb.choices}


def nobodys_names() -> tuple[str, str]:
    """Who did what nobody did: the clock; or, where a command mended the style, that."""
    return gettext("the clock"), gettext("automatic mending")


def is_tools(deed: Deed) -> bool:
    """Whether what nobody did was saved by the copy desk's command."""
    return deed.verb == Deed.Verb.SAVED and deed.tool == Revision.Tool.COPYDESK


def _name(user: User) -> str:
    return user.get_full_name() or user.username


class _Echo:
    """What ``csv.writer`` writes into: it gives each line back."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(deeds: Iterable[Deed]) -> Iterator[str]:
    """A byte order mark and a heading, then a line a deed; formulas are text.

    In the language in force now: by the time the lines are sent, the desk's is off.
    """
    return _write_lines(deeds, get_language())


def _write_lines(deeds: Iterable[Deed], language: str) -> Iterator[str]:
    writer = csv.writer(_Echo())
    with override(language):
        heading = [
            *(gettext("when (Damascus)"), gettext("who"), gettext("account"), gettext("what")),
            *(gettext("article"), gettext("headline"), gettext("revision"), gettext("note")),
        ]
        verbs, nobody = verb_names(), nobodys_names()
    yield _BOM + writer.writerow(heading)
    for deed in deeds:
        with override(language):
            said = say_reason(deed.note)
        row = [
            iso(deed.done_at),
            _name(deed.done_by) if deed.done_by else nobody[is_tools(deed)],
            deed.done_by.username if deed.done_by else "",
            verbs.get(deed.verb, deed.verb),
            deed.article_id or "",
            deed.headline,
            deed.version or "",
            said,
        ]
        yield writer.writerow([_as_text(cell) for cell in row])


def _as_text(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
