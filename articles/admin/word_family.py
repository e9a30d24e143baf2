"""The word families of search: what editors add to the lists that come with the newsroom."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key
from articles.models import WordFamily

from .titles import Titled


@admin.register(WordFamily)
class WordFamilyAdmin(Titled, admin.ModelAdmin):
    new_title = _("New word family")
    fields = ["words"]
    list_display = ["words"]
    list_per_page = 100
    search_fields = ["words"]  # shows the box; get_search_results() decides
    actions = None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Families are few and stored as written: they are folded here."""
        words = match_key(search_term).split()
        found = [
            pk
            for pk, family in WordFamily.objects.values_list("pk", "words")
            if all(word in match_key(family) for word in words)
        ]
        return queryset.filter(pk__in=found), False
