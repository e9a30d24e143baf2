from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView

from articles.editing import fill_front, front_slots, log_of, public_corrections
from articles.models import Article, ArticleQuerySet, Citation, Section, Source

from .listing import with_opening


class Block(NamedTuple):
    """A section on the front page, with its newest articles that do not stand above."""

    section: Section
    articles: list[Article]


class FrontView(TemplateView):
    """The front page: what the chief editor placed and what is new, then the sections.

    Ten queries at most, however much there is.
    """

    http_method_names = ["get", "head", "options"]
    template_name = "articles/front.html"
    latest = 7  # headlines beside the places
    of_section = 3  # a row of the page's grid
    sources = 6
    cited_since = timedelta(days=30)
    citing = 1000  # of the newest articles, those whose citations are counted
    corrections = 3

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.language = get_language() or "ar"
        self.now = timezone.now()
        readable = Article.objects.published(at=self.now).in_language(self.language)
        front = fill_front(
            with_opening(readable.for_lists(), self.language),
            front_slots(at=self.now),
            latest=self.latest,
        )
        lead, *prominent = [place.article for place in front.places] or [None]
        shown = [article.pk for article in (lead, *prominent, *front.latest) if article]
        cited, is_recent = self._cited(readable)
        corrections = public_corrections(self.language)[: self.corrections]
        return super().get_context_data(
            lead=lead,
            prominent=prominent,
            latest=front.latest,
            blocks=self._blocks(readable, shown),
            cited=cited,
            cited_is_recent=is_recent,
            logged=log_of(corrections, self.language),
            **kwargs,
        )

    def _blocks(self, readable: ArticleQuerySet, shown: list[int]) -> list[Block]:
        """The sections that have anything else, each with some looks into its index. Two queries."""
        rest = readable.filter(section=OuterRef("pk")).exclude(pk__in=shown).latest_first()
        nth = {f"n{n}": Subquery(rest.values("pk")[n : n + 1]) for n in range(self.of_section)}
        sections = list(Section.objects.annotate(**nth))
        ids = {one.pk: [pk for name in nth if (pk := getattr(one, name))] for one in sections}
        articles = readable.for_lists().in_bulk([pk for some in ids.values() for pk in some])
        return [
            Block(section, [articles[pk] for pk in ids[section.pk] if pk in articles])
            for section in sections
            if ids[section.pk]
        ]

    def _cited(self, readable: ArticleQuerySet) -> tuple[list[Source], bool]:
        """The sources that the newest articles lean on most; whether these are of late."""
        newest = readable.latest_first().values("pk")
        since = self.now - self.cited_since
        if recent := list(self._most_cited(newest.filter(published_at__gte=since))):
            return recent, True
        return list(self._most_cited(newest)), False

    def _most_cited(self, articles: ArticleQuerySet) -> QuerySet:
        """The sources that the first articles of a list cite most; it may be long, so not all of it."""
        articles, confirmed = articles[: self.citing], Citation.State.CONFIRMED
        return (
            Source.objects.filter(citations__state=confirmed, citations__article__in=articles)
            .annotate(cited_count=Count("citations"))
            .order_by("-cited_count", "name_ar", "pk")[: self.sources]
        )
