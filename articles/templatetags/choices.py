"""A reader's choices, for templates: digits as they read them, and what there is to choose."""

import re
from typing import Any, NamedTuple, cast

from django import template
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.arabic import to_arabic_digits
from articles.choices import VALUES, Choices, choices_in_force
from articles.damascus import MonthNames, long_date, month_name, stamp

register = template.Library()

_MARKUP_OR_TEXT = re.compile(r"(<[^>]*>|&[^;\s]*;)")

_LABELS = {
    "system": _("As the device is set"),
    "light": _("Light"),
    "dark": _("Dark"),
    "contrast": _("High contrast"),
    "small": _("Small"),
    "normal": _("Normal"),
    "large": _("Large"),
    "largest": _("Largest"),
    "european": "0123456789",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
}


class Option(NamedTuple):
    """One value of a choice; the sample is a line that is set so, empty where a label shows it."""

    value: str
    label: str | Promise
    sample: str
    is_chosen: bool


def month_names() -> MonthNames:
    """The names of months that the reader chose."""
    return cast(MonthNames, choices_in_force().months)


def locale_of_numbers() -> str:
    """How a script should write numbers (BCP 47): ``ar-SY-u-nu-latn``, ``ar-SY-u-nu-arab``, ``en``."""
    if translation.get_language() == "en":
        return "en"
    return f"ar-SY-u-nu-{'arab' if choices_in_force().digits == 'arabic' else 'latn'}"


@register.filter(is_safe=True)
def digits(value: Any) -> str:
    """Digits as the reader chose them, on Arabic pages: ``12`` -> ``12`` or ``١٢``.

    In markup (``{% filter digits %}``) what stands in tags and entities is left alone.
    """
    if choices_in_force().digits != "arabic" or translation.get_language() == "en":
        return value if isinstance(value, str) else str(value)
    if not isinstance(value, SafeData):
        return to_arabic_digits(str(value))
    parts = _MARKUP_OR_TEXT.split(str(value))
    parts[::2] = map(to_arabic_digits, parts[::2])
    return mark_safe("".join(parts))  # noqa: S308  only its digits are others


@register.simple_tag
def chosen() -> Choices:
    """The reader's choices: ``{% chosen as choices %}``."""
    return choices_in_force()


@register.simple_tag
def options(name: str) -> list[Option]:
    """What can be chosen under a name: ``{% options "theme" as themes %}``."""
    in_force = getattr(choices_in_force(), name)
    return [
        Option(value, _label(name, value), _sample(name, value), value == in_force)
        for value in VALUES[name]
    ]


def _label(name: str, value: str) -> str | Promise:
    return month_name(5, "ar", cast(MonthNames, value)) if name == "months" else _LABELS[value]


def _sample(name: str, value: str) -> str:
    now = timezone.now()
    if name == "months":
        return digits(long_date(now, "ar", cast(MonthNames, value)))
    if name == "digits":
        return to_arabic_digits(stamp(now)) if value == "arabic" else stamp(now)
    return ""
