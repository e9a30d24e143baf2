"""The list of articles: its columns, its filters, what its search box finds."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import BooleanField, ExpressionWrapper, F, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.models import Article, CapturedPage
from articles.search import find_ids

from .fields import YEARS
from .filters import (
    BatchFilter,
    DuplicateFilter,
    EnglishFilter,
    ProblemFilter,
    SourceFilter,
    StateFilter,
    WhoseFilter,
    WorkFilter,
)
from .labels import problem_badge
from .marks import damascus_time, state_badges
from .paging import Bounded, calendar_of


class ArticleChangeList(ChangeList):
    def get_filters(self, request: HttpRequest) -> Any:
        """Days of other times lead back to the whole list: the calendar has no room for them."""
        asked = request.GET.get("published_at__year", "2018")
        if not (asked.isdecimal() and int(asked) in YEARS):
            raise IncorrectLookupParameters
        return super().get_filters(request)

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet:
        """Without the bodies, and with what the columns print: the same few queries for any page."""
        pages = CapturedPage.objects.only("article_id", "problem_codes")
        english = ExpressionWrapper(Q(title_en__gt="", body_en__gt=""), BooleanField())
        return (
            super()
            .get_queryset(request, *args, **kwargs)
            .for_lists()
            .select_related("draft_by")
            .annotate(english=english)
            .prefetch_related(Prefetch("captured_pages", queryset=pages))
        )

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.multi_page:  # the whole queryset then, and no index ends with its last row
            self.result_list = self.paginator.page(1).object_list

    def calendar(self) -> dict[str, Any]:
        return calendar_of(self)


class ArticleList(Bounded):
    """For ArticleAdmin: all that its list is."""

    list_display = [
        "headline",
        "state_shown",
        "source",
        "published_shown",
        "updated_shown",
        "problems",
        "style_shown",
        "english",
    ]
    list_filter = [
        StateFilter,
        WorkFilter,
        WhoseFilter,
        ("section", admin.RelatedFieldListFilter),
        ("source", SourceFilter),
        ProblemFilter,
        DuplicateFilter,
        EnglishFilter,
        BatchFilter,
    ]
    # By anything else all of a large archive would be sorted; the filters find what is looked for.
    sortable_by = ["published_shown"]
    list_per_page = 50
    date_hierarchy = "published_at"
    # What has no time yet is what someone is writing.
    ordering = [F("published_at").desc(nulls_first=True), "-pk"]
    search_fields = ["title_ar"]  # shows the box; get_search_results() decides
    search_help_text = _("Words of the headline, the summary or the text, however they are spelled")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        found = queryset.for_lists()
        if search_term.strip():
            found = found.filter(pk__in=find_ids(search_term))
        return found, False

    @admin.display(description=_("headline"))
    def headline(self, article: Article) -> str:
        return article.title_ar or gettext("(no headline)")

    @admin.display(description=pgettext_lazy("filter", "state"))
    def state_shown(self, article: Article) -> SafeString:
        """The state, and whose the draft or the waiting changes are."""
        badges, writer = state_badges(article), article.draft_by
        if writer is None:
            return badges
        name = writer.get_full_name() or writer.get_username()
        return format_html('{} <div class="desk-said"><bdi>{}</bdi></div>', badges, name)

    @admin.display(description=_("published (Damascus)"), ordering="published_at")
    def published_shown(self, article: Article) -> SafeString | str:
        return damascus_time(article.published_at, article.published_precision)

    @admin.display(description=_("updated (Damascus)"))
    def updated_shown(self, article: Article) -> SafeString | str:
        return damascus_time(article.updated_at, article.updated_precision)

    @admin.display(description=_("problems"), empty_value="")
    def problems(self, article: Article) -> SafeString:
        codes = dict.fromkeys(
            code for page in article.captured_pages.all() for code in page.problem_codes.split()
        )
        if article.possible_duplicate_of_id:
            codes["possible-duplicate"] = None
        return format_html_join(" ", "{}", ((problem_badge(code),) for code in codes))

    @admin.display(description=_("English"))
    def english(self, article: Article) -> str:
        return gettext("translated") if article.english else "—"
