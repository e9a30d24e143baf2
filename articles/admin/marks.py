"""Small pieces of HTML that several of the desk's pages share."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.damascus import damascus_date, in_damascus, iso
from articles.models import Article, Precision


def damascus_time(instant: datetime | None, precision: str = Precision.MINUTE) -> SafeString | str:
    """``21.05.2018 11:05`` by the Damascus clock, each part isolated; a dash for None."""
    if instant is None:
        return "—"
    local = in_damascus(instant)
    day = f"{local:%d.%m.}{local.year:04d}"
    if precision == Precision.DAY:
        return format_html(
            '<time class="desk-time" datetime="{}"><bdi>{}</bdi></time>',
            damascus_date(instant),
            day,
        )
    return format_html(
        '<time class="desk-time" datetime="{}"><bdi>{}</bdi> <bdi>{}</bdi></time>',
        iso(instant),
        day,
        f"{local:%H:%M}",
    )


def status_badge(article: Article) -> SafeString:
    """What an article is now, seen with the clock, in a box."""
    state = article.state
    return format_html('<span class="desk-badge desk-{}">{}</span>', state.value, state.label)


def in_english(text: str | None) -> SafeString | str:
    """English words among Arabic ones, line by line; a dash for none."""
    if not text:
        return "—"
    return format_html('<div class="desk-english" lang="en" dir="ltr">{}</div>', text)
