"""The archive's form: words, source, Damascus dates."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.damascus import day_range
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
    """The browser's own field for a day, which shows nothing that is not written ``2018-05-21``.

    A day written otherwise (``21.05.2018``, as the form takes it) is rewritten.
    """

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        try:
            day = forms.DateField(required=False).clean(value)
        except forms.ValidationError:
            return None
        return day and day.isoformat()


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
    since = django_filters.DateFilter(
        method="from_day",
        label=_("From"),
        widget=DayInput,
    )
    until = django_filters.DateFilter(
        method="to_day",
        label=_("To"),
        widget=DayInput,
    )

    class Meta:
        model = Article
        form = ArchiveForm
        fields: list[str] = []

    def matching(self, articles: ArticleQuerySet, name: str, words: str) -> ArticleQuerySet:
        return articles.matching(words)

    def from_day(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        return articles.filter(published_at__gte=day_range(day)[0])

    def to_day(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        return articles.filter(published_at__lt=day_range(day)[1])
