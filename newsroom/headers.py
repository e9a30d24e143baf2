"""What every answer says to browsers besides Django's own headers, and which methods there are."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

from .errors import asks_api

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
"""Nothing here does anything else; Django's views, asked for TRACE, would answer as to GET."""

# What no page of a newspaper asks of a device.
_REFUSED = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
    *("geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer"),
    *("microphone", "midi", "payment", "screen-wake-lock", "serial"),
    *("usb", "xr-spatial-tracking"),
)
PERMISSIONS_POLICY = ", ".join(f"{name}=()" for name in _REFUSED)

_ANY_TYPES = {"require-trusted-types-for": None, "trusted-types": None}


class HeadersMiddleware:
    """Add ``Permissions-Policy`` and ``Cross-Origin-Resource-Policy``.

    What is made to be shown elsewhere (pictures, headline images, feeds, the API) says so itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class TrustedTypesMiddleware:
    """Take trusted types out of the policy of the desk, but for signing in and one's own account.

    The editor, the copy desk and Django's own admin (jQuery) make markup of text in their scripts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
            ours = tuple(map(reverse, ("account_login", "account_logout", "mfa_index")))
            if not request.path_info.startswith(ours):
                for replaced in ("_csp_replace", "_csp_replace_ro"):  # what django-csp looks at
                    setattr(response, replaced, getattr(response, replaced, {}) | _ANY_TYPES)
        return response


class MethodsMiddleware:
    """Refuse other methods than ``METHODS``; the API does so itself, in JSON.

    It stands within what adds headers, so that a refusal has them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in METHODS or asks_api(request):
            return self.get_response(request)
        return HttpResponseNotAllowed(METHODS)
