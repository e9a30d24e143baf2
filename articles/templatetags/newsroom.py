"""What templates need beyond Django's own: times in Damascus, the body through the one policy."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import uri_to_iri
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.arabic import direction, isolate
from articles.body import plain_text, reading_minutes, sanitize
from articles.damascus import (
    damascus_date,
    iso,
    long_date,
    long_datetime,
    month_name,
    relative,
    stamp,
    weekday,
)
from articles.models import Article, Correction, Precision, Source

from .choices import digits, month_names

register = template.Library()

# The page sets «» around what is set apart; text that has its own would show them twice.
_QUOTED_PULL = re.compile(
    r'(<blockquote class="pull"><p>)[«"“]([^«»"“”<]*)[»"”](?=</p></blockquote>)'
)
_COMMA_BEFORE_THE_CUT = re.compile(r"[\s،,؛;:-]+…$")

OPENING_WORDS = 40


@register.simple_tag
def today() -> SafeString:
    """«الأحد، 22 تشرين الثاني 2026»: the day in Damascus, inside ``<time>``."""
    language, now = translation.get_language() or "ar", timezone.now()
    return format_html(
        '<time datetime="{}">{}{} {}</time>',
        damascus_date(now).isoformat(),
        weekday(now, language),
        "," if language == "en" else "،",
        _long_date(now, language),
    )


@register.simple_tag
def published_line(article: Article) -> SafeString:
    """``تاريخ النشر: 09.02.2020 | 07:40 دمشق`` inside ``<time>``; in English, in English words.

    Empty where a draft, in its preview, has no time yet.
    """
    if article.published_at is None:
        return mark_safe("")
    return _line(_("Published"), article.published_at, article.published_precision)


@register.simple_tag
def updated_line(article: Article) -> SafeString:
    """``آخر تحديث: 10.02.2020 | 12:15 دمشق`` inside ``<time>``; empty where there was no update."""
    if article.updated_at is None:
        return mark_safe("")
    return _line(_("Last updated"), article.updated_at, article.updated_precision)


def _line(label: str, instant: datetime, precision: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}: {}</time>',
        _machine_readable(instant, precision),
        label,
        _in_damascus(instant, precision),
    )


def _in_damascus(instant: datetime, precision: str) -> str:
    by_day = precision == Precision.DAY
    if translation.get_language() == "en":
        return long_date(instant, "en") if by_day else f"{long_datetime(instant, 'en')} Damascus"
    return digits(stamp(instant, precision=precision)) + ("" if by_day else " دمشق")


def _long_date(when: date, language: str) -> str:
    return digits(long_date(when, language, month_names()))


def _long_datetime(instant: datetime, language: str) -> str:
    return digits(long_datetime(instant, language, month_names()))


@register.simple_tag
def damascus_time(instant: datetime, precision: str = Precision.MINUTE) -> SafeString:
    """``09.02.2020 | 07:40 دمشق`` inside ``<time>``; in English, in English words."""
    return format_html(
        '<time datetime="{}">{}</time>',
        _machine_readable(instant, precision),
        _in_damascus(instant, precision),
    )


@register.simple_tag
def list_time(article: Article) -> SafeString:
    """«21 أيار 2018», or «قبل ساعتين» in the first day, inside ``<time>``.

    What is relative names the locale in which a script can go on with it: ``data-live``.
    """
    language = translation.get_language() or "ar"
    instant, precision = article.published_at, article.published_precision
    words = None
    if precision == Precision.MINUTE:
        words = relative(instant, timezone.now(), language)
    locale = "en" if language == "en" else f"ar-SY-u-nu-{(digits('0') == '0' and 'latn') or 'arab'}"
    live = format_html(' data-live="{}"', locale) if words else ""
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        _machine_readable(instant, precision),
        _long_date(instant, language)
        if precision == Precision.DAY
        else _long_datetime(instant, language),
        live,
        digits(words) if words else _long_date(instant, language),
    )


@register.filter
def written(thing: Article | Correction | Source, field: str) -> str:
    """A field's words in the language in force and no other; empty where it has none."""
    return getattr(thing, f"{field}_{translation.get_language() or 'ar'}") or ""


