"""Who gets the digest: asked for on the site, confirmed by a link in a letter, left by another.

Nobody is told here whether an address is known: whoever asks gets the same answer, and what there
is to say goes to the address itself.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles.models import Subscription

_BETWEEN_LETTERS = timedelta(hours=1)  # to one address about one scope
_A_DAY = timedelta(days=1)
_LETTERS_A_DAY = 3  # to one address, whatever is asked for it
UNCONFIRMED_FOR = timedelta(days=3)
_LONGEST_KEY = 254  # characters


def ask(email: str, language: str, scope: str) -> None:
    """Note that somebody wants the digest at an address; a letter there asks whether they do.

    Safe to repeat. So that nobody can be pestered through us, letters to one address are few.
    """
    # Some letters become two when they are made small, and the key's column holds no more.
    now, key = timezone.now(), email.casefold()[:_LONGEST_KEY]
    with transaction.atomic():
        mine, is_new = Subscription.objects.get_or_create(
            email_key=key,
            language=language,
            scope=scope,
            defaults={"email": email, "asked_at": now, "wants_letter": False},
        )
        mine = Subscription.objects.select_for_update().get(pk=mine.pk)
        others = Subscription.objects.filter(email_key=key, asked_at__gt=now - _A_DAY)
        if others.exclude(pk=mine.pk).count() >= _LETTERS_A_DAY:
            return
        if is_new or mine.asked_at <= now - _BETWEEN_LETTERS:
            mine.asked_at, mine.wants_letter = now, True
            mine.save(update_fields=["asked_at", "wants_letter"])


def find_subscription(token: str) -> Subscription | None:
    """Return the subscription whose letters have this token; None where there is none (any more)."""
    return Subscription.objects.filter(token=token).first()


def confirm(token: str) -> bool:
    """Begin to send the digest; return whether there was something to confirm. Safe to repeat."""
    found = Subscription.objects.filter(token=token)
    found.filter(confirmed_at=None).update(confirmed_at=timezone.now(), wants_letter=False)
    return found.exists()


def leave(token: str) -> None:
    """End a subscription: nothing of it is kept. Safe to repeat."""
    Subscription.objects.filter(token=token).delete()


def forget_unconfirmed() -> int:
    """Delete what nobody confirmed within three days; return how many."""
    old = Subscription.objects.filter(
        confirmed_at=None, asked_at__lt=timezone.now() - UNCONFIRMED_FOR
    )
    return old.delete()[0]
