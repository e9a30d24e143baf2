"""Names that never change, as ``tag:`` URIs (RFC 4151): authority, date, and a primary key.

``tag:news.example,2026:article/12``; the English of it, which is another text, ends in ``/en``. What
they are made of is decided once (TAG_AUTHORITY): a headline, a slug and a host name may all change.
"""

from django.conf import settings


def article_id(pk: int, language: str) -> str:
    """Return ``tag:news.example,2026:article/12``."""
    return _tag(f"article/{pk}", language)


def correction_id(pk: int, language: str) -> str:
    """Return ``tag:news.example,2026:correction/7``."""
    return _tag(f"correction/{pk}", language)


def source_id(pk: int) -> str:
    """Return ``tag:news.example,2026:source/3``: a source is the same in every language."""
    return _tag(f"source/{pk}", "ar")


def image_id(pk: int) -> str:
    """Return ``tag:news.example,2026:image/5``, the same in every language too."""
    return _tag(f"image/{pk}", "ar")


def feed_id(name: str, language: str) -> str:
    """Return ``tag:news.example,2026:feed/latest``; ``name`` has only characters of an address."""
    return _tag(f"feed/{name}", language)


def _tag(specific: str, language: str) -> str:
    suffix = "" if language == "ar" else f"/{language}"
    return f"tag:{settings.TAG_AUTHORITY}:{specific}{suffix}"
