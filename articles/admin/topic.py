"""Topics on the desk: they come with tags; here they are named, described and merged."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key
from articles.editing import merge_topics
from articles.models import Topic, TopicLink
from articles.search import topic_key

from .fields import LineField, PlainTextField
from .marks import in_english
from .paging import Bounded, count_of
from .titles import Titled

_AR = {"lang": "ar", "dir": "rtl", "class": "desk-text"}
_EN = {"lang": "en", "dir": "ltr", "class": "desk-text"}


class TopicForm(forms.ModelForm):
    name_ar = LineField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs=_AR))
    name_en = LineField(
        label=_("Name in English"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_EN),
    )
    description_ar = PlainTextField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs=_AR | {"rows": 2})
    )
    description_en = PlainTextField(
        label=_("Description in English"),
        required=False,
        widget=forms.Textarea(attrs=_EN | {"rows": 2}),
    )
    merge_into = LineField(
        label=_("Merge into"),
        max_length=200,
        required=False,
        help_text=_(
            "Another topic's tag, however it is spelled: the articles of this one become its own, "
            "and this address leads there. It cannot be taken back."
        ),
        widget=forms.TextInput(attrs={"dir": "auto", "class": "desk-text"}),
    )

    class Meta:
        model = Topic
        fields = ["name_ar", "name_en", "description_ar", "description_en"]

    def clean_merge_into(self) -> Topic | None:
        """The topic that is meant."""
        typed = self.cleaned_data["merge_into"]
        if not typed:
            return None
        found = Topic.objects.filter(key=topic_key(typed)).select_related("merged_into").first()
        if found is None:
            raise ValidationError(_("There is no topic of this name. Write its tag."))
        found = found.merged_into or found
        if found.pk == self.instance.pk:
            raise ValidationError(_("This is the topic itself. Write another's tag."))
        return found


@admin.register(Topic)
class TopicAdmin(Titled, Bounded, admin.ModelAdmin):
    form = TopicForm
    fields = ["name_ar", "name_en", "description_ar", "description_en", "merge_into"]
    list_display = ["name_ar", "name_en_shown", "articles_shown", "merged_shown"]
    list_per_page = 100
    list_select_related = ["merged_into"]
    search_fields = ["name_ar"]  # shows the box; get_search_results() decides
    search_help_text = _("Words of a name, however they are spelled")
    ordering = ["name_ar", "pk"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.merged_into_id is None)

    def get_fields(self, request: HttpRequest, obj: Topic | None = None) -> list[str]:
        if self.has_change_permission(request, obj):
            return self.fields
        return [*self.fields[:-1], "merged_shown"]

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> list[str]:
        return ["merged_shown"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        # By the time of the link: an article's row would have to be read for each.
        published = TopicLink.objects.filter(topic=OuterRef("pk"), published_at__lte=timezone.now())
        return super().get_queryset(request).annotate(article_count=count_of(published, "topic"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        for word in match_key(search_term).split():
            queryset = queryset.filter(key__contains=word)
        return queryset, False

    def save_model(self, request: HttpRequest, obj: Topic, form: TopicForm, change: bool) -> None:
        into = form.cleaned_data["merge_into"]
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if into:
                merge_topics(obj, into, by=request.user)
        if into:
            said = gettext("Merged: its articles are now found under “%(name)s”.")
            self.message_user(request, said % {"name": into.name_ar}, messages.SUCCESS)

    @admin.display(description=_("name in English"), ordering="name_en")
    def name_en_shown(self, topic: Topic) -> SafeString | str:
        return in_english(topic.name_en)

    @admin.display(description=_("articles"), ordering="article_count")
    def articles_shown(self, topic: Topic) -> SafeString | int:
        """Those that were published; readers have them on its page."""
        if not topic.article_count:
            return 0
        return format_html('<a href="{}">{}</a>', topic.get_absolute_url(), topic.article_count)

    @admin.display(description=_("merged into"))
    def merged_shown(self, topic: Topic) -> str:
        return str(topic.merged_into or "—")
