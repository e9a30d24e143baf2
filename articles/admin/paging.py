"""Lists of the desk that may be as long as the archive: how far they are counted, their calendar."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles.models import Article, BoundedPaginator

_MOST_PAGES = 20


class Bounded:
    """For ModelAdmin: a list that is counted as far as it has pages, and no further."""

    show_full_result_count = False

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet, per_page: int, *args: Any, **kwargs: Any
    ) -> Paginator:
        return BoundedPaginator(queryset, per_page, *args, most_pages=_MOST_PAGES, **kwargs)


def count_of(rows: QuerySet, same: str) -> Coalesce:
    """How many rows there are that have ``same`` in common with the outer row.

    Counted for the rows of a page alone; a join would count for all of them.
    """
    counted = rows.order_by().values(same).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def calendar_of(changelist: ChangeList) -> dict[str, Any]:
    """The years, months or days that have articles, whatever else is filtered by.

    What admin/date_hierarchy.html shows. Django's own reads every article of the list for it.
    """
    name = "published_at__"
    asked = {part: changelist.params.get(f"{name}{part}") for part in ("year", "month", "day")}
    year, month, day = (int(value) if value else None for value in asked.values())
    dated = Article.objects.exclude(published_at=None)

    def choice(title: str, **period: int | None) -> dict[str, str]:
        wanted = {f"{name}{part}": number for part, number in period.items()}
        return {"title": capfirst(title), "link": changelist.get_query_string(wanted, [name])}

    if year is None:
        choices = [choice(str(one), year=one) for one in dated.years()]
        return {"show": True, "back": None, "choices": choices}
    if month is None:
        choices = [
            choice(date_format(first, "YEAR_MONTH_FORMAT"), year=year, month=first.month)
            for first, _ in dated.months_of_year(year)
        ]
        return {"show": True, "back": choice(gettext("All dates")), "choices": choices}
    days = dated.days_of_month(year, month)
    if day is None:
        choices = [
            choice(date_format(one, "MONTH_DAY_FORMAT"), year=year, month=month, day=one.day)
            for one in days
        ]
        return {"show": True, "back": choice(str(year), year=year), "choices": choices}
    shown = [
        {"title": capfirst(date_format(one, "MONTH_DAY_FORMAT"))} for one in days if one.day == day
    ]
    back = [
        choice(date_format(one, "YEAR_MONTH_FORMAT"), year=year, month=month) for one in days[:1]
    ]
    return {
        "show": True,
        "back": back[0] if back else choice(str(year), year=year),
        "choices": shown,
    }
