"""The library of pictures on the desk. A picture comes in with the form of an article."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key
from articles.editing import change_image, refusal_to_change
from articles.models import Image

from .article_image import say_failed
from .fields import Autocomplete, LineField
from .marks import damascus_time, thumbnail
from .titles import Titled

_AR = {"lang": "ar", "dir": "rtl", "class": "desk-text"}
_EN = {"lang": "en", "dir": "ltr", "class": "desk-text"}
_USES = 50  # articles named on a picture's page


def _line(label: Any, most: int, attrs: dict[str, str], **options: Any) -> LineField:
    if attrs is _EN:
        options["empty_value"] = None
    return LineField(
        label=label,
        max_length=most,
        required=False,
        widget=forms.TextInput(attrs=attrs),
        **options,
    )


class ImageForm(forms.ModelForm):
    credit_ar = _line(
        _("Who made it"),
        200,
        _AR,
        help_text=_(
            "As readers see it, behind “Photo:”; it is so at once, wherever the picture is shown."
        ),
    )
    credit_en = _line(_("Who made it, in English"), 200, _EN)
    alt_ar = _line(
        _("Alternative text"),
        500,
        _AR,
        help_text=_("What the next article that shows it is offered; articles keep their own."),
    )
    alt_en = _line(_("Alternative text in English"), 500, _EN)
    caption_ar = _line(_("Caption"), 500, _AR)
    caption_en = _line(_("Caption in English"), 500, _EN)

    class Meta:
        model = Image
        fields = [
            *("focus_x", "focus_y", "credit_ar", "credit_en", "source"),
            *("alt_ar", "alt_en", "caption_ar", "caption_en"),
        ]
        labels = {
            "focus_x": _("From the left, in percent"),
            "focus_y": _("From the top, in percent"),
        }
        widgets = {
            name: forms.NumberInput(
                attrs={"min": 0, "max": 100, "dir": "ltr", "class": "desk-position"}
            )
            for name in ("focus_x", "focus_y")
        }


@admin.register(Image)
class ImageAdmin(Titled, admin.ModelAdmin):
    form = ImageForm
    readonly_fields = ["focus_shown", "crops_shown", "used_shown", "file_shown"]
    fieldsets = [
        (
            None,
            {
                "fields": ["focus_shown", ("focus_x", "focus_y"), "crops_shown"],
                "description": _(
                    "Where to look at: whatever shape the picture is cut to, this stays in it. Click "
                    "on it, or write how far it is from the left and from the top."
                ),
            },
        ),
        (
            _("Facts of the picture"),
            {"fields": [("credit_ar", "credit_en"), "source", "file_shown"]},
        ),
        (
            _("Words for the next article"),
            {"fields": [("alt_ar", "alt_en"), ("caption_ar", "caption_en")]},
        ),
        (_("Where it is used"), {"fields": ["used_shown"]}),
    ]
    list_display = ["picture_shown", "name_shown", "credit_shown", "articles_shown", "added_shown"]
    list_display_links = ["picture_shown", "name_shown"]
    list_per_page = 50
    search_fields = ["search_key"]  # shows the box; get_search_results() decides
    search_help_text = _("Words of the caption, the credit or the alternative text")
    show_full_result_count = False
    actions = None

    class Media:
        js = [forms.Script("desk/focus.js", defer=True)]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        for word in match_key(search_term).split():
            queryset = queryset.filter(search_key__contains=word)
        return queryset, False

    # --- who may ---------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        """With the form of an article, and not here: a picture without a story is nobody's."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or refusal_to_change(request.user, obj) is None)

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """Never: a revision may name it, and what readers saw can be shown again."""
        return False

    def save_model(self, request: HttpRequest, obj: Image, form: ImageForm, change: bool) -> None:
        say_failed(request, change_image(obj, by=request.user))

    def get_form(self, request: HttpRequest, obj: Image | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if source := form.base_fields.get("source"):
            source.widget.can_change_related = source.widget.can_delete_related = False
        return form

    # --- what is shown ---------------------------------------------------------------------------

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "source":
            kwargs["widget"] = Autocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("Where to look at"))
    def focus_shown(self, image: Image) -> str:
        return render_to_string("admin/desk/image_focus.html", {"image": image})

    @admin.display(description=_("As it is cut"))
    def crops_shown(self, image: Image) -> str:
        return render_to_string("admin/desk/image_crops.html", {"image": image})

    @admin.display(description=_("file"))
    def file_shown(self, image: Image) -> SafeString:
        return format_html(
            '<bdi dir="ltr">{} × {}</bdi> · <bdi dir="ltr">{}</bdi>',
            image.width,
            image.height,
            image.sha256[:12],
        )

    @admin.display(description=_("articles"))
    def used_shown(self, image: Image) -> str:
        articles = image.articles.order_by("-pk").only("pk", "title_ar")[:_USES]
        return render_to_string("admin/desk/image_uses.html", {"articles": articles})

    @admin.display(description=_("image"))
    def picture_shown(self, image: Image) -> SafeString:
        return thumbnail(image)

    @admin.display(description=_("caption"))
    def name_shown(self, image: Image) -> SafeString:
        return format_html("<bdi>{}</bdi>", image)

    @admin.display(description=_("credit"), ordering="credit_ar")
    def credit_shown(self, image: Image) -> SafeString | str:
        return format_html("<bdi>{}</bdi>", image.credit_ar) if image.credit_ar else "—"

    @admin.display(description=_("articles"), ordering="article_count")
    def articles_shown(self, image: Image) -> SafeString | int:
        if not image.article_count:
            return 0
        return format_html(
            '<a href="{}?image__id__exact={}">{}</a>',
            reverse("admin:articles_article_changelist"),
            image.pk,
            image.article_count,
        )

    @admin.display(description=_("added (Damascus)"), ordering="created_at")
    def added_shown(self, image: Image) -> SafeString | str:
        return damascus_time(image.created_at)
