"""The front page on the desk: the chief editor gives its places to articles, on one page."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from articles.arabic import to_ascii_digits
from articles.editing import POSITIONS, Slot, arrange_front, fill_front, front_slots
from articles.exceptions import Refused
from articles.models import Article, FrontSlot, Precision, Status

from .fields import DamascusTimeField, LineField, Moment, read_key
from .marks import state_badges

_OFFERED = 40  # articles in each list: the latest
_NUMBER = re.compile(r"(?:.*/articles/)?#?(\d+)(?:/.*)?")


class SlotForm(forms.Form):
    """One place: an article out of the list, or by its number or address; and until when."""

    article = forms.ChoiceField(label=_("Article"), required=False)
    other = LineField(
        label=_("or its number or address"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "desk-number", "autocomplete": "off"}),
    )
    until = DamascusTimeField(label=_("until"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], position: int, **kwargs: Any):
        super().__init__(*args, prefix=_prefix(position), **kwargs)
        self.position = position
        self.fields["article"].choices = [("", _("by date")), *choices]

    def clean_other(self) -> int | None:
        typed = to_ascii_digits(self.cleaned_data["other"] or "").strip()
        if not typed:
            return None
        found = _NUMBER.fullmatch(typed)
        pk = read_key(found[1]) if found else None
        if pk is None:
            raise ValidationError(_("Write an article's number here, or its address."))
        if not Article.objects.filter(pk=pk).exists():
            raise ValidationError(_("There is no article with this number."))
        return pk

    def clean_until(self) -> datetime | None:
        moment = self.cleaned_data["until"]
        if moment and moment.instant <= timezone.now():
            raise ValidationError(_("This time is over already."))
        return moment.instant if moment else None

    def slot(self) -> Slot | None:
        """What a valid form gives the place to; None leaves it to the date."""
        asked = self.cleaned_data
        pk = asked["other"] or int(asked["article"] or 0)
        return Slot(pk, asked["until"]) if pk else None


@admin.register(FrontSlot)
class FrontSlotAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FrontSlot | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.arrange_view)
        return [path("", view, name="articles_frontslot_changelist")]

    def arrange_view(self, request: HttpRequest) -> HttpResponse:
        """All places at once. Only «save» saves; the other buttons show what it would be."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        stored = front_slots()
        if request.method == "POST":
            data = _moved(request.POST)
            choices = _choices([*stored.values()], _posted_ids(data))
            forms_ = [SlotForm(data, choices=choices, position=one) for one in POSITIONS]
            wanted = _wanted(forms_)
            is_sent = wanted is not None and "_save" in data
            if is_sent and self._save(request, wanted, _load(data.get("base", ""))):
                return HttpResponseRedirect(reverse("admin:articles_frontslot_changelist"))
        else:
            wanted = self._with_asked(request, stored)
            choices = _choices(wanted.values())
            forms_ = [
                SlotForm(initial=_initial(wanted.get(one)), choices=choices, position=one)
                for one in POSITIONS
            ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": capfirst(self.opts.verbose_name_plural),
            "rows": forms_,
            "base": _dump(stored),
            "is_changed": wanted != stored,
            "previews": _previews(wanted if wanted is not None else stored),
        }
        return TemplateResponse(request, "admin/articles/frontslot/arrange.html", context)

    def _save(
        self, request: HttpRequest, wanted: Mapping[int, Slot], base: Mapping[int, Slot]
    ) -> bool:
        try:
            arrange_front(wanted, base=base, by=request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return False
        self.message_user(request, _("Readers see the front page so now."), messages.SUCCESS)
        return True

    def _with_asked(self, request: HttpRequest, stored: dict[int, Slot]) -> dict[int, Slot]:
        """The places with the article that the address asks for in the first free one, or the last."""
        pk = read_key(request.GET.get("article", ""))
        given = [slot.article_id for slot in stored.values()]
        if pk is None or pk in given or not Article.objects.filter(pk=pk).exists():
            return stored
        position = next((one for one in POSITIONS if one not in stored), FrontSlot.LAST)
        self.message_user(
            request,
            gettext("Place %(number)s; move it where it belongs, then save.")
            % {"number": position},
            messages.INFO,
        )
        return dict(sorted((stored | {position: Slot(pk)}).items()))


def _prefix(position: int) -> str:
    return f"place{position}"


def _wanted(rows: Iterable[SlotForm]) -> dict[int, Slot] | None:
    """What the forms give the places to; None where one of them is not right."""
    rows = list(rows)
    if not all([row.is_valid() for row in rows]):  # noqa: C419  each says what is wrong with it
        return None
    wanted: dict[int, Slot] = {}
    for row in rows:
        if slot := row.slot():
            if slot.article_id in [one.article_id for one in wanted.values()]:
                row.add_error(None, _("This article has a place above already."))
                return None
            wanted[row.position] = slot
    return wanted


def _moved(posted: QueryDict) -> QueryDict:
    """The form as if the two places had been typed the other way round, where that was asked for."""
    data = posted.copy()
    for button, step in (("_up", -1), ("_down", 1)):
        one = posted.get(button, "")
        if one.isdecimal() and {int(one), int(one) + step} <= set(POSITIONS):
            here, there = _prefix(int(one)), _prefix(int(one) + step)
            for name in posted:
                place, _dash, field = name.partition("-")
                if place in (here, there):
                    data[f"{there if place == here else here}-{field}"] = posted[name]
    return data


def _posted_ids(data: QueryDict) -> list[int]:
    keys = (read_key(data.get(f"{_prefix(one)}-article", "")) for one in POSITIONS)
    return [key for key in keys if key is not None]


def _choices(slots: Iterable[Slot], ids: Iterable[int] = ()) -> list[tuple[str, str]]:
    """The latest articles and those that have places, as a list offers them."""
    wanted = [*ids, *(slot.article_id for slot in slots)]
    latest = Article.objects.filter(status=Status.PUBLISHED).for_lists().latest_first()
    offered = list(latest[:_OFFERED])
    offered += [
        article
        for article in Article.objects.filter(pk__in=wanted).for_lists()
        if article not in offered
    ]
    return [(str(one.pk), _option(one)) for one in offered]


def _option(article: Article) -> str:
    words = [article.title_ar or gettext("(no headline)"), f"({article.pk})"]
    return " ".join(words if article.is_public else [*words, f"· {article.state.label}"])


def _initial(slot: Slot | None) -> dict[str, Any]:
    if slot is None:
        return {}
    until = Moment(slot.until, Precision.MINUTE) if slot.until else None
    return {"article": str(slot.article_id), "until": until}


def _previews(slots: Mapping[int, Slot]) -> list[tuple[str, list[tuple[Any, str, Any]]]]:
    """What readers would see in each language: ``(language, [(place, headline, badges)])``."""
    shown = []
    for language in ("ar", "en"):
        with override(language):
            readable = Article.objects.published().in_language(language).for_lists()
            places = fill_front(readable, slots, latest=0).places
        lines = [
            (place, getattr(place.article, f"title_{language}"), state_badges(place.article))
            for place in places
        ]
        shown.append((language, lines))
    return shown


def _dump(slots: Mapping[int, Slot]) -> str:
    return json.dumps(
        {
            position: [slot.article_id, slot.until.isoformat() if slot.until else None]
            for position, slot in slots.items()
        }
    )


def _load(text: str) -> dict[int, Slot]:
    """The places that a form was opened with; none where it does not say so readably."""
    try:
        return {
            int(position): Slot(pk, datetime.fromisoformat(until) if until else None)
            for position, (pk, until) in json.loads(text).items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}
