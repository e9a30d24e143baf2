"""The language of a page is in its address: English under ``/en/``, Arabic everywhere else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageFromPathMiddleware:
    """Activate the language that the path names.

    Django's LocaleMiddleware also asks the browser (``Accept-Language``) and says so in ``Vary``,
    which splits every shared cache by a header that changes nothing here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = "en" if f"{request.path_info}/".startswith("/en/") else "ar"
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response
