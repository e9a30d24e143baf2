"""The desk: Django's admin in Arabic, one module a model. Every change goes through ``editing``."""

from . import (
    accounts,
    article,
    captured_page,
    correction,
    deed,
    image,
    import_batch,
    morning,
    source,
    word_family,
)

__all__ = [
    "accounts",
    "article",
    "captured_page",
    "correction",
    "deed",
    "image",
    "import_batch",
    "morning",
    "source",
    "word_family",
]
