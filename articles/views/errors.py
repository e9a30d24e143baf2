"""Pages for what went wrong, in the language of the address that was asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from .origin import is_same_origin


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


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
    """Whether a form is an article's, and a browser says that it is from a page of ours."""
    found = request.resolver_match
    forms = {"admin:articles_article_add", "admin:articles_article_change"}
    return found is not None and found.view_name in forms and is_same_origin(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: no session or database is to be trusted now."""
    return HttpResponse(get_template("500.html").render(), status=500)
