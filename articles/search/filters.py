"""The archive's form: words, source, Damascus dates."""

from datetime import date

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from articles.damascus import day_range
from articles.models import Article, ArticleQuerySet, Source

MAX_WORDS_LENGTH = 200  # characters


class ArticleFilter(django_filters.FilterSet):
    """Narrow a queryset of articles by what stands in the address: ``q source since until``."""

    q = django_filters.CharFilter(
        method="matching",
        label=_("Words"),
        max_length=MAX_WORDS_LENGTH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    source = django_filters.ModelChoiceFilter(
        queryset=Source.objects.all(), to_field_name="slug", label=_("Source"), empty_label=_("All")
    )
    since = django_filters.DateFilter(
        method="from_day",
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = django_filters.DateFilter(
        method="to_day",
        label=_("To"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Article
        fields: list[str] = []

    def matching(self, articles: ArticleQuerySet, name: str, words: str) -> ArticleQuerySet:
        return articles.matching(words)

    def from_day(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        return articles.filter(published_at__gte=day_range(day)[0])

    def to_day(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        return articles.filter(published_at__lt=day_range(day)[1])
