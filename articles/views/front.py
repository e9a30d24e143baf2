from typing import Any

from django.db.models.functions import Substr
from django.utils.translation import get_language

from articles.models import ArticleQuerySet

from .listing import ArticleListView


class FrontView(ArticleListView):
    """The front page: the latest articles by publication time; the first is the lead."""

    template_name = "articles/front.html"
    paginate_by = None
    shown = 25
    prominent = 6  # articles under the lead that are shown with their opening words
    beside = 7  # the latest after those, as headlines beside them
    opening_length = 1500  # characters of a body's HTML, enough for its first paragraph

    def get_queryset(self) -> ArticleQuerySet:
        body = f"body_{get_language() or 'ar'}"
        return super().get_queryset().annotate(opening=Substr(body, 1, self.opening_length))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        articles = list(self.object_list[: self.shown])
        return super().get_context_data(
            articles=articles,
            lead=articles[0] if articles else None,
            prominent=articles[1 : 1 + self.prominent],
            latest=articles[1 + self.prominent :][: self.beside],
            earlier=articles[1 + self.prominent + self.beside :],
            **kwargs,
        )
