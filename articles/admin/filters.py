"""The changelists' filters."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin, RelatedFieldListFilter, SimpleListFilter
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article, CapturedPage, ImportBatch, Source

from .fields import read_key
from .labels import PROBLEMS
from .work import STATES, WORK, in_state

_BATCHES = 20  # the latest; older ones are reached from the batch's own page


class StateFilter(SimpleListFilter):
    """Articles in a state, as the clock has it now."""

    title = pgettext_lazy("filter", "state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return STATES

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        return in_state(queryset, self.value()) if self.value() else None


class WorkFilter(SimpleListFilter):
    """Articles that need one kind of work: the numbers of the desk's first page lead here."""

    title = pgettext_lazy("filter", "to be done")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return [(name, work.label) for name, work in WORK.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if not self.value():
            return None
        work = WORK.get(self.value())
        return work.needed_by(queryset) if work else queryset.none()


class WhoseFilter(SimpleListFilter):
    """Drafts, and changes to published articles, by whose they are."""

    title = pgettext_lazy("filter", "whose draft")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return [("mine", _("mine")), ("others", _("someone else's"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if not self.value():
            return None
        mine = Q(draft_by=request.user)
        own = queryset.filter(draft_by__isnull=False)
        return own.filter(mine) if self.value() == "mine" else own.exclude(mine)


class SourceFilter(RelatedFieldListFilter):
    """Articles of a source, of those that have any: each is one look into an index."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: ModelAdmin
    ) -> list[tuple[Any, str]]:
        used = Exists(Article.objects.filter(source=OuterRef("pk")))
        return [(source.pk, str(source)) for source in Source.objects.filter(used)]


class ProblemFilter(SimpleListFilter):
    """Articles with a captured page that has a problem of one kind."""

    title = _("problem")
    parameter_name = "problem"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return [
            ("any", _("any problem")),
            *((code, label) for code, (label, _) in PROBLEMS.items()),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if not (code := self.value()):
            return None
        if code not in {"any", *PROBLEMS}:
            return queryset.none()
        return self.with_problem(queryset, "" if code == "any" else f" {code} ")

    def with_problem(self, queryset: QuerySet, code: str) -> QuerySet:
        # From the few pages with a problem to their articles, not the other way round.
        pages = CapturedPage.objects.filter(problem_codes__gt="", problem_codes__contains=code)
        return queryset.filter(pk__in=pages.values("article"))


class PageProblemFilter(ProblemFilter):
    """Captured pages with a problem of one kind."""

    def with_problem(self, queryset: QuerySet, code: str) -> QuerySet:
        return queryset.filter(problem_codes__gt="", problem_codes__contains=code)


class EnglishFilter(SimpleListFilter):
    title = pgettext_lazy("filter", "English")
    parameter_name = "english"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return [("yes", _("translated")), ("no", _("not translated"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() == "yes":
            return queryset.in_language("en")
        if self.value() == "no":
            return queryset.filter(
                Q(title_en=None) | Q(title_en="") | Q(body_en=None) | Q(body_en="")
            )
        return None


class DuplicateFilter(SimpleListFilter):
    title = pgettext_lazy("filter", "possible duplicates")
    parameter_name = "duplicate"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return [("yes", _("possible duplicates only"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        return queryset.filter(possible_duplicate_of__isnull=False) if self.value() else None


class BatchFilter(SimpleListFilter):
    """Articles that an import batch made or updated."""

    title = pgettext_lazy("filter", "import batch")
    parameter_name = "batch"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        batches = dict(ImportBatch.objects.values_list("pk", "name")[:_BATCHES])
        asked = read_key(request.GET.get(self.parameter_name, ""))
        if asked is not None and asked not in batches:
            batches |= dict(ImportBatch.objects.filter(pk=asked).values_list("pk", "name"))
        return [(str(pk), name) for pk, name in batches.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if not self.value():
            return None
        batch = read_key(self.value())
        return queryset.none() if batch is None else self.of_batch(queryset, batch)

    def of_batch(self, queryset: QuerySet, batch: int) -> QuerySet:
        pages = CapturedPage.objects.filter(article=OuterRef("pk"), batch=batch)
        return queryset.filter(Exists(pages))


class PageBatchFilter(BatchFilter):
    """Captured pages that came with an import batch."""

    def of_batch(self, queryset: QuerySet, batch: int) -> QuerySet:
        return queryset.filter(batch=batch)
