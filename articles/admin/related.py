"""What hangs on an article's form: related links to edit, proposals to decide."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Max, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key
from articles.body import plain_text
from articles.editing import Content, can, latest_content, may_change_links, resolve_links
from articles.editing.content import RELATIONS
from articles.editing.links import propose_candidates
from articles.editing.proposals import MERGEABLE, with_value
from articles.models import Article, Proposal, RelatedLink, Status

from .comparison import compare
from .evidence import ReadOnly
from .fields import Autocomplete, LineField
from .labels import FIELDS
from .latest import stored_of
from .marks import damascus_time

_SHOWN = 400  # characters of a proposed text


class RelatedLinkForm(forms.ModelForm):
    position = forms.IntegerField(
        label=_("position"),
        required=False,
        min_value=0,
        max_value=9999,
        widget=forms.NumberInput(attrs={"dir": "ltr", "class": "desk-position"}),
    )
    title = LineField(
        label=_("headline"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "desk-text"}),
    )
    url = forms.URLField(
        label=_("address elsewhere"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(
            attrs={"dir": "ltr", "class": "desk-text", "placeholder": "https://"}
        ),
    )

    class Meta:
        model = RelatedLink
        fields = ["position", "title", "target", "url"]

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return 0 if position is None else position


class RelatedLinkFormSet(BaseInlineFormSet):
    """Links that lead where their headline says, unless an editor says where."""

    def save_links(self) -> None:
        for gone in self.deleted_objects:
            gone.delete()
        for link in self.new_objects:
            if not link.position:
                last = self.instance.related_links.aggregate(last=Max("position"))["last"]
                link.position = 0 if last is None else last + 1
            self._save(link, by_headline=link.target_id is None)
        for link, changed in self.changed_objects:
            by_headline = "title" in changed and ("target" not in changed or link.target_id is None)
            if by_headline:
                link.target = None
            self._save(link, by_headline=by_headline)

    @staticmethod
    def _save(link: RelatedLink, *, by_headline: bool) -> None:
        link.title_key = match_key(link.title)[:300]
        if by_headline:
            resolve_links([link])
        link.save()
        if link.target_id:
            link.candidates.clear()
        elif by_headline:
            propose_candidates([link])


class RelatedLinkInline(admin.StackedInline):
    model = RelatedLink
    form = RelatedLinkForm
    formset = RelatedLinkFormSet
    fk_name = "article"
    readonly_fields = ["candidates_shown"]
    autocomplete_fields = ["target"]
    verbose_name_plural = _("related links")
    extra = 0

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        """The candidates only where a link has some."""
        fields: list[Any] = [("position", "title"), ("target", "url")]
        if obj is not None:
            doubtful = obj.related_links.filter(target=None).exclude(candidates=None)
            if doubtful.exists():
                fields.insert(1, "candidates_shown")
        return fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("candidates")

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "target":
            kwargs["widget"] = Autocomplete(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "target":
            field.label = _("leads to")
        return field

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        if target := formset.form.base_fields.get("target"):
            # An article is made on its own page, not in a pop-up beside a headline.
            target.widget.can_add_related = target.widget.can_change_related = False
            target.widget.can_delete_related = False
        return formset

    @admin.display(description=_("doubtful: candidates"))
    def candidates_shown(self, link: RelatedLink) -> SafeString | str:
        if not link.pk or link.target_id:
            return "—"
        return (
            format_html_join(
                "",
                '<a class="desk-candidate" href="{}"><bdi>{}</bdi> <bdi>#{}</bdi></a> ',
                (
                    (
                        reverse("admin:articles_article_change", args=[article.pk]),
                        article,
                        article.pk,
                    )
                    for article in link.candidates.all()
                ),
            )
            or "—"
        )

    def _may(self, request: HttpRequest, article: Article | None) -> bool:
        """Links take effect at once: those of an article that readers see are the publishers'."""
        if article is None:
            return True
        stored = stored_of(article)
        return may_change_links(request.user, stored) and can(request.user, "edit", stored)

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_add_permission(request, obj) and self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may(request, obj)


class ProposalInline(ReadOnly, admin.TabularInline):
    model = Proposal
    template = "admin/articles/article/proposals_inline.html"
    fields = ["field_shown", "value_shown", "page_shown", "decide_shown"]
    readonly_fields = fields
    verbose_name_plural = _("what a newer page says")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those that wait; the buttons are for those who may edit the article."""
        self._user = request.user
        waiting = super().get_queryset(request).filter(outcome="")
        return waiting.select_related("article", "page").defer("page__content")

    @admin.display(description=_("field"))
    def field_shown(self, proposal: Proposal) -> str:
        return str(FIELDS.get(proposal.field, proposal.field))

    @admin.display(description=_("value on the page"))
    def value_shown(self, proposal: Proposal) -> SafeString | str:
        return show_proposal(proposal)

    @admin.display(description=_("decision"))
    def decide_shown(self, proposal: Proposal) -> SafeString | str:
        """Buttons of the small form beside the pages (_evidence.html): one within another is none."""
        if not can(self._user, "edit", proposal.article):
            return "—"
        label = self.field_shown(proposal)
        context = {"proposal": proposal, "label": label, "mergeable": MERGEABLE}
        return render_to_string("admin/desk/_decide.html", context)

    @admin.display(description=_("captured page"))
    def page_shown(self, proposal: Proposal) -> SafeString:
        return format_html(
            '<a href="{}"><bdi dir="ltr">{}</bdi></a>',
            reverse("admin:articles_capturedpage_change", args=[proposal.page_id]),
            proposal.page.file_name,
        )


def show_proposal(proposal: Proposal, before: Content | None = None) -> SafeString:
    """What a page says, and how it differs from what was last written (``before``, if at hand)."""
    before = before or latest_content(proposal.article)
    after = with_value(before, proposal.field, proposal.value)
    context = {
        "value": shown_value(proposal.field, proposal.value),
        "comparison": compare(before, after),
    }
    return render_to_string("admin/desk/_proposal.html", context)


def shown_value(field: str, value: Any) -> SafeString | str:
    """A proposed value as an editor reads it: words, not HTML, ids or JSON."""

    if not value:
        return "—"
    if field in {"published_at", "updated_at"}:
        return damascus_time(datetime.fromisoformat(value[0]), value[1])
    if field in RELATIONS:
        return str(RELATIONS[field].objects.filter(pk=value).first() or "—")
    if field == "status":
        return str(Status(value).label)
    if isinstance(value, list):
        return format_html_join("", "<div><bdi>{}</bdi></div>", ((item,) for item in value))
    text = plain_text(value) if field.startswith("body_") else str(value)
    direction = "ltr" if field.endswith("_en") else "rtl"
    return format_html(
        '<div class="desk-proposal" dir="{}">{}</div>',
        direction,
        text if len(text) <= _SHOWN else f"{text[:_SHOWN].rsplit(maxsplit=1)[0]}…",
    )
