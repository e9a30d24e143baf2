"""The log of corrections: everything that readers were told was wrong."""

from typing import Any

import django_filters
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from articles.damascus import damascus_date, day_range
from articles.editing import log_of, public_corrections
from articles.models import BoundedPaginator, Correction, CorrectionQuerySet, Source
from articles.search import DayFilter, DayInput, FindingForm, SourceFilter


def _corrected_sources() -> QuerySet[Source]:
    notices = public_corrections(get_language() or "ar")
    return Source.objects.filter(Exists(notices.filter(article__source=OuterRef("pk"))))


class CorrectionFilter(django_filters.FilterSet):
    """What stands in the address: ``source since until``, days in Damascus."""

    source = SourceFilter(field_name="article__source", listed=_corrected_sources)
    since = DayFilter(method="issued_since", label=_("From"), widget=DayInput)
    until = DayFilter(method="issued_until", label=_("To"), widget=DayInput)

    class Meta:
        model = Correction
        form = FindingForm
        fields: list[str] = []

    def issued_since(self, found: CorrectionQuerySet, name: str, day: Any) -> CorrectionQuerySet:
        return found.filter(issued_at__gte=day_range(day)[0])

    def issued_until(self, found: CorrectionQuerySet, name: str, day: Any) -> CorrectionQuerySet:
        return found.filter(issued_at__lt=day_range(day)[1])


class CorrectionsView(ListView):
    """Every correction, clarification and retraction that readers may see, the newest first."""

    http_method_names = ["get", "head", "options"]
    template_name = "articles/corrections.html"
    context_object_name = "corrections"
    paginate_by = 20
    paginator_class = BoundedPaginator
    most_pages = 50  # behind them the log goes on by the day

    @cached_property
    def language(self) -> str:
        return get_language() or "ar"

    def get_queryset(self) -> CorrectionQuerySet:
        found = public_corrections(self.language)
        self.filterset = CorrectionFilter(self.request.GET, queryset=found)
        return self.filterset.qs if self.filterset.is_valid() else found.none()

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator:
        return super().get_paginator(*args, most_pages=self.most_pages, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        asked = self.request.GET.copy()
        for name in list(asked):
            if name not in CorrectionFilter.base_filters or not asked[name].strip():
                del asked[name]
        page = context["page_obj"]
        if page.paginator.is_cut and not page.has_next():
            older = asked.copy()
            older["until"] = f"{damascus_date(page[-1].issued_at):%d.%m.%Y}"
            context["older"] = older.urlencode()
        in_english = self.object_list.in_language("en").order_by().exists()
        return context | {
            "form": self.filterset.form,
            "filters": asked.urlencode(),
            "has_english": in_english,
            "logged": log_of(context["corrections"], self.language),
        }
