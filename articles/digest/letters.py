"""The letters themselves: as plain text and as HTML, with the way out in each."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.arabic import isolate_foreign
from articles.models import Subscription
from articles.sharing import directed, legible

from .editions import Edition
from .scopes import find_scope

# A letter that is not gone by then was cut off with its process, and may be sent again.
CLAIM = timedelta(minutes=10)
Failed = Callable[[int, Exception], None]
"""Called with the id of a subscription whose letter failed, and why; the others go on."""


def digest_letter(
    subscription: Subscription, edition: Edition, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    """Return the letter of a digest; one-click unsubscription by RFC 8058."""
    leaving = _address("digest_unsubscribe", subscription.token)
    letter = _letter(
        subscription,
        connection,
        edition.subject,
        "digest",
        {
            "edition": edition,
            "scope": isolate_foreign(edition.scope.title, edition.language),
            "leaving": leaving,
        },
    )
    host = urlsplit(settings.SITE_URL).hostname
    # One digest a day and reader: a letter that goes out twice has one name, and may be shown once.
    named = f"{subscription.token}/{subscription.scope}/{edition.day}"
    letter.extra_headers |= {
        "Message-ID": f"<{sha256(named.encode()).hexdigest()[:32]}@{host}>",
        "List-ID": f"<digest.{host}>",
        "List-Unsubscribe": f"<{leaving}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
    return letter


def send_waiting_letters(failed: Failed, *, most: int = 200) -> int:
    """Send the letters that ask to confirm; return how many went out.

    The site never waits for the mail server: it notes that a letter is wanted, and this sends it.
    """
    now = timezone.now()
    sent = 0
    connection = get_connection()
    waiting = Subscription.objects.filter(wants_letter=True).filter(unclaimed(now))
    for subscription in waiting.order_by("asked_at", "pk")[:most]:
        if not claim(subscription, now, wants_letter=True):
            continue
        try:
            with translation.override(subscription.language):
                _confirmation_letter(subscription, connection).send()
        except Exception as error:
            failed(subscription.pk, error)
            continue  # the claim runs out, and it is tried again
        Subscription.objects.filter(pk=subscription.pk).update(
            wants_letter=False, claimed_until=None
        )
        sent += 1
    return sent


def unclaimed(now: datetime) -> Q:
    return Q(claimed_until=None) | Q(claimed_until__lte=now)


def claim(subscription: Subscription, now: datetime, **as_read: Any) -> bool:
    """Take a subscription for ourselves for a while; return whether nobody else was quicker.

    ``as_read`` are the columns by which another who was done in between would be noticed.
    """
    found = Subscription.objects.filter(unclaimed(now), pk=subscription.pk, **as_read)
    return bool(found.update(claimed_until=now + CLAIM))


def _confirmation_letter(
    subscription: Subscription, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    scope = find_scope(subscription.scope)
    is_confirmed = subscription.confirmed_at is not None
    subject = _("You already get the digest") if is_confirmed else _("Do you want the digest?")
    return _letter(
        subscription,
        connection,
        _("Newsroom: %(words)s") % {"words": subject},
        "digest_confirm",
        {
            "is_confirmed": is_confirmed,
            "scope": isolate_foreign(scope.title, subscription.language) if scope else "",
            "confirming": _address("digest_confirm", subscription.token),
            "leaving": _address("digest_unsubscribe", subscription.token),
        },
    )


def _letter(
    subscription: Subscription,
    connection: BaseEmailBackend,
    subject: str,
    template: str,
    context: dict[str, Any],
) -> EmailMultiAlternatives:
    language = subscription.language
    context |= {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "subject": subject,
        "site": settings.SITE_URL + reverse("front"),
    }
    text = legible(render_to_string(f"mail/{template}.txt", context)).strip() + "\n"
    letter = EmailMultiAlternatives(
        directed(subject, language),
        text,
        to=[subscription.email],
        connection=connection,
        headers={"Content-Language": language, "Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    return letter


def _address(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])
