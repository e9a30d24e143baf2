from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address that a request came from; empty where it is not known (a Unix socket).

    Behind a proxy, what the proxy itself saw: it stands last, and all before it anyone can write.
    """
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")
