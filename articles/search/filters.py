"""The archive's form: words, source, Damascus dates."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.damascus import day_range, read_time
from articles.models import Article, ArticleQuerySet, Source

MAX_WORDS_LENGTH = 200  # characters


class ArchiveForm(forms.Form):
    """The form on the archive's page; its errors are shown there, in the page's language."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first."))
        return cleaned


class DayInput(forms.DateInput):
    """A day as text, ``21.05.2018``.

    The browser's own field shows days as the browser's language does, month first in some.
    """

    def __init__(self) -> None:
        attributes = {"placeholder": "21.05.2018", "autocomplete": "off"}
        super().__init__(attrs=attributes, format="%d.%m.%Y")

    def format_value(self, value: Any) -> str | None:
        """Write a day that was understood in one way; leave one that was not as it was typed."""
        try:
            return super().format_value(DayField(required=False).clean(value))
        except forms.ValidationError:
            return str(value)


class DayField(forms.DateField):
    """A day as people write it: 21.05.2018, 21/5/2018, 2018-05-21, «21 أيار 2018», in any digits."""

    def to_python(self, value: Any) -> date | None:
        printed = read_time(value) if isinstance(value, str) and len(value) < 50 else None
        if printed and printed.day and printed.is_whole_line and printed.clock is None:
            return printed.day
        return super().to_python(value)


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class SourceSelect(forms.Select):
    """Each name in its own language: on English pages a source may have an Arabic name only."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        source = getattr(value, "instance", None)
        if get_language() == "en" and source is not None and not source.name_en:
            option["attrs"] |= {"lang": "ar", "dir": "rtl"}
        return option


class ArticleFilter(django_filters.FilterSet):
    """Narrow a queryset of articles by what stands in the address: ``q source since until``."""

    q = django_filters.CharFilter(
        method="matching",
        label=_("Words"),
        max_length=MAX_WORDS_LENGTH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    source = django_filters.ModelChoiceFilter(
        queryset=Source.objects.all(),
        to_field_name="slug",
        label=_("Source"),
        empty_label=_("All"),
        widget=SourceSelect,
    )
    since = DayFilter(
        method="from_day",
        label=_("From"),
        widget=DayInput,
    )
    until = DayFilter(
        method="to_day",
        label=_("To"),
        widget=DayInput,
    )

    class Meta:
        model = Article
        form = ArchiveForm
        fields: list[str] = []

    def matching(self, articles: ArticleQuerySet, name: str, words: str) -> ArticleQuerySet:
        return articles

    def from_day(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        return articles.filter(published_at__gte=day_range(day)[0])

    def to_day(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        return articles.filter(published_at__lt=day_range(day)[1])
