"""The settings of the minimal site (``page.py``): the newsroom's models and database, nothing else."""

import os

# What a child of the benchmark is not to take from a developer's own file.
os.environ.setdefault("ENV_FILE", os.devnull)

from newsroom.settings import (  # noqa: F401  Django reads them
    ALLOWED_HOSTS,
    BASE_DIR,
    DATABASES,
    DEBUG,
    DEFAULT_AUTO_FIELD,
    LANGUAGE_CODE,
    LANGUAGES,
    MEDIA_ROOT,
    MEDIA_URL,
    MODELTRANSLATION_CUSTOM_FIELDS,
    MODELTRANSLATION_DEFAULT_LANGUAGE,
    MODELTRANSLATION_FALLBACK_LANGUAGES,
    MODELTRANSLATION_LANGUAGES,
    SECRET_KEY,
    TIME_ZONE,
    USE_I18N,
    USE_TZ,
)

INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django_prose_editor",
    *("allauth", "allauth.account", "allauth.mfa", "allauth.usersessions", "axes"),
    "articles",
]
# allauth does not load without it; ``page.py`` runs none.
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = "tests.benchmarks.minimal.page"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "tests" / "benchmarks" / "minimal"],
    }
]
