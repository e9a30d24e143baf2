"""Pages of a list that may be as long as the archive."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property


class BoundedPaginator(Paginator):
    """Pages of a queryset, none of which costs more because the list is longer.

    Rows are counted as far as ``most_pages`` and no further: ``is_cut`` says that there are more,
    which have no numbers; of such a list a number beyond the last is answered with the last.
    """

    def __init__(self, *args: Any, most_pages: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most = most_pages * self.per_page

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: self._most + 1].count()

    @property
    def count(self) -> int:
        return min(self._counted, self._most)

    @property
    def is_cut(self) -> bool:
        return self._counted > self._most

    def validate_number(self, number: Any) -> int:
        if self.is_cut and str(number).isdecimal():
            number = min(int(number), self.num_pages)
        return super().validate_number(number)

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        # Rows before and beside the page are passed by in an index, and sorted without their texts.
        ids = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        rows = self.object_list.order_by().in_bulk(ids)
        return self._get_page([rows[pk] for pk in ids if pk in rows], number, self)