@register.simple_tag
def translated(thing: Article | Source, field: str) -> SafeString:
    """A field's words in the language in force inside ``<bdi>``; where there are none, the Arabic.

    Arabic on an English page says so: ``<bdi lang="ar" dir="rtl">``. Empty where there is neither.
    """
    if words := written(thing, field):
        if direction(words) == "rtl":
            return format_html('<bdi dir="rtl">{}</bdi>', words)
        return format_html("<bdi>{}</bdi>", words)
    if words := getattr(thing, f"{field}_ar"):
        return format_html('<bdi lang="ar" dir="rtl">{}</bdi>', words)
    return mark_safe("")


def _machine_readable(instant: datetime, precision: str) -> str:
    return damascus_date(instant).isoformat() if precision == Precision.DAY else iso(instant)


@register.filter
def month(value: Any) -> str:
    """The month's name in the language in force: ``5`` or a date -> «أيار» / ``May``."""
    number = value if isinstance(value, int) else value.month
    return month_name(number, translation.get_language() or "ar", month_names())


@register.filter
def day(value: Any) -> str:
    """«21 أيار 2018» / ``21 May 2018``, for a Damascus date or an instant."""
    return _long_date(value, translation.get_language() or "ar")


@register.filter
def isolated(text: object) -> str:
    """Words as a plain text of the page's language holds them, such as ``<title>``."""
    return isolate(str(text), translation.get_language() or "ar")


@register.filter
def minutes_to_read(article: Article) -> int:
    """The minutes that an article's body takes to read, in the language in force."""
    return reading_minutes(plain_text(article.body or ""), translation.get_language() or "ar")


@register.filter
def opening(html: str | None) -> str:
    """The first words of a body (which may be cut off anywhere), as plain text with «…»."""
    first_line = plain_text(html or "").partition("\n")[0]
    words = Truncator(first_line).words(OPENING_WORDS)
    return _COMMA_BEFORE_THE_CUT.sub("…", words)


@register.filter
def body(html: str | None) -> SafeString:
    """An article's body as readers get it: through the same policy as at both doors."""
    return mark_safe(_QUOTED_PULL.sub(r"\1\2", sanitize(html or "")))  # noqa: S308  the policy makes it so


@register.simple_tag(takes_context=True)
def same_page_in(context: template.Context, language: str) -> str | None:
    """The address of this page in another language; None where there is none.

    An article without a translation has none, nor has a list of them. A list is linked from its
    first page, with its filters: the same page number would be another page there. A preview is no
    article's page; and a page may name its ``own_address`` where the one asked for says too much.
    """
    request = context["request"]
    article = None if context.get("preview") else context.get("article")
    has_english = article.has_english if article is not None else context.get("has_english", True)
    if language == "en" and not has_english:
        return None
    if article is not None:
        with translation.override(language):
            return article.get_absolute_url()
    path = context.get("own_address", request.path)
    path = "/" + path.removeprefix("/en/").removeprefix("/")
    if language == "en":
        path = f"/en{path}"
    filters = context.get("filters")
    return f"{path}?{filters}" if filters else path


@register.simple_tag
def day_address(article: Article) -> str:
    """``/archive/2018/05/21/``: the archive of the Damascus day of an article."""
    day = damascus_date(article.published_at)
    return reverse("archive_day", args=[day.year, day.month, day.day])


@register.filter
def readable(address: str) -> str:
    """An address as people read it: ``/articles/7/%D8%B3…/`` -> ``/articles/7/سوق/``."""
    return uri_to_iri(address)


@register.simple_tag
def fonts_stylesheet() -> str:
    """The address of the operator's own faces (``FONTS_DIR``); empty where they added none."""
    return static("fonts/fonts.css") if settings.FONTS_DIR else ""


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, address: str) -> str:
    """``/archive/`` -> ``https://newsroom.example/archive/``, under the name that was asked for."""
    return context["request"].build_absolute_uri(address)
