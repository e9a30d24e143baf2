"""The body's editor: django-prose-editor with a menu in words, a language and a direction."""

import json
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from articles.body import EDITOR_EXTENSIONS, sanitize

# The package's own menu speaks English only, so static/desk/editor.js brings ours.
_MENU = {
    "defaultItems": False,
    "groups": [
        {"group": f"desk-{name}"} for name in ("blocks", "lists", "marks", "link", "history")
    ],
}
_WORDS = {
    "paragraph": _("Paragraph"),
    "heading2": _("Subheading"),
    "heading3": _("Smaller subheading"),
    "quote": _("Quotation"),
    "pull": _("Pull quote"),
    "bulletList": _("Bulleted list"),
    "orderedList": _("Numbered list"),
    "bold": _("Bold"),
    "italic": _("Emphasis"),
    "link": _("Link"),
    "unlink": _("Remove the link"),
    "address": _("Address"),
    "apply": _("Set the link"),
    "undo": _("Undo"),
    "redo": _("Redo"),
}


class BodyWidget(AdminProseEditorWidget):
    """``lang`` and its direction belong to the field, not to the page around it."""

    def __init__(self, lang: str = "ar", label: str = "") -> None:
        self.lang, self.label = lang, label
        self.dir = "rtl" if lang == "ar" else "ltr"
        super().__init__(
            attrs={"lang": lang, "dir": self.dir, "rows": 20, "class": "vLargeTextField"},
            config={"extensions": EDITOR_EXTENSIONS},
            preset="configurable",
        )

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        desk = {
            "lang": self.lang,
            "dir": self.dir,
            "label": self.label,
            "words": {name: str(words) for name, words in _WORDS.items()},
        }
        config["extensions"] = config["extensions"] | {"Menu": _MENU, "Desk": desk}
        # List properties and link titles would not pass the policy of articles/body.
        config["extensions"]["OrderedList"] = {"enableListAttributes": False}
        config["js_modules"] = [*config["js_modules"], static("desk/editor.js")]
        return json.loads(json.dumps(config, default=str))


class BodyField(ProseEditorFormField):
    """HTML through the one policy; unchanged HTML is left alone to the byte."""

    def __init__(self, *, lang: str, label: str, **kwargs: Any) -> None:
        super().__init__(
            config={"extensions": EDITOR_EXTENSIONS},
            sanitize=sanitize,
            widget=BodyWidget(lang, label),
            label=label,
            required=False,
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return self.sanitize(forms.CharField.clean(self, value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or "") != (data or "") and (initial or "") != self.clean(data)
