"""Who is signed in where; how long that lasts; how it is ended."""

import time
from datetime import datetime, timedelta
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, clear_login, unstash_login
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

_SIGNED_IN, _SEEN = "signed_in_at", "seen_at"  # seconds of time.time()
_BEGUN_WITH = "auth_hash"  # of a login that waits for its second step
_NOTED_EVERY = 300  # seconds: writing with each page would make a writer of each reader

_BROWSERS = {
    "Edge": "Edg/",
    "Opera": "OPR/",
    "Samsung Internet": "SamsungBrowser/",
    "Firefox": "Firefox/",
    "Chrome": "Chrome/",
    "Safari": "Safari/",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "macOS": "Mac OS X",
    "ChromeOS": "CrOS",
    "Linux": "Linux",
}


@receiver(user_logged_in)
def begin_session(sender: object, request: HttpRequest, **kwargs: object) -> None:
    request.session[_SIGNED_IN] = request.session[_SEEN] = int(time.time())
    request.session.set_expiry(_left(request))


def keep_session(request: HttpRequest) -> None:
    """Note that somebody works in this session, at most every five minutes: it lasts on from now."""
    now, session = int(time.time()), request.session
    if not request.user.is_authenticated or now - session.get(_SEEN, 0) < _NOTED_EVERY:
        return
    session[_SEEN] = now
    session.setdefault(_SIGNED_IN, now)  # of a session from before there was this
    session.set_expiry(max(1, _left(request)))
    UserSession.objects.create_from_request(request)


def _left(request: HttpRequest) -> int:
    """Seconds until a session ends in which nobody works from now on."""
    age = int(time.time()) - request.session[_SIGNED_IN]
    return min(settings.SESSION_IDLE_AGE, settings.SESSION_COOKIE_AGE - age)


def note_half_login(request: HttpRequest, user: User) -> None:
    """Note with which password a login began that now waits for its second step, if it does."""
    if half := request.session.get(LOGIN_SESSION_KEY):
        half["state"][_BEGUN_WITH] = user.get_session_auth_hash()
        request.session.modified = True


def drop_stale_half_login(request: HttpRequest) -> None:
    """Forget a login that waits for its second step, where the password is no longer that one."""
    half = unstash_login(request, peek=True)
    if half and not (
        half.user
        and constant_time_compare(
            half.state.get(_BEGUN_WITH, ""), half.user.get_session_auth_hash()
        )
    ):
        clear_login(request)


def open_sessions(user: User) -> list[UserSession]:
    """The sessions of an account, the one used last first; each with ``.ip``, ``.user_agent``,
    ``.device``, ``.created_at``, ``.last_seen_at`` (aware UTC) and ``.is_current()``."""
    standing = UserSession.objects.purge_and_list(user)
    for one in standing:
        one.device = device_of(one.user_agent)
    return sorted(standing, key=lambda one: one.last_seen_at, reverse=True)


def device_of(user_agent: str) -> str:
    """``"Firefox, Android"``: by what somebody knows their own devices; empty where it is neither.

    The first name that is found counts: each browser also names those that came before it.
    """
    found = [
        next((name for name, mark in names.items() if mark in user_agent), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, found))


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End an account's sessions, also those that no list knows of and those that wait for their
    second step; ``but`` the one with that key.

    Return how many. The table is read through: it holds the newsroom's own, readers have none.
    """
    ended = [
        one.session_key
        for one in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if one.session_key != but and _is_of(user, one.get_decoded())
    ]
    Session.objects.filter(session_key__in=ended).delete()
    UserSession.objects.filter(user=user).exclude(session_key=but or "").delete()
    return len(ended)


def _is_of(user: User, session: dict[str, Any]) -> bool:
    half = session.get(LOGIN_SESSION_KEY) or {}
    return session.get(SESSION_KEY) == str(user.pk) or half.get("user_pk") == user_pk_to_url_str(
        user
    )


def forget_sessions(now: datetime) -> int:
    """Delete sessions that have run out, and from where they were; return how many of the former.

    An hour late, so that nothing is done twice in the same minute with who is just coming back.
    """
    count, _ = Session.objects.filter(expire_date__lt=now - timedelta(hours=1)).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return count
