"""What may be asked of the lists: search's own filters, with days and choices as machines write them."""

import re
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.damascus import day_range
from articles.models import (
    Article,
    ArticleQuerySet,
    Correction,
    CorrectionQuerySet,
    Section,
    Source,
)
from articles.search import ArticleFilter, FindingForm

from .answers import Wrong, bad_parameters

MOST = 100  # items on a page
USUAL = 20

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAY_BE_EMPTY = {"q", "topic"}


class IsoDayField(forms.DateField):
    """A Damascus day, ``2018-05-21`` and nothing else: machines need no other way to write it."""

    default_error_messages = {"invalid": _("A day is written like 2018-05-21.")}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        try:
            if _ISO_DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class IsoDayFilter(django_filters.DateFilter):
    field_class = IsoDayField


class WholeNumberFilter(django_filters.Filter):
    field_class = forms.IntegerField


def _one_of(words: tuple[str, ...], otherwise: Promise, method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        method=method,
        choices=[(word, word) for word in words],
        error_messages={"invalid_choice": otherwise},
    )


def _source(**kwargs: Any) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        queryset=Source.objects.all(),
        to_field_name="slug",
        error_messages={"invalid_choice": _("There is no source with this slug.")},
        **kwargs,
    )


class Paged(django_filters.FilterSet):
    """What every list takes: ``limit``, and the ``cursor`` that a page before has given."""

    limit = WholeNumberFilter(
        method="unchanged",
        min_value=1,
        max_value=MOST,
        error_messages={
            name: _("It is a number from 1 to 100.")
            for name in ("invalid", "min_value", "max_value")
        },
    )
    cursor = django_filters.CharFilter(method="unchanged")

    def unchanged(self, found: Any, name: str, value: Any) -> Any:
        """Not a filter of rows: the view reads it."""
        return found

    @property
    def limit_asked(self) -> int:
        return self.form.cleaned_data["limit"] or USUAL


class ArticlesAsked(Paged, ArticleFilter):
    """``q source since until topic sort``, and ``section``, ``corrected`` and ``lang`` beside."""

    source = _source()
    section = django_filters.ModelChoiceFilter(
        queryset=Section.objects.all(),
        to_field_name="slug",
        error_messages={"invalid_choice": _("There is no section with this slug.")},
    )
    since = IsoDayFilter(method="unchanged")
    until = IsoDayFilter(method="unchanged")
    sort = _one_of(("date",), _("It is date, or left out."), "unchanged")
    corrected = _one_of(("true", "false"), _("It is one of: true, false."), "told_wrong")
    lang = _one_of(("ar", "en"), _("It is one of: ar, en."), "unchanged")

    class Meta:
        model = Article
        form = FindingForm
        fields: list[str] = []

    def told_wrong(self, articles: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        """Those of which readers were told that something was wrong, or those of which they were not."""
        notices = Correction.objects.exclude(kind=Correction.Kind.RETRACTION)
        is_corrected = Exists(notices.filter(article=OuterRef("pk")))
        return articles.filter(is_corrected if value == "true" else ~is_corrected)


class CorrectionsAsked(Paged):
    """``kind source since until lang``; the days are those on which they were issued."""

    kind = _one_of(
        tuple(Correction.Kind.values),
        _("It is one of: correction, clarification, retraction."),
        "of_kind",
    )
    source = _source(field_name="article__source")
    since = IsoDayFilter(method="issued_since")
    until = IsoDayFilter(method="issued_until")
    lang = _one_of(("ar", "en"), _("It is one of: ar, en."), "unchanged")

    class Meta:
        model = Correction
        form = FindingForm
        fields: list[str] = []

    def of_kind(self, found: CorrectionQuerySet, name: str, kind: str) -> CorrectionQuerySet:
        return found.filter(kind=kind)

    def issued_since(self, found: CorrectionQuerySet, name: str, day: date) -> CorrectionQuerySet:
        return found.filter(issued_at__gte=day_range(day)[0])

    def issued_until(self, found: CorrectionQuerySet, name: str, day: date) -> CorrectionQuerySet:
        return found.filter(issued_at__lt=day_range(day)[1])


class SourcesAsked(Paged):
    """``kind``: what sort of source it is."""

    kind = _one_of(
        tuple(Source.Kind.values),
        _("It is one of: own-desk, outlet, agency, official, social."),
        "of_kind",
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def of_kind(self, found: Any, name: str, kind: str) -> Any:
        return found.filter(kind=kind)


class LanguageAsked(django_filters.FilterSet):
    """``lang`` alone, of a document that is in one language."""

    lang = _one_of(("ar", "en"), _("It is one of: ar, en."), "unchanged")

    class Meta:
        model = Article
        fields: list[str] = []


def parameters_of(asked: type[django_filters.FilterSet]) -> tuple[str, ...]:
    """The names that may stand in the query of an address."""
    return tuple(asked.base_filters)


def check(asked: django_filters.FilterSet, request: HttpRequest) -> None:
    """Raise the problem that names each parameter that cannot be understood."""
    empty = [
        Wrong(name, [_("It is empty: give it a value, or leave it out.")])
        for name, value in request.GET.items()
        if not value.strip() and name not in _MAY_BE_EMPTY
    ]
    if empty:
        raise bad_parameters(empty)
    if not asked.is_valid():
        raise bad_parameters(
            [
                # Put into words where it is read: once in each language.
                Wrong(name, forms.ValidationError(errors))
                for name, errors in asked.errors.as_data().items()
            ]
        )
