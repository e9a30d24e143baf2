"""Sources on the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key, slugify
from articles.models import Article, Citation, Source

from .fields import LineField, LinesField
from .marks import in_english
from .paging import Bounded, count_of
from .titles import Titled

# Those who may only read read these instead of the fields.
_SHOWN = {"name_en": "english_shown", "homepage": "homepage_shown", "aliases": "aliases_shown"}


class SourceForm(forms.ModelForm):
    name_ar = LineField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"lang": "ar", "dir": "rtl", "class": "desk-text"}),
    )
    name_en = LineField(
        label=_("Name in English"),
        max_length=200,
        required=False,
        empty_value=None,
        widget=forms.TextInput(attrs={"lang": "en", "dir": "ltr", "class": "desk-text"}),
    )
    slug = forms.CharField(
        label=_("Address"),
        max_length=100,
        required=False,
        help_text=_(
            "The last part of the source's page; made from the name when left empty. It stays as "
            "it is: captured pages are known again by it."
        ),
        error_messages={"unique": _("There is a source with this address already.")},
        widget=forms.TextInput(attrs={"dir": "auto", "class": "desk-text"}),
    )
    homepage = forms.URLField(
        label=_("Homepage"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(
            attrs={"dir": "ltr", "class": "desk-text", "placeholder": "https://"}
        ),
    )
    aliases = LinesField(
        label=_("Other spellings"),
        required=False,
        help_text=_("Other names by which pages call this source, one a line."),
        widget=forms.Textarea(attrs={"dir": "auto", "class": "desk-text", "rows": 4}),
    )

    class Meta:
        model = Source
        fields = ["name_ar", "name_en", "kind", "homepage", "aliases", "slug"]
        # For those who may only read; modeltranslation would say «الاسم [ar]».
        labels = {"name_ar": _("Name"), "name_en": _("Name in English")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "slug" in self.fields and cleaned.get("name_ar"):
            cleaned["slug"] = slugify(cleaned.get("slug") or cleaned["name_ar"], empty="source")
        return cleaned


@admin.register(Source)
class SourceAdmin(Titled, Bounded, admin.ModelAdmin):
    new_title = _("New source")
    form = SourceForm
    fields = ["name_ar", "name_en", "kind", "homepage", "aliases", "slug"]
    list_display = ["name_ar_shown", "name_en_shown", "kind", "articles_shown", "cited_shown"]
    list_filter = ["kind"]
    list_per_page = 50
    search_fields = ["name_ar"]  # shows the box; get_search_results() decides
    search_help_text = _("Words of a name, however they are spelled")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        articles = Article.objects.filter(source=OuterRef("pk"))
        confirmed = Citation.objects.filter(source=OuterRef("pk"), state=Citation.State.CONFIRMED)
        return (
            super()
            .get_queryset(request)
            .annotate(
                article_count=count_of(articles, "source"),
                cited_count=count_of(confirmed, "source"),
            )
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Names are few and stored as written: they are folded here."""
        words = match_key(search_term).split()
        if not words:
            return queryset, False
        found = [
            source.pk
            for source in Source.objects.only("name_ar", "name_en", "aliases")
            if any(all(word in key for word in words) for key in source.match_keys)
        ]
        return queryset.filter(pk__in=found), False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A source in use is not deleted; its articles are counted, not listed one by one."""
        used = [source for source in objs if source.articles.exists()]
        if used:
            return [], {}, set(), [source.articles.count() for source in used]
        return super().get_deleted_objects(objs, request)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        source = kwargs.get("obj")
        if source and source.articles.exists():
            context["show_delete"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:
        if obj is None or self.has_change_permission(request, obj):
            return self.fields
        return [_SHOWN.get(name, name) for name in self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:
        return ["slug", *_SHOWN.values()] if obj else []

    @admin.display(description=_("Name in English"))
    def english_shown(self, source: Source) -> SafeString | str:
        return in_english(source.name_en)

    @admin.display(description=_("Homepage"))
    def homepage_shown(self, source: Source) -> SafeString | str:
        if not source.homepage:
            return "—"
        return format_html('<a href="{0}"><bdi dir="ltr">{0}</bdi></a>', source.homepage)

    @admin.display(description=_("Other spellings"))
    def aliases_shown(self, source: Source) -> str:
        return gettext(", ").join(source.aliases) or "—"

    @admin.display(description=_("name"), ordering="name_ar")
    def name_ar_shown(self, source: Source) -> str:
        return source.name_ar

    @admin.display(description=_("name in English"), ordering="name_en")
    def name_en_shown(self, source: Source) -> SafeString | str:
        return format_html('<bdi lang="en">{}</bdi>', source.name_en) if source.name_en else "—"

    @admin.display(description=_("articles"), ordering="article_count")
    def articles_shown(self, source: Source) -> SafeString:
        return format_html(
            '<a href="{}?source__id__exact={}">{}</a>',
            reverse("admin:articles_article_changelist"),
            source.pk,
            source.article_count,
        )

    @admin.display(description=_("cited in"), ordering="cited_count")
    def cited_shown(self, source: Source) -> SafeString | int:
        """Where readers see it cited: on the source's own page."""
        if not source.cited_count:
            return 0
        return format_html(
            '<a href="{}#cited">{}</a>', source.get_absolute_url(), source.cited_count
        )
