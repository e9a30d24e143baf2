"""The WSGI door: ``gunicorn newsroom.wsgi`` serves the site, the desk and the static files."""

import os

import django

from .encoding import Utf8Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup(set_prefix=False)
application = Utf8Handler()
