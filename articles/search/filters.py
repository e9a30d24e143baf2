"""The one form of search and archive: words, source, Damascus dates, topic, order."""

from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from articles.damascus import read_time
from articles.models import Article, ArticleQuerySet, Source

from .engine import Wanted, source_names, sources_named
from .query import parse_query
from .sources import sources_of

TYPED_LENGTH = 200  # characters that the box takes; an address may hold any number


class FindingForm(forms.Form):
    """The form that finds articles; its errors are shown with it, in the page's language."""

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


class ListedSources(ModelChoiceIterator):
    def __init__(self, field: "SourceField") -> None:
        super().__init__(field)
        self.queryset = field.listed()


class SourceField(ModelChoiceField):
    """Offers the sources that are ``listed``; an address may name another, of which nothing is found."""

    iterator = ListedSources

    def __init__(self, *args: Any, listed: Callable[[], QuerySet[Source]], **kwargs: Any) -> None:
        self.listed = listed
        super().__init__(*args, **kwargs)


class SourceFilter(django_filters.ModelChoiceFilter):
    """A source by its slug. ``listed`` is asked for those that can be chosen, when a form is made."""

    field_class = SourceField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Source.objects.all(),
            to_field_name="slug",
            label=_("Source"),
            empty_label=_("All"),
            widget=SourceSelect,
            **kwargs,
        )


class WordsField(forms.CharField):
    """Anything that can be typed; what cannot be read by search is left out, not refused."""

    default_validators = []

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\0", "")


class WordsFilter(django_filters.CharFilter):
    field_class = WordsField


class ArticleFilter(django_filters.FilterSet):
    """What stands in the address: ``q source since until topic sort``.

    ``wanted`` is all of it as ``search`` is asked; ``without_words`` is what it lists where neither
    words nor a topic ask for a search.
    """

    q = WordsFilter(
        method="unchanged",
        label=_("Words"),
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "maxlength": TYPED_LENGTH,
                "autocomplete": "off",
            }
        ),
    )
    source = SourceFilter(
        listed=lambda: sources_of(Article.objects.published().in_language(get_language() or "ar"))
    )
    since = DayFilter(method="unchanged", label=_("From"), widget=DayInput)
    until = DayFilter(method="unchanged", label=_("To"), widget=DayInput)
    sort = django_filters.ChoiceFilter(
        method="unchanged",
        label=_("Order"),
        choices=[("date", _("Newest first"))],
        empty_label=_("Best match first"),
    )
    topic = WordsFilter(method="unchanged", widget=forms.HiddenInput)

    class Meta:
        model = Article
        form = FindingForm
        fields: list[str] = []

    def unchanged(self, articles: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        """Left to ``wanted``: what is typed among the words counts together with the fields."""
        return articles

    def wanted(self, language: str) -> Wanted:
        """What a valid form asks of ``search``; what is typed among the words counts too."""
        asked = self.form.cleaned_data
        query = parse_query(asked["q"], source_names)
        return Wanted(
            query,
            language,
            asked["source"],
            asked["topic"],
            max(filter(None, (asked["since"], query.since)), default=None),
            min(filter(None, (asked["until"], query.until)), default=None),
            "date" if asked["sort"] else "relevance",
        )

    def without_words(self, wanted: Wanted) -> ArticleQuerySet:
        """The articles of the source and the days wanted; none where what is typed names neither."""
        if wanted.query.written and not wanted.query.narrows:
            return self.queryset.none()
        articles = self.qs.within_days(wanted.since, wanted.until)
        if wanted.query.sources:
            return articles.filter(source__in=sources_named(wanted.query.sources))
        return articles
