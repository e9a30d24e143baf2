"""What templates need beyond Django's own: times in Damascus, the body through the one policy."""

import re
from datetime import date, datetime
from html import escape, unescape
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import uri_to_iri
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.arabic import direction, isolate_foreign
from articles.body import isolate_runs, plain_text, reading_minutes, sanitize
from articles.damascus import (
    damascus_date,
    long_date,
    long_datetime,
    month_name,
    relative,
    stamp,
    weekday,
)
from articles.models import Article, Correction, Page, Precision, Section, Source, Topic
from articles.page_cache import once_a_generation
from articles.sharing import (
    Picture,
    article_graph,
    directed,
    dump_linked_data,
    opening,
    picture_of,
    picture_of_site,
    reader_moment,
    shortened,
    site_graph,
)

from .choices import digits, locale_of_numbers, month_names

register = template.Library()
register.filter(opening)
register.filter(directed)
register.filter(reader_moment)

# The page sets «» around what is set apart; text that has its own would show them twice.
_QUOTED_PULL = re.compile(
    r'(<blockquote class="pull"><p>)[«"“]([^«»"“”<]*)[»"”](?=</p></blockquote>)'
)


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
        reader_moment(instant, precision),
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
        reader_moment(instant, precision),
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
    live = format_html(' data-live="{}"', locale_of_numbers()) if words else ""
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        reader_moment(instant, precision),
        _long_date(instant, language)
        if precision == Precision.DAY
        else _long_datetime(instant, language),
        live,
        digits(words) if words else _long_date(instant, language),
    )


@register.filter
def written(thing: Article | Correction | Page | Section | Source | Topic, field: str) -> str:
    """A field's words in the language in force and no other; empty where it has none."""
    return getattr(thing, f"{field}_{translation.get_language() or 'ar'}") or ""


@register.simple_tag
def translated(thing: Article | Section | Source | Topic, field: str) -> SafeString:
    """A field's words in the language in force inside ``<bdi>``; where there are none, the Arabic.

    Arabic on an English page says so: ``<bdi lang="ar" dir="rtl">``. Empty where there is neither.
    """
    if words := written(thing, field):
        if direction(words) == "rtl":
            return format_html('<bdi dir="rtl">{}</bdi>', as_typed(words))
        return format_html("<bdi>{}</bdi>", as_typed(words))
    if words := getattr(thing, f"{field}_ar"):
        return format_html('<bdi lang="ar" dir="rtl">{}</bdi>', as_typed(words, "ar"))
    return mark_safe("")


@register.filter
def unmarked(html: str) -> str:
    """What ``translated`` makes, as plain words for an attribute: escaped there, its quotes too.

    Between tags a quote is left as it is typed; ``striptags`` would hand it on as safe.
    """
    return unescape(strip_tags(html))


@register.filter
def as_typed(text: str | None, lang: str | None = None) -> SafeString:
    """A text between tags: in Arabic, what would be turned round («C++») is in ``<bdi>``.

    ``lang`` is the text's, if not that in force.
    """
    return _shown(escape(text or "", quote=False), lang)


def _shown(html: str, lang: str | None = None) -> SafeString:
    is_arabic = (lang or translation.get_language() or "ar") == "ar"
    return mark_safe(isolate_runs(html) if is_arabic else html)  # noqa: S308  escaped, or by the policy


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
    return isolate_foreign(str(text), translation.get_language() or "ar")


@register.filter
def or_opening(summary: str, html: str | None) -> str:
    """A summary, which is plain text, in a few words; where there is none, a body's first words."""
    return shortened(summary) if summary else opening(html)


@register.filter
def minutes_to_read(article: Article) -> int:
    """The minutes that an article's body takes to read, in the language in force."""
    return reading_minutes(plain_text(article.body or ""), translation.get_language() or "ar")


@register.filter
def body(html: str | None) -> SafeString:
    """A body as readers get it: through the same policy as at both doors, its runs as typed."""
    return _shown(_QUOTED_PULL.sub(r"\1\2", sanitize(html or "")))


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


@register.simple_tag(takes_context=True)
def written_pages(context: template.Context) -> list[Page]:
    """The newsroom's own pages that can be read in the language in force, without their bodies."""
    language = translation.get_language() or "ar"
    return once_a_generation(
        context.get("request"),
        ("own pages", language),
        lambda: list(Page.objects.in_language(language).defer("body", "body_ar", "body_en")),
    )


@register.simple_tag(takes_context=True)
def sections_here(context: template.Context) -> list[Section]:
    """The sections that have something to read in the language in force."""
    language = translation.get_language() or "ar"

    def find() -> list[Section]:
        readable = Article.objects.published().in_language(language)
        return list(Section.objects.filter(Exists(readable.filter(section=OuterRef("pk")))))

    return once_a_generation(context.get("request"), ("sections", language), find)


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
    """The address of the operator's own faces (``FONTS_DIR``); empty where they added none, or they
    are not among the static files: of that ``manage.py check`` warns, and no page fails for it."""
    try:
        return static("fonts/fonts.css") if settings.FONTS_DIR else ""
    except ValueError:  # no entry of that name in what collectstatic wrote
        return ""


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, address: str) -> str:
    """``/archive/`` -> ``https://newsroom.example/archive/``, under the name that was asked for."""
    return context["request"].build_absolute_uri(address)


@register.simple_tag(takes_context=True)
def linked_data(context: template.Context, article: Article | None = None) -> SafeString:
    """The JSON-LD of an article with what is beside it; without one, of the site."""
    language, absolute = translation.get_language() or "ar", context["request"].build_absolute_uri
    pages = context["own_pages"]  # base.html asks for them once
    if article is None:
        return dump_linked_data(site_graph(language, absolute, pages))
    return dump_linked_data(article_graph(article, language, absolute, pages))


@register.simple_tag
def picture(article: Article | str = "") -> Picture:
    """The picture that networks show beside a link to an article; to a page that has none (``""``)."""
    return picture_of(article) if article else picture_of_site()
