"""Pages for what went wrong, in the language of the address that was asked for."""

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template

from articles.read_only import RETRY_AFTER

from .origin import is_same_origin

_KEPT = {f"admin:articles_article_{name}" for name in ("add", "change", "changes", "withdraw")}
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_AT_ONCE = 1_000_000  # bytes
_MOST_READ = 200_000_000  # what is longer is no form of ours


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read; of a form that is too large, that it is, and what to do."""
    if not isinstance(exception, _TOO_MUCH):
        return render(request, "400.html", status=400)
    _read_to_the_end(request)
    return render(request, "413.html", status=413)


def _read_to_the_end(request: HttpRequest) -> None:
    """Take in what is still being sent: a browser that is cut off shows an error of its own."""
    left = _MOST_READ
    try:
        while left > 0 and (read := len(request.read(_AT_ONCE))):
            left -= read
    except (OSError, RawPostDataException):
        pass


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form whose token is of an earlier login; an article's is there to be sent again.

    Nothing is kept of it here: where it comes from was not proven, and so a person sends it.
    """
    sent = request.POST.lists() if _is_an_article(request) else ()
    again = [
        (name, value) for name, values in sent if name != "csrfmiddlewaretoken" for value in values
    ]
    return render(request, "403_csrf.html", {"again": again}, status=403)


def _is_an_article(request: HttpRequest) -> bool:
    """Whether a form is an article's or a notice's, and a browser says that it is from a page of ours."""
    found = request.resolver_match
    return found is not None and found.view_name in _KEPT and is_same_origin(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """For what cannot be done now and may be later; what was typed into a form comes back with it.

    The database is not asked. A password is not given back, and nothing whose origin was not proven.
    """
    context = {"is_form": request.method == "POST", "again": (), "files": ()}
    try:
        is_proven = getattr(request, "csrf_processing_done", False) or is_same_origin(request)
        if is_proven and not _has_password(request):
            context["again"] = [
                (name, value)
                for name, values in request.POST.lists()
                if name != "csrfmiddlewaretoken"
                for value in values
            ]
            context["files"] = list(request.FILES)
    except (*_TOO_MUCH, OSError, RawPostDataException):
        pass  # it cannot be read any more
    # Rendered with the token alone: who is signed in is in the database.
    page = get_template("503.html").render(context | {"csrf_token": get_token(request)})
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _has_password(request: HttpRequest) -> bool:
    return any("password" in name for name in request.POST)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: no session or database is to be trusted now."""
    return HttpResponse(get_template("500.html").render(), status=500)
