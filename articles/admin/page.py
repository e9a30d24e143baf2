"""The newsroom's pages about itself: the chief editor writes them, everybody at the desk reads them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.body import text_of
from articles.damascus import damascus_date, day_range
from articles.editing import delete_page, save_page, written_since
from articles.models import Page, Precision
from articles.search import DayField, DayInput

from .body import BodyField
from .fields import LineField
from .labels import FIELDS
from .marks import damascus_time
from .titles import Titled

_REVIEWED_EVERY = timedelta(days=365)


def review_due() -> QuerySet:
    """The pages that nobody has read over for a year."""
    return Page.objects.filter(reviewed_on__lt=damascus_date(timezone.now()) - _REVIEWED_EVERY)


class ReviewFilter(SimpleListFilter):
    title = pgettext_lazy("filter", "last reviewed")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return [("due", _("more than a year ago"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        return queryset.filter(pk__in=review_due().values("pk")) if self.value() else None


class PageForm(forms.ModelForm):
    """A title and a body in Arabic; both in English, or neither."""

    title_ar = LineField(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput(attrs={"lang": "ar", "dir": "rtl", "class": "desk-text"}),
    )
    title_en = LineField(
        label=_("Title in English"),
        max_length=200,
        required=False,
        empty_value=None,
        widget=forms.TextInput(attrs={"lang": "en", "dir": "ltr", "class": "desk-text"}),
    )
    body_ar = BodyField(lang="ar", label=_("Body"))
    body_en = BodyField(lang="en", label=_("Body in English"))
    reviewed_on = DayField(
        label=_("Last reviewed"),
        widget=DayInput,
        help_text=_("The day on which somebody last made sure that all of it is still true."),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Page
        fields = ["kind", "title_ar", "title_en", "body_ar", "body_en", "reviewed_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.seen
        if "kind" in self.fields:
            taken = set(Page.objects.values_list("kind", flat=True))
            self.fields["kind"].choices = [
                choice for choice in Page.Kind.choices if choice[0] not in taken
            ]

    def is_multipart(self) -> bool:
        """Always: percent-encoded, as the other kind is sent, Arabic is three times as long."""
        return True

    def clean_reviewed_on(self) -> date:
        day = self.cleaned_data["reviewed_on"]
        if day > damascus_date(timezone.now()):
            raise ValidationError(_("This day has not come yet."), code="future")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not text_of(cleaned.get("body_ar") or ""):
            self.add_error("body_ar", _("A page needs a text; delete it where there is none."))
        in_english = [bool(cleaned.get("title_en")), bool(text_of(cleaned.get("body_en") or ""))]
        if any(in_english) and not all(in_english):
            missing = "title_en" if not in_english[0] else "body_en"
            self.add_error(missing, _("In English too, or not at all: title and body."))
        if self.instance.pk and (stored := written_since(self.instance, cleaned.get("seen", ""))):
            self._refuse_unread(stored, cleaned)
        return cleaned

    def _refuse_unread(self, stored: Page, cleaned: dict[str, Any]) -> None:
        """Say what somebody else wrote, beside what was typed; sent again, that is saved."""
        user = stored.changed_by
        name = user.get_full_name() or user.username if user else gettext("Somebody else")
        self.add_error(
            None,
            _(
                "%(name)s saved this page while you were writing, and nothing of yours is saved yet. "
                "What they wrote stands at each field that differs; put together what should stand, "
                "and save again."
            )
            % {"name": name},
        )
        for field in ("title_ar", "title_en", "body_ar", "body_en", "reviewed_on"):
            theirs = getattr(stored, field) or ""
            if field in cleaned and theirs != (cleaned[field] or ""):
                is_body = field.startswith("body")
                said = (
                    text_of(theirs) if is_body else self.fields[field].widget.format_value(theirs)
                )
                self.add_error(field, _("It says now: %(text)s") % {"text": said or "—"})
        self.data = self.data.copy()
        self.data["seen"] = stored.seen


@admin.register(Page)
class PageAdmin(Titled, admin.ModelAdmin):
    new_title = _("New page of the newsroom")
    form = PageForm
    _written = (("title_ar", "title_en"), ("body_ar", "body_en"), "reviewed_on", "seen")
    list_display = ["title_shown", "kind", "english_shown", "reviewed_shown", "changed_shown"]
    list_filter = [ReviewFilter]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Until every kind of page is there."""
        return super().has_add_permission(request) and Page.objects.count() < len(Page.Kind)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("changed_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> Any:
        return self._shown(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Page | None = None) -> Any:
        may_write = obj is None or self.has_change_permission(request, obj)
        fields = ["kind"] if obj is None else self._shown(request, obj)
        if may_write:
            fields = [*fields, *self._written]
        return [(None, {"classes": ["desk-story"], "fields": fields})]

    def _shown(self, request: HttpRequest, obj: Page | None) -> list[str]:
        """What is read and not written: the address of a page; all of it, without the right to write."""
        if obj is None:
            return []
        if self.has_change_permission(request, obj):
            return ["kind_shown"]
        return ["kind_shown", "title_shown", "page_shown", "reviewed_shown"]

    def get_view_on_site_url(self, obj: Page | None = None) -> str | None:
        return obj.get_absolute_url() if obj else None

    def save_model(self, request: HttpRequest, obj: Page, form: PageForm, change: bool) -> None:
        names = FIELDS | {"title_ar": _("title"), "title_en": _("title in English")}
        names |= {"reviewed_on": _("last reviewed")}
        changed = gettext(", ").join(
            str(names[name]) for name in form.changed_data if name in names and change
        )
        save_page(obj, by=request.user, changed=changed)

    def delete_model(self, request: HttpRequest, obj: Page) -> None:
        delete_page(obj, by=request.user)

    @admin.display(description=_("title"), ordering="title_ar")
    def title_shown(self, page: Page) -> str:
        return page.title_ar

    @admin.display(description=_("page"), ordering="kind")
    def kind_shown(self, page: Page) -> SafeString:
        return format_html(
            '{} <bdi dir="ltr">{}</bdi>', page.get_kind_display(), page.get_absolute_url()
        )

    @admin.display(description=_("body"))
    def page_shown(self, page: Page) -> str:
        return text_of(page.body_ar or "")

    @admin.display(description=_("English"))
    def english_shown(self, page: Page) -> str:
        return gettext("translated") if page.has_english else "—"

    @admin.display(description=_("last reviewed"), ordering="reviewed_on")
    def reviewed_shown(self, page: Page) -> SafeString | str:
        return damascus_time(day_range(page.reviewed_on)[0], Precision.DAY)

    @admin.display(description=_("changed (Damascus)"), ordering="changed_at")
    def changed_shown(self, page: Page) -> SafeString | str:
        when, user = damascus_time(page.changed_at), page.changed_by
        if user is None:
            return when
        return format_html(
            '{} <div class="desk-said"><bdi>{}</bdi></div>',
            when,
            user.get_full_name() or user.username,
        )
