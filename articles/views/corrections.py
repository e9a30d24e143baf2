"""The log of corrections: everything that readers were told was wrong."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from articles.damascus import day_range
from articles.editing.content import load_content
from articles.models import Article, Correction, Revision, Source, State
from articles.models.correction import CorrectionQuerySet
from articles.search.filters import DayFilter, DayInput, FindingForm, SourceSelect


class CorrectionFilter(django_filters.FilterSet):
    """What stands in the address: ``source since until``, days in Damascus."""

    source = django_filters.ModelChoiceFilter(
        field_name="article__source",
        queryset=Source.objects.all(),
        to_field_name="slug",
        label=_("Source"),
        empty_label=_("All"),
        widget=SourceSelect,
    )
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


class Logged(NamedTuple):
    """A correction in the log, with the headline and the address of its article.

    The headline is empty where it may not be told; ``language`` is its own.
    """

    correction: Correction
    headline: str
    language: str
    address: str
    history: str


def readable_corrections(language: str) -> CorrectionQuerySet:
    """What readers may be told in a language, the newest first, with the articles to log it by."""
    found = Correction.objects.public().in_language(language).newest_first()
    if language == "en":
        in_english = Q(article__title_en__gt="", article__body_en__gt="")
        found = found.filter(in_english | Q(kind=Correction.Kind.RETRACTION))
    return found.select_related("article__source").defer(
        "article__body", "article__body_ar", "article__body_en"
    )


def log_corrections(corrections: Iterable[Correction], language: str) -> list[Logged]:
    """Return corrections as the log shows them. One query."""
    corrections = list(corrections)
    withdrawn = [one.revision_id for one in corrections if _is_withdrawn(one.article)]
    contents = dict(Revision.objects.filter(pk__in=withdrawn).values_list("pk", "content"))
    return [_log(correction, contents, language) for correction in corrections]


class CorrectionsView(ListView):
    """Every correction, clarification and retraction that readers may see, the newest first."""

    http_method_names = ["get", "head", "options"]
    template_name = "articles/corrections.html"
    context_object_name = "corrections"
    paginate_by = 20

    @cached_property
    def language(self) -> str:
        return get_language() or "ar"

    def get_queryset(self) -> CorrectionQuerySet:
        found = readable_corrections(self.language)
        self.filterset = CorrectionFilter(self.request.GET, queryset=found)
        return self.filterset.qs if self.filterset.is_valid() else found.none()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        asked = self.request.GET.copy()
        for name in list(asked):
            if name not in CorrectionFilter.base_filters or not asked[name].strip():
                del asked[name]
        in_english = self.object_list.in_language("en").order_by().exists()
        return context | {
            "form": self.filterset.form,
            "filters": asked.urlencode(),
            "has_english": in_english,
            "logged": log_corrections(context["corrections"], self.language),
        }


def _log(correction: Correction, contents: dict[int, str], language: str) -> Logged:
    article = correction.article
    if article.is_public:
        # A retraction stays in the log when the story is back, perhaps in Arabic only.
        language = language if article.title_en and correction.text_en else "ar"
        with translation.override(language):
            address = article.get_absolute_url()
            history = reverse("article_history", args=[article.pk])
        headline = getattr(article, f"title_{language}")
        return Logged(correction, headline, language, address, history)
    address = reverse("article_short", args=[article.pk])
    if correction.revision_id not in contents:
        return Logged(correction, "", language, address, "")
    said = load_content(contents[correction.revision_id])
    language = language if said[f"title_{language}"] else "ar"
    return Logged(correction, said[f"title_{language}"], language, address, "")


def _is_withdrawn(article: Article) -> bool:
    """Whether an article is withdrawn and its headline may stay: the one readers saw last."""
    return article.state == State.WITHDRAWN and not article.is_gone
