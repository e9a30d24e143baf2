"""The sections of the paper on the desk: kept by the chief editor."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.arabic import slugify
from articles.models import Article, Section

from .fields import LineField, PlainTextField
from .marks import in_english
from .paging import count_of
from .titles import Titled

_AR = {"lang": "ar", "dir": "rtl", "class": "desk-text"}
_EN = {"lang": "en", "dir": "ltr", "class": "desk-text"}


class SectionForm(forms.ModelForm):
    name_ar = LineField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs=_AR))
    name_en = LineField(
        label=_("Name in English"), max_length=60, required=False, widget=forms.TextInput(attrs=_EN)
    )
    position = forms.IntegerField(
        label=_("Order"),
        min_value=0,
        max_value=999,
        initial=0,
        help_text=_("Sections stand in the order of these numbers, the smallest first."),
    )
    description_ar = PlainTextField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs=_AR | {"rows": 2})
    )
    description_en = PlainTextField(
        label=_("Description in English"),
        required=False,
        widget=forms.Textarea(attrs=_EN | {"rows": 2}),
    )
    slug = forms.CharField(
        label=_("Address"),
        max_length=100,
        required=False,
        help_text=_("The last part of the section's page; made from the name when left empty."),
        error_messages={"unique": _("There is a section with this address already.")},
        widget=forms.TextInput(attrs={"dir": "auto", "class": "desk-text"}),
    )

    class Meta:
        model = Section
        fields = ["name_ar", "name_en", "position", "description_ar", "description_en", "slug"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "slug" in self.fields and cleaned.get("name_ar"):
            cleaned["slug"] = slugify(cleaned.get("slug") or cleaned["name_ar"], empty="section")
        return cleaned


@admin.register(Section)
class SectionAdmin(Titled, admin.ModelAdmin):
    new_title = _("New section")
    form = SectionForm
    fields = SectionForm.Meta.fields
    list_display = ["name_ar", "name_en_shown", "position", "articles_shown"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super()
            .get_queryset(request)
            .annotate(
                article_count=count_of(Article.objects.filter(section=OuterRef("pk")), "section")
            )
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> list[str]:
        return ["slug"] if obj else []  # readers have its address

    def has_delete_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        """Only an empty one: its articles are given another first, in the list of articles."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.articles.exists())

    @admin.display(description=_("name in English"), ordering="name_en")
    def name_en_shown(self, section: Section) -> SafeString | str:
        return in_english(section.name_en)

    @admin.display(description=_("articles"), ordering="article_count")
    def articles_shown(self, section: Section) -> SafeString:
        return format_html(
            '<a href="{}?section__id__exact={}">{}</a>',
            reverse("admin:articles_article_changelist"),
            section.pk,
            section.article_count,
        )
