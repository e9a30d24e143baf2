"""Where the next page of a list begins: signed, so that what comes back is what was given.

A cursor names the last item of the page before, and belongs to the filters it was given with. What is
published meanwhile moves no page.
"""

from hashlib import blake2b
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .answers import Wrong, bad_parameters

_NOT_FILTERS = {"cursor", "limit"}


def dump_cursor(place: list[Any], request: HttpRequest) -> str:
    """Return a cursor for a place, a list of JSON values."""
    return _signer().sign_object([_filters_of(request), *place])


def load_cursor(request: HttpRequest) -> list[Any] | None:
    """Return the place in the address; None on the first page. Raises the problem of any other."""
    written = request.GET.get("cursor")
    if written is None:
        return None
    try:
        filters, *place = _signer().unsign_object(written)
    except (signing.BadSignature, ValueError):
        filters, place = None, []
    if filters != _filters_of(request):
        sentence = _("It is not a cursor of this list with these filters; begin without it.")
        raise bad_parameters([Wrong("cursor", [sentence])])
    return place


def address_of_next(cursor: str, request: HttpRequest) -> str:
    """The address of this list with another cursor."""
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _signer() -> signing.Signer:
    return signing.Signer(salt="articles.api.cursors", sep=".")


def _filters_of(request: HttpRequest) -> str:
    asked = sorted((name, value) for name, value in request.GET.items() if name not in _NOT_FILTERS)
    return blake2b(
        repr((request.path, asked)).encode("utf-8", "surrogatepass"), digest_size=8
    ).hexdigest()
