"""The second factor: whose accounts need one, who has one, and how a lost one is taken away."""

import logging

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_noop

from .sessions import end_sessions
from .throttling import count_wrong_code, free_account

RESET = "auth.reset_second_factor"
"""The right to take away another account's second factor (migration 0022)."""

RESET_NAME = gettext_noop("Can take away the lost second factor of an account")

READY = "has_second_factor"
"""In the session of who needs one and has it: the database is not asked again with each page."""

_KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
_LAST = "last_counter"

log = logging.getLogger(__name__)


def has_second_factor(user: AbstractBaseUser) -> bool:
    """Whether an account has an application or a key; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=_KINDS).exists()


def needs_second_factor(user: User) -> bool:
    """Whether the newsroom asks for one (MFA_REQUIRED): of some groups, and then of superusers."""
    if not settings.MFA_REQUIRED:
        return False
    return user.is_superuser or user.groups.filter(name__in=settings.MFA_REQUIRED).exists()


def is_to_set_up(user: User | AnonymousUser) -> bool:
    """Whether somebody is signed in who needs a second factor and has none yet."""
    return user.is_authenticated and needs_second_factor(user) and not has_second_factor(user)


def may_remove(authenticator: Authenticator) -> bool:
    """Whether somebody may take away one of their own: not the last, where they need one."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=_KINDS)
    return others.exclude(pk=authenticator.pk).exists() or not needs_second_factor(
        authenticator.user
    )


def may_reset(by: User, user: User) -> bool:
    """Whether ``by`` may take away the second factor of ``user``: not their own, for which they are
    asked to confirm who they are, and a superuser's only as one."""
    return by.pk != user.pk and by.has_perm(RESET) and (by.is_superuser or not user.is_superuser)


@transaction.atomic
def reset_second_factor(user: User) -> int:
    """Take an account's second factor away, with its recovery codes, and end its sessions.

    Whoever knows the password can then set up another. Return how many things were taken away.
    """
    count, _ = Authenticator.objects.filter(user=user).delete()
    free_account(user.get_username())
    end_sessions(user)
    log.warning("The second factor of account %s was reset.", user.pk)
    return count


@transaction.atomic
def spend(authenticator: Authenticator, code: str) -> bool:
    """Whether this code of an application was not used yet, nor one after it; then it is now.

    allauth remembers used codes in the cache, which each worker has its own of; this is in the
    database (RFC 6238, 5.2: a code is good once).
    """
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = decrypt(kept.data["secret"])
    fits = [one for one in yield_hotp_counters_from_time() if _is(code, secret, one)]
    if not fits or fits[0] <= kept.data.get(_LAST, -1):
        return False
    kept.data[_LAST] = fits[0]
    kept.save(update_fields=["data"])
    return True


def _is(code: str, secret: str, counter: int) -> bool:
    return compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter)))


@receiver(user_logged_in)
def note_it(request: HttpRequest, user: User, **kwargs: object) -> None:
    """Now, and not with a page that somebody reads: while nothing is written pages are read."""
    if needs_second_factor(user) and has_second_factor(user):
        request.session[READY] = True


@receiver(authenticator_added)
def begin_with_it(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """What was shown while it was set up signs nobody in; nor do sessions that began without it."""
    if authenticator.type == Authenticator.Type.TOTP:
        last = max(yield_hotp_counters_from_time())
        authenticator.data[_LAST] = last
        authenticator.save(update_fields=["data"])
    if authenticator.type in _KINDS:
        end_sessions(user, but=request.session.session_key)
        note_it(request, user)


@receiver(authentication_failed)
def count_failure(request: HttpRequest, user: User, **kwargs: object) -> None:
    count_wrong_code(request, user)
