"""The read API, ``/api/v1/``: public JSON of articles, sources and corrections; see docs/api.md."""
