"""What must hold on this machine before the site starts (``manage.py check``)."""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.urls import URLPattern, URLResolver, get_resolver

from .cards import find_face, why_not
from .damascus import knows_damascus
from .templatetags.newsroom import fonts_stylesheet

# RFC 4151: a host name or an address of e-mail, then a year, a month or a day.
_AUTHORITY = re.compile(
    r"([\w.-]+@)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?,\d{4}(-\d\d(-\d\d)?)?", re.ASCII
)
# https://schema.org/NewsMediaOrganization: the properties that are addresses of pages.
_POLICIES = {
    "actionableFeedbackPolicy",
    "correctionsPolicy",
    "diversityPolicy",
    "diversityStaffingReport",
    "ethicsPolicy",
    "masthead",
    "missionCoveragePrioritiesPolicy",
    "noBylinesPolicy",
    "ownershipFundingInfo",
    "publishingPrinciples",
    "unnamedSourcesPolicy",
    "verificationFactCheckingPolicy",
}
# Made by migration 0002.
_GROUPS = {"reporter", "editor", "chief editor"}


@register
def time_zones(**kwargs: object) -> list[CheckMessage]:
    """Refuse a time zone database from before Syria gave up summer time (tzdata 2022e)."""
    if knows_damascus():
        return []
    return [
        Error(
            "The time zone database does not know that Damascus stayed at +03 in October 2022: "
            "every time since then would be an hour wrong.",
            hint="Update the system's tzdata package, or set PYTHONTZPATH='' to use the pinned one.",
            id="articles.E001",
        )
    ]


@register
def permanent_ids(**kwargs: object) -> list[CheckMessage]:
    """Refuse an authority of which no ``tag:`` URI can be made: ids are for ever."""
    if _AUTHORITY.fullmatch(settings.TAG_AUTHORITY):
        return []
    return [
        Error(
            f"TAG_AUTHORITY is {settings.TAG_AUTHORITY!r}: of this no tag: URI can be made.",
            hint="A host name of yours and a date on which it was: news.example,2026.",
            id="articles.E002",
        )
    ]


@register
def publisher_policies(**kwargs: object) -> list[CheckMessage]:
    """Refuse a policy that schema.org has no name for: nobody would read it."""
    return [
        Error(
            f"PUBLISHER_POLICIES names {name!r}, which schema.org does not know.",
            hint=f"It knows {', '.join(sorted(_POLICIES))}.",
            id="articles.E003",
        )
        for name in settings.PUBLISHER_POLICIES
        if name not in _POLICIES
    ]


@register
def headline_images(**kwargs: object) -> list[CheckMessage]:
    """Warn where no headline image can be drawn: links to articles show the paper's name instead."""
    reason = why_not(find_face(settings.CARD_FONT))
    if not reason:
        return []
    return [
        Warning(
            f"No headline images are drawn: {reason}.",
            hint="pip install -r requirements.txt, and FriBiDi (Debian: libfribidi0).",
            id="articles.W001",
        )
    ]


@register
def own_faces(**kwargs: object) -> list[CheckMessage]:
    """Warn where ``FONTS_DIR`` came after ``collectstatic``: pages have the system's faces."""
    if not settings.FONTS_DIR or fonts_stylesheet():
        return []
    return [
        Warning(
            "FONTS_DIR is set, and fonts/fonts.css is not among the static files: pages do not use it.",
            hint="collectstatic with the same FONTS_DIR; in a container, an image with them.",
            id="articles.W002",
        )
    ]


# What is answered before any address is looked up, and the language of the others.
_TAKEN = {"en", "healthz", "readyz"}


def _first_parts(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """The first parts of the addresses that readers have: ``"articles"``, ``"robots.txt"``."""
    for one in patterns:
        part = str(one.pattern)
        if part == settings.ADMIN_PATH:
            continue
        if isinstance(one, URLResolver) and not part:
            yield from _first_parts(one.url_patterns)
        else:
            yield part.partition("/")[0]


@register
def desk_path(**kwargs: object) -> list[CheckMessage]:
    """Refuse a path of the desk at which readers have something: it would be gone."""
    shown = set(_first_parts(get_resolver().url_patterns))
    folders = {
        one.strip("/").partition("/")[0] for one in (settings.STATIC_URL, settings.MEDIA_URL)
    }
    first = settings.ADMIN_PATH.partition("/")[0]
    if first not in shown | folders | _TAKEN:
        return []
    return [
        Error(
            f"ADMIN_PATH is {settings.ADMIN_PATH!r}: readers have pages there, which it would hide.",
            hint="Another first part: admin/, back/room/.",
            id="articles.E004",
        )
    ]


@register
def groups_with_a_second_factor(**kwargs: object) -> list[CheckMessage]:
    """Refuse a group that does not exist: nobody would need a second factor by it."""
    return [
        Error(
            f"MFA_REQUIRED names {name!r}, which is no group of the newsroom.",
            hint="They are reporter, editor, chief editor.",
            id="articles.E005",
        )
        for name in settings.MFA_REQUIRED
        if name not in _GROUPS
    ]
