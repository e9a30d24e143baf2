"""Sessions last while somebody works; who still needs a second factor gets nowhere without it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from .second_factor import has_second_factor, is_to_set_up, needs_second_factor
from .sessions import keep_session

_READY = "has_second_factor"  # in the session, of whom it is asked: not asked again with each page


class AccountsMiddleware:
    """Lead who needs a second factor and has none to where it is set up, from all of the desk.

    To every other page they are a reader: no side door sees an editor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            if request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
                keep_session(request)
                if self._is_to_set_up(request) and not _is_open(request.path):
                    response = redirect("mfa_index")
                    add_never_cache_headers(response)
                    return response
            elif settings.MFA_REQUIRED:
                user = request.user
                request.user = SimpleLazyObject(
                    lambda: AnonymousUser() if is_to_set_up(user) else user
                )
        return self.get_response(request)

    def _is_to_set_up(self, request: HttpRequest) -> bool:
        session, user = request.session, request.user
        if not settings.MFA_REQUIRED or session.get(_READY) or not user.is_authenticated:
            return False
        if not needs_second_factor(user):
            return False
        if has_second_factor(user):
            session[_READY] = True
            return False
        return True


def _is_open(path: str) -> bool:
    """Whether a page of the desk is for who has no second factor yet."""
    return path.startswith(reverse("mfa_index")) or path in {
        reverse("account_login"),
        reverse("account_logout"),
    }
