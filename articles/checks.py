"""What must hold on this machine before the site starts (``manage.py check``)."""

import re

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from .cards import find_face, why_not
from .damascus import knows_damascus

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
