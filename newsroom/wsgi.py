"""The WSGI door: ``gunicorn newsroom.wsgi`` serves the site, the desk and the static files."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
site = get_wsgi_application()

# Models are loaded by the line above, and not before.
from django.conf import settings  # noqa: E402

from articles.page_cache import PageCache  # noqa: E402

application = PageCache(site, room=settings.PAGE_CACHE_MB * 1_000_000)
