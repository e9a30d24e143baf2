"""The site's own settings, as in production but for what takes an operator: static files, TLS."""

import os

os.environ["DEBUG"] = "1"  # before the site's settings read it

from newsroom.settings import *  # noqa: F403

DEBUG = False
