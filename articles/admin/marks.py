"""Small pieces of HTML that several of the desk's pages share."""

from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from articles.damascus import damascus_date, in_damascus, iso
from articles.models import Article, Image, Precision, State


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


def state_badges(article: Article) -> SafeString:
    """What an article is now, seen with the clock, in a box; beside it, that changes to it wait,
    and that they are in review."""
    state = article.state
    badges = [(f"desk-{state}", state.label)]
    if article.has_changes_waiting:
        badges.append(("desk-waiting", gettext("changes waiting")))
        if article.in_review:
            badges.append(("desk-in-review", State.IN_REVIEW.label))
    return format_html_join(" ", '<span class="desk-badge {}">{}</span>', badges)


def in_english(text: str | None) -> SafeString | str:
    """English words among Arabic ones, line by line; a dash for none."""
    if not text:
        return "—"
    return format_html('<div class="desk-english" lang="en" dir="ltr">{}</div>', text)


def thumbnail(image: Image) -> SafeString:
    """A picture's smallest square; a dash where nothing was made of it."""
    made = [one for one in image.renditions("square") if one.ending == "jpg"]
    if not made:
        return mark_safe("—")
    return format_html(
        '<img class="desk-thumb" src="{}" width="60" height="60" alt="{}" loading="lazy">',
        made[0].address,
        image.alt_ar or image,
    )


def image_mark(image: Image) -> SafeString:
    """A picture among words: its thumbnail, its number and its caption."""
    return format_html("{} <bdi>{}</bdi> · <bdi>{}</bdi>", thumbnail(image), image.pk, image)
