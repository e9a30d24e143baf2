"""Captured pages on the desk: every line and what was read in it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import CapturedPage
from articles.search import find_ids

from .evidence import EvidenceAdmin, show_page
from .filters import PageBatchFilter, PageProblemFilter
from .labels import problem_badge
from .marks import damascus_time


@admin.register(CapturedPage)
class CapturedPageAdmin(EvidenceAdmin):
    list_display = [
        "file_shown",
        "article_shown",
        "kind",
        "outcome",
        "problems_shown",
        "imported_shown",
    ]
    list_filter = ["kind", "outcome", PageProblemFilter, PageBatchFilter]
    search_fields = ["file_name"]  # shows the box; get_search_results() decides
    search_help_text = _("A file name, a SHA-256, or words of the article")
    names_dir = "ltr"
    fields = ["page_shown"]
    readonly_fields = ["page_shown"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super()
            .get_queryset(request)
            .select_related("article", "batch")
            .defer("article__body", "article__body_ar", "article__body_en")
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        queryset = queryset.defer("content", "roles", "problems", "replaced")
        term = search_term.strip()
        if not term:
            return queryset, False
        by_name = queryset.filter(file_name__icontains=term)
        by_digest = queryset.filter(sha256__startswith=term.lower())
        by_words = queryset.filter(article__in=find_ids(term))
        return by_name | by_digest | by_words, False

    @admin.display(description=_("file name"), ordering="file_name")
    def file_shown(self, page: CapturedPage) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', page.file_name)

    @admin.display(description=_("article"))
    def article_shown(self, page: CapturedPage) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:articles_article_change", args=[page.article_id]),
            page.article,
        )

    @admin.display(description=_("problems"), empty_value="")
    def problems_shown(self, page: CapturedPage) -> SafeString:
        codes = page.problem_codes.split()
        return format_html_join(" ", "{}", ((problem_badge(code),) for code in codes))

    @admin.display(description=_("imported (Damascus)"), ordering="imported_at")
    def imported_shown(self, page: CapturedPage) -> SafeString | str:
        return damascus_time(page.imported_at)

    @admin.display(description=_("captured page"))
    def page_shown(self, page: CapturedPage) -> str:
        return render_to_string(
            "admin/desk/captured_page.html", {"shown": show_page(page), "on_its_own": True}
        )
