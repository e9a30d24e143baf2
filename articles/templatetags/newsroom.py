"""What templates need beyond Django's own: times in Damascus, the body through the one policy."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.body import sanitize
from articles.damascus import damascus_date, iso, long_date, long_datetime, month_name, relative, stamp
from articles.models import Article, Precision

register = template.Library()


@register.simple_tag
def published_line(article: Article) -> SafeString:
    """``تاريخ النشر: 21.05.2018 | 11:05 دمشق`` inside ``<time>``; in English, in English words."""
    return _line(_("Published"), article.published_at, article.published_precision)


@register.simple_tag
def updated_line(article: Article) -> SafeString:
    """``آخر تحديث: 25.05.2018 | 02:01 دمشق`` inside ``<time>``; empty where there was no update."""
    if article.updated_at is None:
        return mark_safe("")  # noqa: S308
    return _line(_("Last updated"), article.updated_at, article.updated_precision)


def _line(label: str, instant: datetime, precision: str) -> SafeString:
    by_day = precision == Precision.DAY
    if translation.get_language() == "en":
        words = long_date(instant, "en") if by_day else f"{long_datetime(instant, 'en')} Damascus"
    else:
        words = stamp(instant, precision=precision) + ("" if by_day else " دمشق")
    return format_html(
        '<time datetime="{}">{}: {}</time>', _machine_readable(instant, precision), label, words
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
        long_date(instant, language) if precision == Precision.DAY else long_datetime(instant, language),
        words or long_date(instant, language),
    )


def _machine_readable(instant: datetime, precision: str) -> str:
    return damascus_date(instant).isoformat() if precision == Precision.DAY else iso(instant)


@register.filter
def month(value: Any) -> str:
    """The month's name in the language in force: ``5`` or a date -> «أيار» / ``May``."""
    number = value if isinstance(value, int) else value.month
    return month_name(number, translation.get_language() or "ar")


@register.filter
def body(html: str | None) -> SafeString:
    """An article's body as readers get it: through the same policy as at both doors."""
    return mark_safe(sanitize(html or ""))  # noqa: S308  the policy is what makes it safe


@register.simple_tag(takes_context=True)
def same_page_in(context: template.Context, language: str) -> str | None:
    """The address of this page in another language; None where there is no such page.

    An article without a translation has none; every list exists in both.
    """
    request = context["request"]
    article = context.get("article")
    if language == "en" and article is not None and not article.has_english:
        return None
    path = request.path.removeprefix("/en") or "/"
    if article is not None:
        with translation.override("ar"):
            path = article.get_absolute_url()
    return f"/en{path}" if language == "en" else path
