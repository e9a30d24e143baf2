from typing import Any, NamedTuple

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from articles.damascus import damascus_date
from articles.editing import public_corrections
from articles.models import Article, ArticleQuerySet, BoundedPaginator, Citation, Source

from .listing import NarrowListView


class Record(NamedTuple):
    """What is known of a source here: the Damascus years of its first and last article, notices."""

    first: int | None
    last: int | None
    corrections: int


class SourceView(NarrowListView):
    """What one source has published here, and the stories of others that lean on it.

    Each list has its own page number: ``?page=2&cited=3``.
    """

    most_citing_pages = 50
    template_name = "articles/source_detail.html"

    def get_queryset(self) -> ArticleQuerySet:
        self.source = get_object_or_404(Source, slug=self.kwargs["slug"])
        return super().get_queryset().filter(source=self.source)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(source=self.source, **kwargs)
        citing = BoundedPaginator(
            self._citing(get_language() or "ar"),
            self.paginate_by,
            most_pages=self.most_citing_pages,
        )
        cited = citing.get_page(self.request.GET.get("cited"))
        context |= {
            "record": self._record(),
            "cited": cited,
            "has_english": context["has_english"] or self._citing("en").exists(),
        }
        if cited.number > 1:
            context["filters"] = "&".join(
                filter(None, [context.get("filters"), f"cited={cited.number}"])
            )
        return context

    def _record(self) -> Record:
        times = self.object_list.values_list("published_at", flat=True)
        first, last = times.last(), times.first()
        notices = public_corrections(get_language() or "ar").filter(article__source=self.source)
        return Record(
            damascus_date(first).year if first else None,
            damascus_date(last).year if last else None,
            notices.order_by().count(),
        )

    def _citing(self, language: str) -> ArticleQuerySet:
        """The public articles that are known to cite the source, told by an editor."""
        # Joined: SQLite begins at the source's citations, and not at all that is published.
        articles = Article.objects.published().in_language(language)
        articles = articles.filter(
            citations__source=self.source, citations__state=Citation.State.CONFIRMED
        )
        return articles.for_lists().latest_first()
