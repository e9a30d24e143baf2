"""Errors told to a collector that speaks Sentry's protocol, where the operator names one.

What is told is the error and the code around it. Of the request it is the route and the id: no
address, header, cookie, form, user or local variable, and texts are scrubbed as logs are.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from articles.scrubbing import scrub_all

from .asked import request_id, route

_OFF = {"mode": "off"}
_NOTHING = {
    "user_info": False,
    "cookies": _OFF,
    "http_headers": {"request": _OFF},
    "http_bodies": [],
    "url_query_params": _OFF,
    "database_query_data": False,
    "queues": False,
    "stack_frame_variables": False,
}


def report_errors(dsn: str, **options: Any) -> None:
    """Report from now on to ``dsn``. Raises ImproperlyConfigured without the SDK, or for a bad DSN."""
    try:
        import sentry_sdk  # an extra (requirements-sentry.txt), and memory of workers without it
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, and sentry-sdk is not installed: pip install -r "
            "requirements-sentry.txt, or do not set SENTRY_DSN."
        ) from error
    try:
        sentry_sdk.init(
            dsn,
            data_collection=_NOTHING,  # send_default_pii=False, as it was called
            max_breadcrumbs=0,
            traces_sample_rate=None,
            before_send=clean,
            **options,
        )
    except ValueError as error:  # sentry_sdk's BadDsn
        raise ImproperlyConfigured("SENTRY_DSN is not an address of Sentry's kind.") from error


_KEPT = {"event_id", "timestamp", "level", "logger", "platform", "release", "environment", "sdk"}
_KEPT |= {"exception", "logentry", "message", "modules", "contexts"}


def clean(event: dict[str, Any], hint: object = None) -> dict[str, Any]:
    """Return what may be told of an event: a new dictionary."""
    told = {name: value for name, value in event.items() if name in _KEPT}
    # Ours, which name no address; Django's lines would, and say nothing that the error does not.
    if str(told.get("logger")).startswith("django."):
        told.pop("logentry", None)
    told["tags"] = {"route": route.get() or "-", "request_id": request_id.get() or "-"}
    return scrub_all(told)
