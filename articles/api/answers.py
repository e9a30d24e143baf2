"""How the API answers: JSON with Arabic as it is written, conditional, open to any page's script.

What cannot be answered is a problem document (RFC 9457), in both languages.
"""

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from articles.page_cache import offer
from articles.read_only import RETRY_AFTER

Document = dict[str, Any]

LANGUAGES = ("ar", "en")
MAX_AGE = 60  # seconds for which an answer may be kept unasked
_METHODS = "GET, HEAD, OPTIONS"
_SHOWN = 100  # characters of a name that nobody knows


class Wrong(NamedTuple):
    """A parameter that cannot be understood, and why: one sentence or several."""

    parameter: str
    sentences: Iterable[str | Promise]


class Problem(Exception):
    """Raised by a view for what it cannot answer; ``endpoint`` makes the document of it."""

    def __init__(
        self,
        status: HTTPStatus,
        name: str,
        title: str | Promise,
        detail: str | Promise,
        wrong: Collection[Wrong] = (),
    ) -> None:
        super().__init__(name)
        self.status, self.name, self.title, self.detail, self.wrong = (
            status,
            name,
            title,
            detail,
            wrong,
        )


def not_found() -> Problem:
    """The problem of a number or an address under which there is nothing."""
    return Problem(
        HTTPStatus.NOT_FOUND,
        "not-found",
        _("Nothing is here"),
        _("There is nothing to read at this address; the list of addresses is at /api/."),
    )


def bad_parameters(wrong: Collection[Wrong]) -> Problem:
    return Problem(
        HTTPStatus.BAD_REQUEST,
        "bad-parameters",
        _("The question cannot be understood"),
        _("Each parameter that is wrong is named below, with what is wrong with it."),
        wrong,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is refused before any address is asked: a host that is not ours, a query without end."""
    return _of_the_site(
        Problem(
            HTTPStatus.BAD_REQUEST,
            "bad-request",
            _("This request cannot be read"),
            _("Its host is not this site's, or it is too large or damaged."),
        )
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; the database is not asked."""
    return _of_the_site(
        Problem(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "server-error",
            _("Something went wrong"),
            _("The fault is ours, and it has been noted. Please try again in a few minutes."),
        )
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database does not answer now, and may later."""
    response = _of_the_site(
        Problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "unavailable",
            _("Please come back in a few minutes"),
            _("The newsroom is being worked on."),
        )
    )
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _of_the_site(problem: Problem) -> HttpResponse:
    """The document of a problem whose request is not to be trusted, not even for our own name."""
    response = _document_of(problem, f"{settings.SITE_URL}{reverse('api')}")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def answer(
    document: Document,
    *,
    status: int = HTTPStatus.OK,
    language: str = ", ".join(LANGUAGES),
    content_type: str = "application/json",
) -> JsonResponse:
    """Return a document as JSON; ``language`` is what it is written in."""
    response = JsonResponse(
        document,
        status=status,
        content_type=content_type,
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    response["Content-Language"] = language
    return response


def in_language(words: str | Promise | Iterable[str | Promise], language: str) -> str:
    """Return lazy words, or several sentences of them, in a language."""
    with translation.override(language):
        if isinstance(words, str | Promise):
            return str(words)
        return " ".join(str(sentence) for sentence in words)


def endpoint(
    view: Callable[..., HttpResponse] | None = None, *, parameters: Collection[str] = ()
) -> Any:
    """Make a view an address of the API; ``parameters`` are all that may stand in its query.

    ETag and If-None-Match spare the bytes of what has not changed. A date decides nothing: what a
    document says of its source or of related articles changes without it.
    """
    if view is None:
        return lambda view: endpoint(view, parameters=parameters)

    @csrf_exempt  # nothing is written here; another method is told so in JSON
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = _preflight()
        elif request.method in {"GET", "HEAD"}:
            response = _read(view, request, parameters, *args, **kwargs)
        else:
            response = _refused(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    answered.is_cacheable = True
    return answered


def _read(
    view: Callable[..., HttpResponse],
    request: HttpRequest,
    parameters: Collection[str],
    *args: Any,
    **kwargs: Any,
) -> HttpResponse:
    try:
        _refuse_unknown(request, parameters)
        response = view(request, *args, **kwargs)
    except Problem as problem:
        response = _document_of(problem, request.build_absolute_uri(reverse("api")))
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    response = offer(request, response)
    response["Access-Control-Expose-Headers"] = "ETag, Link"
    return response


def _refuse_unknown(request: HttpRequest, parameters: Collection[str]) -> None:
    wrong = []
    for name, values in request.GET.lists():
        if name not in parameters:
            # A name typed wrong would pass for a filter, and everything for its result.
            wrong.append(Wrong(name[:_SHOWN], [_("There is no such parameter here.")]))
        elif len(values) > 1:
            wrong.append(Wrong(name, [_("It is given more than once.")]))
        elif "\0" in values[0]:
            wrong.append(Wrong(name, [_("It has a character that no text has.")]))
    if wrong:
        raise bad_parameters(wrong)


def _preflight() -> HttpResponse:
    return HttpResponse(
        status=HTTPStatus.NO_CONTENT,
        headers={
            "Allow": _METHODS,
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def _refused(request: HttpRequest) -> HttpResponse:
    problem = Problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "method-not-allowed",
        _("This can only be read"),
        _("The API answers GET, HEAD and OPTIONS; nothing is written through it."),
    )
    response = _document_of(problem, request.build_absolute_uri(reverse("api")))
    response["Allow"] = _METHODS
    return response


def _document_of(problem: Problem, about: str) -> HttpResponse:
    """``about`` is the address of the page that names every problem."""
    document: Document = {
        "type": f"{about}#{problem.name}",
        "title": in_language(problem.title, "ar"),
        "status": int(problem.status),
        "detail": in_language(problem.detail, "ar"),
        "en": {
            "title": in_language(problem.title, "en"),
            "detail": in_language(problem.detail, "en"),
        },
    }
    if problem.wrong:
        document["errors"] = [
            {"parameter": one.parameter}
            | {language: in_language(one.sentences, language) for language in LANGUAGES}
            for one in problem.wrong
        ]
    return answer(document, status=problem.status, content_type="application/problem+json")
