"""The archive: all of it with a form, and by Damascus years, months and days."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.core.exceptions import DisallowedRedirect
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from articles.damascus import damascus_date, day_range, month_range, year_range
from articles.models import Article, ArticleQuerySet
from articles.search import ArticleFilter

from .listing import ArticleListView, NarrowListView


class ArchiveView(ArticleListView):
    """Every public article, newest first, with the form that finds them and the years there are."""

    template_name = "articles/archive.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The form stood on this page alone once; its addresses are shared and bookmarked.
        if any(request.GET.get(name) for name in ArticleFilter.base_filters):
            with suppress(DisallowedRedirect):  # longer than any address that was shared
                return HttpResponsePermanentRedirect(
                    f"{reverse('search')}?{request.GET.urlencode()}"
                )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=ArticleFilter().form, years=self.get_queryset().years(), **kwargs
        )


class PeriodView(NarrowListView):
    """The articles of one Damascus period, and the nearest periods before and after with any."""

    template_name = "articles/archive_period.html"
    granularity: str
    range_of: Callable[[date], tuple[datetime, datetime]]

    @cached_property
    def first_day(self) -> date:
        try:
            return date(*(self.kwargs.get(part, 1) for part in ("year", "month", "day")))
        except ValueError:
            raise Http404 from None

    @cached_property
    def begins_and_ends(self) -> tuple[datetime, datetime]:
        return type(self).range_of(self.first_day)

    def get_queryset(self) -> ArticleQuerySet:
        self.readable = super().get_queryset()
        begins, ends = self.begins_and_ends
        return self.readable.filter(published_at__gte=begins, published_at__lt=ends)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        begins, ends = self.begins_and_ends
        previous = self.readable.filter(published_at__lt=begins).first()
        following = self.readable.filter(published_at__gte=ends).reverse().first()
        return super().get_context_data(
            granularity=self.granularity,
            first_day=self.first_day,
            previous=self._period_of(previous),
            next=self._period_of(following),
            **kwargs,
        )

    def _period_of(self, article: Article | None) -> dict[str, Any] | None:
        """The period that an article is in: its day and its address."""
        if article is None:
            return None
        day = damascus_date(article.published_at)
        parts = {"year": 1, "month": 2, "day": 3}[self.granularity]
        address = reverse(
            f"archive_{self.granularity}", args=[day.year, day.month, day.day][:parts]
        )
        return {"day": day, "url": address}


class YearView(PeriodView):
    granularity = "year"
    range_of = staticmethod(lambda day: year_range(day.year))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        months = self.readable.months_of_year(self.first_day.year)
        return super().get_context_data(months=months, **kwargs)


class MonthView(PeriodView):
    granularity = "month"
    range_of = staticmethod(lambda day: month_range(day.year, day.month))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = self.readable.days_of_month(self.first_day.year, self.first_day.month)
        return super().get_context_data(days=days, **kwargs)


class DayView(PeriodView):
    granularity = "day"
    range_of = staticmethod(day_range)
