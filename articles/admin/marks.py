"""Small pieces of HTML that several of the desk's pages share."""

from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from articles.damascus import damascus_date, in_damascus, iso
from articles.models import Article, Precision, Status


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
    """The status in a box; a published article whose time has not come is scheduled."""
    status, label = article.status, article.get_status_display()
    if (
        status == Status.PUBLISHED
        and article.published_at
        and article.published_at > timezone.now()
    ):
        status, label = "scheduled", gettext("scheduled")
    return format_html('<span class="desk-badge desk-{}">{}</span>', status, label)


def in_english(text: str | None) -> SafeString | str:
    """English words among Arabic ones, line by line; a dash for none."""
    if not text:
        return "—"
    return format_html('<div class="desk-english" lang="en" dir="ltr">{}</div>', text)
