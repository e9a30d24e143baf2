"""What hangs on an article's form: related links to edit, proposals to decide."""

from copy import copy
from datetime import datetime
from math import inf
from operator import itemgetter
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet, BaseModelFormSet
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key
from articles.body import plain_text
from articles.editing import (
    MAX_CANDIDATES,
    MERGEABLE,
    RELATIONS,
    Content,
    Related,
    can,
    make_link,
    resolve_links,
    with_value,
    without_gone,
)
from articles.models import Article, Image, Proposal, RelatedLink, Status

from .comparison import compare
from .evidence import ReadOnly
from .fields import Autocomplete, LineField
from .labels import FIELDS
from .latest import latest_of, shown_of, stored_of
from .marks import damascus_time, image_mark

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if target := self.fields.get("target"):
            # Beside what was chosen, what was shown: what arrived since is not undone by the form.
            target.show_hidden_initial = True

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return 0 if position is None else position


class RelatedLinkFormSet(BaseInlineFormSet):
    """The links of the content that an article's form shows, by their places in it: not the rows.

    They lead where their headline says, unless an editor says where.
    """

    def get_queryset(self) -> list[RelatedLink]:
        if not hasattr(self, "_links"):
            shown = shown_of(self.instance)["related"] if self.instance.pk else []
            self._links = [make_link(self.instance.pk, *link) for link in without_gone(shown)]
            for position, link in enumerate(self._links):
                link.position = position
        return self._links

    def initial_form_count(self) -> int:
        return min(super().initial_form_count(), len(self.get_queryset()))

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        if i < self.initial_form_count():
            kwargs["instance"] = copy(self.get_queryset()[i])
        # Not a model's formset's: it would look for rows.
        form = super(BaseModelFormSet, self)._construct_form(i, **kwargs)
        form.instance.article_id = self.instance.pk
        return form

    def read(self) -> Related:
        """Return the links as they were edited; the formset is valid."""
        known = self.get_queryset()
        placed: list[tuple[float, int, RelatedLink]] = []
        by_headline = []
        for place, form in enumerate(self.forms):
            was = known[place] if place < self.initial_form_count() else None
            changed = form.changed_data
            if self._should_delete_form(form) or not (was or changed):
                continue
            link, position = form.instance, form.cleaned_data.get("position")
            is_led = "target" in changed and not (was and link.target_id == was.target_id)
            if was and not is_led:  # it may have been led by itself since the form was opened
                link.target_id = None if "title" in changed else was.target_id
            if link.target_id is None and (was is None or "title" in changed):
                by_headline.append(link)
            link.title_key = match_key(link.title)[:300]
            is_last = position is None or not (was or position)
            placed.append((inf if is_last else position, place, link))
        resolve_links(by_headline)
        links = [link for _position, _place, link in sorted(placed, key=itemgetter(0, 1))]
        # Those that the form does not speak of are not touched by it.
        links += known[self.initial_form_count() :]
        return [[link.title, link.url, link.target_id] for link in links]

    def save(self, commit: bool = True) -> list[Any]:
        """Nothing: the article is saved with its links (``read``)."""
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        return []


_PREFIX = "related_links"
_RelatedLinks = forms.inlineformset_factory(
    Article,
    RelatedLink,
    form=RelatedLinkForm,
    formset=RelatedLinkFormSet,
    fk_name="article",
    extra=0,
)


def read_links_of(posted: QueryDict, article: Article) -> Related | None:
    """The links that a form says, of an article in the content that it was opened with.

    None where the form is not valid; those of the content where it does not speak of links.
    """
    shown = shown_of(article)["related"]
    if f"{_PREFIX}-TOTAL_FORMS" not in posted:
        return shown
    formset = _RelatedLinks(posted, instance=article, prefix=_PREFIX)
    if not formset.is_valid():
        return None
    return formset.read() if formset.has_changed() else shown


def links_as_posted(related: Related, shown: Related) -> dict[str, str]:
    """Links as a form would say them that was opened with others (``shown``)."""
    left = list(enumerate(related))
    rows: list[tuple[int, Any, Any]] = []  # position, what is said, where it led
    for title, url, target in without_gone(shown):
        place, link = next((one for one in left if one[1][0] == title), (None, None))
        if link is None:
            rows.append((0, None, [title, url, target]))
        else:
            left.remove((place, link))
            rows.append((place, link, [title, url, target]))
    rows += [(place, link, None) for place, link in left]
    posted = {f"{_PREFIX}-TOTAL_FORMS": len(rows), f"{_PREFIX}-INITIAL_FORMS": len(shown)}
    for number, (place, link, was) in enumerate(rows):
        title, url, target = link or was
        said = {"position": place, "title": title, "url": url, "target": target or "", "id": ""}
        posted |= {f"{_PREFIX}-{number}-{name}": value for name, value in said.items()}
        posted[f"initial-{_PREFIX}-{number}-target"] = (was and was[2]) or ""
        if link is None:
            posted[f"{_PREFIX}-{number}-DELETE"] = "on"
    return {name: str(value) for name, value in posted.items()}


def is_of_links(name: str) -> bool:
    """Whether a form's field is one of its links."""
    return name.removeprefix("initial-").startswith(f"{_PREFIX}-")


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
        self._candidates = _namesakes(obj) if obj is not None else {}
        if self._candidates:
            fields.insert(1, "candidates_shown")
        return fields

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
        if link.target_id:
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
                    for article in self._candidates.get(link.title_key, [])
                ),
            )
            or "—"
        )

    def _may(self, request: HttpRequest, article: Article | None) -> bool:
        return article is None or can(request.user, "edit", stored_of(article))

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_add_permission(request, obj) and self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may(request, obj)


def _namesakes(article: Article) -> dict[str, list[Article]]:
    """The articles that the links which lead nowhere may mean, by the links' folded headlines."""
    keys = {
        match_key(title)[:300] for title, _url, target in shown_of(article)["related"] if not target
    }
    if not keys - {""}:
        return {}
    found: dict[str, list[Article]] = {}
    named = Article.objects.filter(headline_key__in=keys - {""}).exclude(pk=article.pk)
    for one in named.only("pk", "title_ar", "title_en", "headline_key").order_by(
        "-published_at", "-pk"
    ):
        found.setdefault(one.headline_key, []).append(one)
    return {key: articles[:MAX_CANDIDATES] for key, articles in found.items()}


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
        return waiting.select_related("page").defer("page__content")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        self._article = obj
        return super().get_formset(request, obj, **kwargs)

    @admin.display(description=_("field"))
    def field_shown(self, proposal: Proposal) -> str:
        return str(FIELDS.get(proposal.field, proposal.field))

    @admin.display(description=_("value on the page"))
    def value_shown(self, proposal: Proposal) -> SafeString | str:
        return show_proposal(proposal, latest_of(self._article))

    @admin.display(description=_("decision"))
    def decide_shown(self, proposal: Proposal) -> SafeString | str:
        """Buttons of the small form beside the pages (_evidence.html): one within another is none."""
        if not can(self._user, "edit", stored_of(self._article)):
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


def show_proposal(proposal: Proposal, before: Content) -> SafeString:
    """What a page says, and how it differs from what was last written (``before``)."""
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
        named = RELATIONS[field].objects.filter(pk=value).first()
        return image_mark(named) if isinstance(named, Image) else str(named or "—")
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
