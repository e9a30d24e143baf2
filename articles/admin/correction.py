"""Corrections on the desk: what readers were told, and of which article; issued by ``editing`` only."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key
from articles.models import Correction

from .evidence import EvidenceAdmin
from .fields import YEARS
from .marks import damascus_time, in_english


class SeriousFilter(SimpleListFilter):
    title = pgettext_lazy("filter", "gravity")
    parameter_name = "serious"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return [("yes", _("serious")), ("no", _("small"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        return queryset.filter(is_serious=self.value() == "yes") if self.value() else None


class CorrectionChangeList(ChangeList):
    def get_filters(self, request: HttpRequest) -> Any:
        """Days of other times lead back to the whole list: the calendar has no room for them."""
        asked = request.GET.get("issued_at__year", "2018")
        if not (asked.isdecimal() and int(asked) in YEARS):
            raise IncorrectLookupParameters
        return super().get_filters(request)


@admin.register(Correction)
class CorrectionAdmin(EvidenceAdmin):
    list_display = [
        "issued_shown",
        "kind_shown",
        "article_shown",
        "notice_shown",
        "issued_by_shown",
    ]
    list_display_links = ["issued_shown"]
    list_filter = ["kind", SeriousFilter, ("article__source", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "issued_at"
    ordering = ["-issued_at", "-pk"]
    search_fields = ["text_ar"]  # shows the box; get_search_results() decides
    search_help_text = _("Words of the notice or of the headline")
    fields = [*list_display, "english_shown", "revision_shown"]
    readonly_fields = fields

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CorrectionChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        bodies = [f"article__{name}" for name in ("body", "body_ar", "body_en")]
        return (
            super()
            .get_queryset(request)
            .select_related("article", "revision", "issued_by")
            .defer(*bodies, "revision__content")
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        for word in search_term.split():
            found = Q(text_ar__icontains=word) | Q(text_en__icontains=word)
            if key := match_key(word):
                found |= Q(article__headline_key__contains=key)
            queryset = queryset.filter(found)
        return queryset, False

    @admin.display(description=_("issued (Damascus)"), ordering="issued_at")
    def issued_shown(self, correction: Correction) -> SafeString | str:
        return damascus_time(correction.issued_at)

    @admin.display(description=_("kind"), ordering="kind")
    def kind_shown(self, correction: Correction) -> SafeString:
        kind = format_html('<span class="desk-badge">{}</span>', correction.get_kind_display())
        if not correction.is_serious:
            return kind
        serious = gettext("serious")
        return format_html('{} <span class="desk-badge desk-problem">{}</span>', kind, serious)

    @admin.display(description=_("article"), ordering="article__title_ar")
    def article_shown(self, correction: Correction) -> SafeString:
        address = reverse("admin:articles_article_change", args=[correction.article_id])
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a>', address, correction.article.title_ar or "—"
        )

    @admin.display(description=_("notice"))
    def notice_shown(self, correction: Correction) -> str:
        return correction.text_ar

    @admin.display(description=_("notice in English"))
    def english_shown(self, correction: Correction) -> SafeString | str:
        return in_english(correction.text_en)

    @admin.display(description=_("issued by"), ordering="issued_by__username")
    def issued_by_shown(self, correction: Correction) -> SafeString | str:
        user = correction.issued_by
        return format_html("<bdi>{}</bdi>", user.get_full_name() or user.username) if user else "—"

    @admin.display(description=_("revision"))
    def revision_shown(self, correction: Correction) -> SafeString:
        number = correction.revision.number
        address = reverse("admin:articles_article_compare", args=[correction.article_id])
        return format_html(
            '<a href="{}?a={}&amp;b={}"><bdi>{}</bdi></a>', address, number - 1, number, number
        )
