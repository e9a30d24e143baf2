"""The desk: Django's admin in Arabic, one module a model. Every change goes through ``editing``."""

from . import (
    accounts,
    article,
    captured_page,
    correction,
    deed,
    front_slot,
    image,
    import_batch,
    morning,
    page,
    reader_report,
    section,
    source,
    topic,
    webhook,
    word_family,
)

__all__ = [
    "accounts",
    "article",
    "captured_page",
    "correction",
    "deed",
    "front_slot",
    "image",
    "import_batch",
    "morning",
    "page",
    "reader_report",
    "section",
    "source",
    "topic",
    "webhook",
    "word_family",
]
