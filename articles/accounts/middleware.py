"""Sessions last while somebody works; who still needs a second factor gets nowhere without it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from .second_factor import READY, is_to_set_up
from .sessions import keep_session


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
                is_ready = request.session.get(READY) or not is_to_set_up(request.user)
                if not is_ready and not _is_open(request.path):
                    response = redirect("mfa_index")
                    add_never_cache_headers(response)
                    return response
            elif settings.MFA_REQUIRED:
                user = request.user
                request.user = SimpleLazyObject(
                    lambda: AnonymousUser() if is_to_set_up(user) else user
                )
        return self.get_response(request)


def _is_open(path: str) -> bool:
    """Whether a page of the desk is for who has no second factor yet."""
    return path.startswith(reverse("mfa_index")) or path in {
        reverse("account_login"),
        reverse("account_logout"),
    }
