"""What templates need beyond Django's own: times in Damascus, the body through the one policy."""

import re
from datetime import datetime
from typing import Any

from django import template
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.body import plain_text, sanitize
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
from articles.models import Article, Correction, Precision, Section, Source, Topic

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
        long_date(now, language),
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
    return stamp(instant, precision=precision) + ("" if by_day else " دمشق")


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
    """«21 أيار 2018», or «قبل ساعتين» in the first day, inside ``<time>``."""
    language = translation.get_language() or "ar"
    instant, precision = article.published_at, article.published_precision
    words = None
    if precision == Precision.MINUTE:
        words = relative(instant, timezone.now(), language)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        _machine_readable(instant, precision),
        long_date(instant, language)
        if precision == Precision.DAY
        else long_datetime(instant, language),
        words or long_date(instant, language),
    )


@register.filter
def written(thing: Article | Correction | Section | Source | Topic, field: str) -> str:
    """A field's words in the language in force and no other; empty where it has none."""
    return getattr(thing, f"{field}_{translation.get_language() or 'ar'}") or ""


@register.simple_tag
def translated(thing: Article | Section | Source | Topic, field: str) -> SafeString:
    """A field's words in the language in force inside ``<bdi>``; where there are none, the Arabic.

    Arabic on an English page says so: ``<bdi lang="ar" dir="rtl">``. Empty where there is neither.
    """
    if words := written(thing, field):
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
    return month_name(number, translation.get_language() or "ar")


@register.filter
def day(value: Any) -> str:
    """«21 أيار 2018» / ``21 May 2018``, for a Damascus date or an instant."""
    return long_date(value, translation.get_language() or "ar")


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
def sections_here() -> QuerySet[Section]:
    """The sections that have something to read in the language in force. One query."""
    language = translation.get_language() or "ar"
    readable = Article.objects.published().in_language(language)
    return Section.objects.filter(Exists(readable.filter(section=OuterRef("pk"))))


@register.simple_tag
def day_address(article: Article) -> str:
    """``/archive/2018/05/21/``: the archive of the Damascus day of an article."""
    day = damascus_date(article.published_at)
    return reverse("archive_day", args=[day.year, day.month, day.day])


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, address: str) -> str:
    """``/archive/`` -> ``https://newsroom.example/archive/``, under the name that was asked for."""
    return context["request"].build_absolute_uri(address)
