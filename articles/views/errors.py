"""Pages for what went wrong, in the language of the address that was asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: no session or database is to be trusted now."""
    return HttpResponse(get_template("500.html").render(), status=500)
