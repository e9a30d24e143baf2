"""Two contents of an article side by side, as a template shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.body import BlockChange, Segment, diff_bodies, diff_texts
from articles.editing import BODIES, RELATIONS, TEXTS, TIMES, Content
from articles.models import Image, Precision

from .labels import FIELDS
from .marks import damascus_time, image_mark

_GONE = {
    "source": _("a source no longer there"),
    "section": _("a section no longer there"),
    "image": _("an image no longer there"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A field in which two contents differ.

    Of a text ``segments`` say how, of a body ``blocks``; times, sources, tags and related links are
    shown whole, as lines ``before`` and ``after``.
    """

    name: str
    label: str
    language: str
    segments: Sequence[Segment] = ()
    blocks: Sequence[BlockChange] = ()
    before: Sequence[Any] = ()
    after: Sequence[Any] = ()

    @property
    def direction(self) -> str:
        return "ltr" if self.language == "en" else "rtl"


def compare(before: Content, after: Content) -> list[Compared]:
    """Return the fields in which two contents differ, in the order of the form."""
    found: list[Compared] = []
    for name in (*TEXTS, *BODIES):
        if before[name] == after[name]:
            continue
        language = "en" if name.endswith("_en") else "ar"
        label = str(FIELDS.get(name, name))
        if name in BODIES:
            blocks = diff_bodies(before[name], after[name])
            found.append(Compared(name, label, language, blocks=blocks))
        else:
            segments = diff_texts(before[name], after[name])
            found.append(Compared(name, label, language, segments=segments))
    for name in (*TIMES, *RELATIONS, "tags", "related"):
        # A time that is known more exactly than before is another.
        names = {name, name.replace("_at", "_precision")}
        if any(before.get(one) != after.get(one) for one in names):
            shown = [_shown(name, content) for content in (before, after)]
            found.append(
                Compared(name, str(FIELDS.get(name, name)), "ar", before=shown[0], after=shown[1])
            )
    return found


def _shown(name: str, content: Content) -> Sequence[Any]:
    value = content[name]
    if not value:
        return ["—"]
    if name in TIMES:
        precision = content.get(name.replace("_at", "_precision"), Precision.MINUTE)
        return [damascus_time(datetime.fromisoformat(value), precision)]
    if name in RELATIONS:
        named = RELATIONS[name].objects.filter(pk=value).first()
        return [image_mark(named) if isinstance(named, Image) else named or _GONE[name]]
    if name == "related":
        return [_link(*link) for link in value]
    return list(value)


def _link(title: str, url: str, target: int | None) -> str:
    leads = gettext("leads to article %(number)s") % {"number": target} if target else ""
    return " · ".join(filter(None, (title, url, leads)))
