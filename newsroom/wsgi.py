"""The WSGI door: ``gunicorn newsroom.wsgi`` serves the site, the desk and the static files."""

import os

import django

from .encoding import Utf8Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
os.environ.setdefault("SQLITE_CACHE_MB", "2")  # for each thread
django.setup(set_prefix=False)

# Models are loaded by the line above, and not before.
from django.conf import settings  # noqa: E402

from articles.page_cache import PageCache  # noqa: E402

from .asked import Asked  # noqa: E402
from .metrics import count_page  # noqa: E402

application = PageCache(
    Asked(Utf8Handler()),
    room=settings.PAGE_CACHE_MB * 1_000_000,
    tell=count_page if settings.METRICS_TOKEN else None,
)
