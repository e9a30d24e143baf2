"""The WSGI door: ``gunicorn newsroom.wsgi`` serves the site, the desk and the static files."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = get_wsgi_application()
