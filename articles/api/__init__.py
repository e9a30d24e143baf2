"""The read API, ``/api/v1/``: public JSON of articles, sources and corrections; see docs/api.md."""

from .answers import bad_request, server_error, unavailable

__all__ = ["bad_request", "server_error", "unavailable"]
