"""Articles on the desk. Saving, publishing and withdrawing go through ``editing``."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BooleanField, ExpressionWrapper, F, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.body import sanitize
from articles.editing import can, publish, save_article, withdraw
from articles.exceptions import Refused
from articles.models import Article, CapturedPage, Status
from articles.search import find_ids, remove_documents

from .body import BodyField
from .evidence import show_page
from .fields import (
    YEARS,
    Autocomplete,
    DamascusTimeField,
    LineField,
    LinesField,
    Moment,
    PlainTextField,
)
from .filters import BatchFilter, DuplicateFilter, EnglishFilter, ProblemFilter
from .labels import problem_badge
from .marks import damascus_time, in_english, status_badge
from .related import ProposalInline, RelatedLinkFormSet, RelatedLinkInline
from .titles import Titled

_AR = {"lang": "ar", "dir": "rtl"}
_EN = {"lang": "en", "dir": "ltr"}
_PAGES_SHOWN = 5  # beside the form: the latest captures


def _text(attrs: dict[str, str], css: str = "desk-text") -> forms.TextInput:
    return forms.TextInput(attrs=attrs | {"class": css})


def _lines(attrs: dict[str, str]) -> forms.Textarea:
    return forms.Textarea(attrs=attrs | {"class": "desk-text", "rows": 3})


class ArticleForm(forms.ModelForm):
    title_ar = LineField(label=_("Headline"), max_length=300, widget=_text(_AR, "desk-headline"))
    title_en = LineField(
        label=_("Headline in English"),
        max_length=300,
        required=False,
        empty_value=None,
        widget=_text(_EN, "desk-headline"),
    )
    summary_ar = PlainTextField(label=_("Summary"), required=False, widget=_lines(_AR))
    summary_en = PlainTextField(
        label=_("Summary in English"), required=False, empty_value=None, widget=_lines(_EN)
    )
    body_ar = BodyField(lang="ar", label=_("Body"))
    body_en = BodyField(lang="en", label=_("Body in English"))
    byline_ar = LineField(label=_("Byline"), max_length=200, required=False, widget=_text(_AR))
    byline_en = LineField(
        label=_("Byline in English"),
        max_length=200,
        required=False,
        empty_value=None,
        widget=_text(_EN),
    )
    published_at = DamascusTimeField(
        label=_("Publication time"),
        help_text=_("Leave the hour empty where only the day is known."),
    )
    updated_at = DamascusTimeField(
        label=_("Time of update"),
        help_text=_("Only where the story itself was updated; leave both empty otherwise."),
    )
    tags = LinesField(
        label=_("Tags"), required=False, help_text=_("One a line."), widget=_lines({"dir": "auto"})
    )

    class Meta:
        model = Article
        fields = [
            *("title_ar", "title_en", "summary_ar", "summary_en", "body_ar", "body_en"),
            *("byline_ar", "byline_en", "source", "published_at", "updated_at", "tags", "slug"),
        ]
        # For those who may only read; modeltranslation would say «العنوان [ar]».
        labels = {
            "title_ar": _("Headline"),
            "title_en": _("Headline in English"),
            "summary_ar": _("Summary"),
            "summary_en": _("Summary in English"),
            "byline_ar": _("Byline"),
            "byline_en": _("Byline in English"),
        }
        widgets = {"slug": forms.TextInput(attrs={"dir": "auto", "class": "desk-text"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("published_at", "updated_at"):
            if instant := getattr(self.instance, name):
                precision = getattr(self.instance, name.replace("_at", "_precision"))
                self.initial[name] = Moment(instant, precision)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("published_at", "updated_at"):
            if name in cleaned:
                # What was not touched goes back as it was stored: seconds are not shown.
                moment = cleaned[name] if name in self.changed_data else self.initial.get(name)
                cleaned[name] = moment.instant if moment else None
                if moment:
                    setattr(self.instance, name.replace("_at", "_precision"), moment.precision)
        if not self.errors:
            self._check_order(cleaned)
        if self.instance.status == Status.PUBLISHED:
            self._check_whole(cleaned)
        return cleaned

    def _check_order(self, cleaned: dict[str, Any]) -> None:
        published, updated = cleaned.get("published_at"), cleaned.get("updated_at")
        if published and updated and updated < published:
            self.add_error("updated_at", _("The update cannot be earlier than the publication."))

    def _check_whole(self, cleaned: dict[str, Any]) -> None:
        """Readers see this one: what it needs cannot be taken out of it."""
        for name in ("body_ar", "published_at"):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(
                    name,
                    ValidationError(
                        _("A published article cannot be without this. Withdraw it first."),
                        code="published",
                    ),
                )


class ArticleChangeList(ChangeList):
    def get_filters(self, request: HttpRequest) -> Any:
        """Days of other times lead back to the whole list: the calendar has no room for them."""
        asked = request.GET.get("published_at__year", "2018")
        if not (asked.isdecimal() and int(asked) in YEARS):
            raise IncorrectLookupParameters
        return super().get_filters(request)

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet:
        """Without the bodies, and with what the columns print: the same few queries for any page."""
        pages = CapturedPage.objects.only("article_id", "problem_codes")
        english = ExpressionWrapper(Q(title_en__gt="", body_en__gt=""), BooleanField())
        return (
            super()
            .get_queryset(request, *args, **kwargs)
            .for_lists()
            .annotate(english=english)
            .prefetch_related(Prefetch("captured_pages", queryset=pages))
        )


@admin.register(Article)
class ArticleAdmin(Titled, admin.ModelAdmin):
    new_title = _("New article")
    form = ArticleForm
    inlines = [RelatedLinkInline, ProposalInline]
    autocomplete_fields = ["source"]
    change_form_template = "admin/articles/article/change_form.html"
    fieldsets = [
        (
            None,
            {
                "classes": ["desk-story"],
                "fields": [
                    ("title_ar", "title_en"),
                    ("summary_ar", "summary_en"),
                    ("body_ar", "body_en"),
                    ("byline_ar", "byline_en"),
                ],
            },
        ),
        (
            _("Publication"),
            {"fields": ["published_at", "updated_at", "source", "tags", "slug"]},
        ),
    ]

    list_display = [
        "headline",
        "status_shown",
        "source",
        "published_shown",
        "updated_shown",
        "problems",
        "english",
    ]
    list_filter = [
        "status",
        ("source", admin.RelatedOnlyFieldListFilter),
        ProblemFilter,
        DuplicateFilter,
        EnglishFilter,
        BatchFilter,
    ]
    list_per_page = 50
    date_hierarchy = "published_at"
    # What has no time yet is what someone is writing.
    ordering = [F("published_at").desc(nulls_first=True), "-pk"]
    search_fields = ["title_ar"]  # shows the box; get_search_results() decides
    search_help_text = _("Words of the headline, the summary or the text, however they are spelled")
    show_full_result_count = False
    actions = None

    # --- the changelist --------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        found = queryset.for_lists()
        if search_term.strip():
            found = found.filter(pk__in=find_ids(search_term))
        return found, False

    @admin.display(description=_("headline"), ordering="title_ar")
    def headline(self, article: Article) -> str:
        return article.title_ar or gettext("(no headline)")

    @admin.display(description=_("status"), ordering="status")
    def status_shown(self, article: Article) -> SafeString:
        return status_badge(article)

    @admin.display(description=_("published (Damascus)"), ordering="published_at")
    def published_shown(self, article: Article) -> SafeString | str:
        return damascus_time(article.published_at, article.published_precision)

    @admin.display(description=_("updated (Damascus)"), ordering="updated_at")
    def updated_shown(self, article: Article) -> SafeString | str:
        return damascus_time(article.updated_at, article.updated_precision)

    @admin.display(description=_("problems"), empty_value="")
    def problems(self, article: Article) -> SafeString:
        codes = dict.fromkeys(
            code for page in article.captured_pages.all() for code in page.problem_codes.split()
        )
        if article.possible_duplicate_of_id:
            codes["possible-duplicate"] = None
        return format_html_join(" ", "{}", ((problem_badge(code),) for code in codes))

    @admin.display(description=_("English"))
    def english(self, article: Article) -> str:
        return gettext("translated") if article.english else "—"

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        remove_documents([obj.pk])
        super().delete_model(request, obj)

    # --- who may ---------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or can(request.user, "edit", obj))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only a draft that was written here: everything else is evidence, or has had readers."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return (
            obj.status == Status.DRAFT
            and obj.capture_key is None
            and not obj.captured_pages.exists()
        )

    # --- the form --------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """For those who may only read: the body as readers see it, times as Damascus clocks show them."""
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return [
            (
                None,
                {
                    "classes": ["desk-story"],
                    "fields": [
                        ("title_ar", "title_en_shown"),
                        ("summary_ar", "summary_en_shown"),
                        ("body_ar_shown", "body_en_shown"),
                        ("byline_ar", "byline_en_shown"),
                    ],
                },
            ),
            (
                _("Publication"),
                {"fields": ["published_shown", "updated_shown", "source", "tags_shown"]},
            ),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return ()
        return (
            *("title_en_shown", "summary_en_shown", "body_ar_shown", "body_en_shown"),
            *("byline_en_shown", "published_shown", "updated_shown", "tags_shown"),
        )

    def get_inlines(self, request: HttpRequest, obj: Article | None) -> list[Any]:
        if obj is not None and obj.proposals.exists():
            return self.inlines
        return [RelatedLinkInline]

    @admin.display(description=_("Body"))
    def body_ar_shown(self, article: Article) -> SafeString:
        return _body(article.body_ar, "ar", "rtl")

    @admin.display(description=_("Body in English"))
    def body_en_shown(self, article: Article) -> SafeString:
        return _body(article.body_en, "en", "ltr")

    @admin.display(description=_("Headline in English"))
    def title_en_shown(self, article: Article) -> SafeString | str:
        return in_english(article.title_en)

    @admin.display(description=_("Summary in English"))
    def summary_en_shown(self, article: Article) -> SafeString | str:
        return in_english(article.summary_en)

    @admin.display(description=_("Byline in English"))
    def byline_en_shown(self, article: Article) -> SafeString | str:
        return in_english(article.byline_en)

    @admin.display(description=_("Tags"))
    def tags_shown(self, article: Article) -> str:
        return gettext(", ").join(article.tags) or "—"

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "source":
            kwargs["widget"] = Autocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if source := form.base_fields.get("source"):
            # Other articles have the same source: it is changed on its own page.
            source.widget.can_change_related = source.widget.can_delete_related = False
        return form

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        return obj.get_absolute_url() if obj and obj.is_public else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = kwargs.get("obj")
        may_save = (
            self.has_change_permission(request, article)
            if article
            else self.has_add_permission(request)
        )
        context |= {
            "show_save_and_add_another": False,
            "show_publish": may_save
            and can(request.user, "publish", article or Article())
            and (article is None or article.status != Status.PUBLISHED),
            "show_withdraw": article is not None
            and article.status == Status.PUBLISHED
            and can(request.user, "withdraw", article),
        }
        if article:
            captured = article.captured_pages.select_related("batch").order_by("kind", "-pk")
            context |= {
                "article": article,
                "status_badge": status_badge(article),
                "published_time": damascus_time(article.published_at, article.published_precision),
                "missing": article.missing if article.status == Status.DRAFT else [],
                "captured_pages": [show_page(page) for page in captured[:_PAGES_SHOWN]],
            }
        nonce = getattr(request, "csp_nonce", None)
        if nonce is not None and hasattr(context["media"], "with_nonce"):
            context["media"] = context["media"].with_nonce(str(nonce))
        return super().render_change_form(request, context, *args, **kwargs)

    # --- saving ----------------------------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:  # what may be edited changed while the form was open
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(
        self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool
    ) -> None:
        if not change or form.changed_data:
            save_article(obj, by=request.user)

    def save_related(
        self, request: HttpRequest, form: ArticleForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if change and not form.changed_data and any(formset.has_changed() for formset in formsets):
            save_article(form.instance, by=request.user)

    def save_formset(
        self, request: HttpRequest, form: ArticleForm, formset: Any, change: bool
    ) -> None:
        if isinstance(formset, RelatedLinkFormSet):
            formset.save(commit=False)
            formset.save_links()
        else:
            super().save_formset(request, form, formset, change)

    # --- changes of state ------------------------------------------------------------------------

    def response_add(self, request: HttpRequest, obj: Article, *args: Any, **kwargs: Any) -> Any:
        if "_publish" in request.POST:
            return self._publish(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if "_publish" in request.POST:
            return self._publish(request, obj)
        return super().response_change(request, obj)

    def _publish(self, request: HttpRequest, article: Article) -> HttpResponse:
        """What was written is saved by now; a refusal keeps it, and says why."""
        try:
            publish(article, by=request.user)
        except Refused as refusal:
            self.message_user(
                request, gettext("Saved, but not published.") + " " + str(refusal), messages.ERROR
            )
        else:
            article = Article.objects.get(pk=article.pk)
            self.log_change(request, article, gettext("Published."))
            if article.is_public:
                self.message_user(
                    request, _("Published: readers can see it now."), messages.SUCCESS
                )
            else:
                self.message_user(
                    request,
                    format_html(
                        gettext("Scheduled: readers will see it from {} Damascus time."),
                        damascus_time(article.published_at, article.published_precision),
                    ),
                    messages.SUCCESS,
                )
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def get_urls(self) -> list[URLPattern]:
        withdraw_view = self.admin_site.admin_view(require_POST(self.withdraw_view))
        return [
            path("<int:pk>/withdraw/", withdraw_view, name="articles_article_withdraw"),
            *super().get_urls(),
        ]

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.get_object(request, str(pk))
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        try:
            withdraw(article, by=request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.log_change(request, article, gettext("Withdrawn."))
            self.message_user(request, _("Withdrawn: readers no longer see it."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _body(html: str | None, lang: str, direction: str) -> SafeString:
    return format_html(
        '<div class="desk-body" lang="{}" dir="{}">{}</div>',
        lang,
        direction,
        mark_safe(sanitize(html or "")),  # noqa: S308  the policy is what makes it safe
    )
