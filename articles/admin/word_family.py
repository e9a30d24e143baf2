"""The word families of search: what editors add to the lists that come with the newsroom."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import WordFamily

from .titles import Titled


@admin.register(WordFamily)
class WordFamilyAdmin(Titled, admin.ModelAdmin):
    new_title = _("New word family")
    fields = ["words"]
    list_display = ["words"]
    list_per_page = 100
    search_fields = ["words"]
    actions = None
