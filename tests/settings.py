"""The settings of the tests: the site's own, on TEST_DATABASE_URL or the embedded database."""

import os
from tempfile import TemporaryDirectory

# Before the site's settings read it. A developer's own .env and database are not the tests' business.
os.environ["ENV_FILE"] = os.devnull
os.environ["DEBUG"] = "1"
os.environ.pop("DATABASE_URL", None)
if url := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = url
    os.environ["DATABASE_POOL"] = (
        "0"  # a pool's idle connections would keep the database from being dropped
    )

from newsroom.settings import *  # noqa: F403

DEBUG = False
_MEDIA = TemporaryDirectory(prefix="newsroom-media-")  # goes when the tests end
MEDIA_ROOT = _MEDIA.name
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast, and only here
WHITENOISE_AUTOREFRESH = True  # tests run without collectstatic
# What tests write need not survive a power cut, and waiting for the disk is a third of their time.
_OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405
if "init_command" in _OPTIONS:
    _OPTIONS["init_command"] = _OPTIONS["init_command"].replace(
        "synchronous = FULL", "synchronous = OFF"
    )
else:
    _OPTIONS["options"] += " -c synchronous_commit=off"
