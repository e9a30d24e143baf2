"""The settings of the newsroom, all from the environment (docs/operating.md has the table).

Each has a default that is safe on one's own machine: with DEBUG on (the default) only loopback
addresses are served; with it off the site refuses to start without a secret.
"""

import re
from datetime import timedelta
from pathlib import Path

import environ
from csp import constants as csp
from django.core.exceptions import ImproperlyConfigured

from .error_reports import report_errors
from .logs import FORMATTERS

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(env.str("ENV_FILE", str(BASE_DIR / ".env")))

DEBUG = env.bool("DEBUG", default=True)

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. With DEBUG off the site does not start without a secret: "
            "set SECRET_KEY to a long random text (50 characters or more) and keep it."
        )
    SECRET_KEY = "only-for-this-machine-while-DEBUG-is-on"  # noqa: S105  never used with DEBUG off
# Former ones, while what they signed (sessions, webhooks) is to be taken still.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "modeltranslation",  # before admin: it patches the models' managers first
    "newsroom.desk.DeskConfig",  # django.contrib.admin, with our AdminSite
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "js_asset",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "articles",  # last: it takes from the desk what the others put there
]

MIDDLEWARE = [
    "newsroom.headers.HeadersMiddleware",
    "newsroom.health.HealthMiddleware",
    "newsroom.metrics.MetricsMiddleware",
    "newsroom.observing.ObserveMiddleware",
    "newsroom.observing.SlowQueriesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsroom.headers.TrustedTypesMiddleware",
    "newsroom.headers.MethodsMiddleware",
    "articles.page_cache.CompressionMiddleware",
    "newsroom.language.LanguageFromPathMiddleware",
    "newsroom.choices.ChoicesFromCookieMiddleware",
    "newsroom.encoding.Utf8FormsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "newsroom.read_only.ReadOnlyMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "articles.accounts.AccountsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database ------------------------------------------------------------------------------------

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}"),
}
if "ENGINE" not in DATABASES["default"]:
    raise ImproperlyConfigured(
        "DATABASE_URL is not an address of a database. It looks like "
        "postgresql://user:password@host:5432/name or sqlite:////folder/name.sqlite3."
    )
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes the lock when its transaction begins and waits its turn. Django's default
        # (deferred) loses colliding writes: the lock is asked for too late to wait for.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        "init_command": (
            "PRAGMA journal_mode = WAL;"  # readers never wait for the writer
            "PRAGMA synchronous = FULL;"  # what was acknowledged survives a power cut
            "PRAGMA foreign_keys = ON;"
            # An import's transaction is larger than SQLite's 2 MB; a worker has one for each thread.
            f"PRAGMA cache_size = {-1000 * env.int('SQLITE_CACHE_MB', default=16)};"
            "PRAGMA wal_autocheckpoint = 4000;"  # pages, 16 MB: fewer rewrites of the same pages
        ),
    }
    # Opening a file and telling it all this takes a quarter of the time of a page. While DEBUG is on
    # every request has a thread of its own, whose connection would be left behind.
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if DEBUG else None
    # A file, not memory: browser tests read it from another thread.
    _TESTS = Path(DATABASES["default"]["NAME"]).with_name("test.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(_TESTS)}
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Hold connections in psycopg's pool rather than one a thread for ever.
    DATABASES["default"]["OPTIONS"] = {
        # Seconds that a request waits for a connection; psycopg's 30 would hold up every thread.
        "pool": {"timeout": 10} if env.bool("DATABASE_POOL", default=True) else False,
        # Compiling a query takes longer than any query of a page.
        "options": "-c jit=off",
        # What the address itself says: ?sslmode=verify-full.
        **DATABASES["default"].get("OPTIONS", {}),
    }
    # After PostgreSQL was restarted, no request gets a connection that has ended.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Past PgBouncer, for the one connection of a worker that listens for changes.
DATABASE_DIRECT = (
    env.db_url_config(direct) if (direct := env.str("DATABASE_DIRECT_URL", default="")) else {}
)
# Behind it a cursor may be opened on one connection and asked for on another, which has none.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = bool(DATABASE_DIRECT)
# A copy that PostgreSQL keeps (streaming replication): readers' pages are made from it.
if replica := env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = {
        **env.db_url_config(replica),
        "OPTIONS": DATABASES["default"].get("OPTIONS", {})
        | env.db_url_config(replica).get("OPTIONS", {}),
        "DISABLE_SERVER_SIDE_CURSORS": bool(DATABASE_DIRECT),
        "TEST": {"MIRROR": "default"},
    }
    DATABASE_ROUTERS = ["newsroom.replicas.ReplicaRouter"]
    MIDDLEWARE.append("newsroom.replicas.ReplicaMiddleware")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": env.cache("CACHE_URL", default="locmemcache://newsroom"),
    # Headline images, drawn once: files, so that every process has them and a restart loses none;
    # at most so many (25 KB each), whatever is asked for.
    "cards": {
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 4000},
        **env.cache("CARDS_CACHE_URL", default=f"filecache://{VAR_DIR / 'cards'}"),
    },
}

# Redis that is gone or frozen makes no page an error.
for kept in CACHES.values():
    if kept["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
        kept["BACKEND"] = "newsroom.cache.PatientCache"

# Readers read, and nobody writes: where the database cannot be told (manage.py read_only).
READ_ONLY = env.bool("READ_ONLY", default=False)

# Megabytes in which each worker keeps finished pages; 0 makes every page anew.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=0 if DEBUG else 8)

# A CDN in front, and how it is told that pages have changed (docs/operating.md): without an address
# it has to ask every time, as browsers do.
CDN_PURGE_URL = env.str("CDN_PURGE_URL", default="")
CDN_PURGE_HEADERS = env.json("CDN_PURGE_HEADERS", default={})
CDN_PURGE_BODY = env.str("CDN_PURGE_BODY", default="")

# --- Language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("en", "English")]
# Our own words; and where Django's Arabic says otherwise than a Syrian newsroom, ours for its.
LOCALE_PATHS = [BASE_DIR / "articles" / "locale", BASE_DIR / "articles" / "django_locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Damascus"

MODELTRANSLATION_DEFAULT_LANGUAGE = "ar"
MODELTRANSLATION_LANGUAGES = ("ar", "en")
# The desk and the lists say when a translation is missing; the site never shows Arabic as English.
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ()}
MODELTRANSLATION_CUSTOM_FIELDS = ("ProseEditorField",)

# --- Accounts ------------------------------------------------------------------------------------

# Where the desk is. Another path than admin/ is named nowhere, not in robots.txt either.
ADMIN_PATH = env.str("ADMIN_PATH", default="admin/").strip("/") + "/"
if not re.fullmatch(r"([A-Za-z0-9_-]+/)+", ADMIN_PATH):
    raise ImproperlyConfigured(
        "ADMIN_PATH is not a path of the desk. It looks like admin/ or back/room/: "
        "letters of English, digits, hyphens, underscores."
    )

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "articles.accounts.passwords.CommonWordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: who is locked out is not even asked
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# A session ends so many hours after its login, and when nobody worked in it for so long.
SESSION_COOKIE_AGE = 3600 * env.int("SESSION_HOURS", default=168)
SESSION_IDLE_AGE = 3600 * env.int("SESSION_IDLE_HOURS", default=12)

# Failed attempts from one address: for one account, and for all of them. Then nothing from there is
# tried until this many minutes after the last of them, and all of them are forgotten.
AXES_FAILURE_LIMIT = env.int("LOGIN_ATTEMPTS", default=5)
LOGIN_ATTEMPTS_BY_ADDRESS = env.int("LOGIN_ATTEMPTS_BY_ADDRESS", default=30)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOGIN_LOCKOUT_MINUTES", default=15))
AXES_HANDLER = "articles.accounts.throttling.Handler"
AXES_LOCKOUT_PARAMETERS = "articles.accounts.throttling.counted_by"
AXES_LOCKOUT_CALLABLE = "articles.accounts.throttling.locked_out"
AXES_CLIENT_IP_CALLABLE = "articles.accounts.throttling.counted_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # so that the time we name is true
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who is signed in is in the list of sessions, and goes with them
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# What of a form is not kept with an attempt (the password never is): all that a form here has.
AXES_SENSITIVE_PARAMETERS = [
    *("username", "ip_address", "csrfmiddlewaretoken", "next", "code", "credential"),
    *("old_password", "new_password1", "new_password2"),
]

# Whose accounts need a second factor: these groups and superusers; none where it is empty. Who has
# none yet is led to set it up, and can do nothing else in the desk.
MFA_REQUIRED = env.list("MFA_REQUIRED", default=[] if DEBUG else ["editor", "chief editor"])
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are off by half a minute
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are made in the desk; no address is verified
MFA_ADAPTER = "articles.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "articles.accounts.forms.CodeForm",
    "reauthenticate": "articles.accounts.forms.ConfirmByCodeForm",
    "authenticate_webauthn": "articles.accounts.forms.KeyForm",
    "reauthenticate_webauthn": "articles.accounts.forms.ConfirmByKeyForm",
    "activate_totp": "articles.accounts.forms.SetUpAppForm",
    "add_webauthn": "articles.accounts.forms.AddKeyForm",
    "edit_webauthn": "articles.accounts.forms.RenameKeyForm",
}
ACCOUNT_ADAPTER = "articles.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"reauthenticate": "articles.accounts.forms.ConfirmByPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up: what its checks ask for
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # axes counts, in the database: for all workers, and to be undone
USERSESSIONS_TRACK_ACTIVITY = True

# --- Static files --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [BASE_DIR / "static"]
# A folder with fonts.css and the faces it names, for an operator who wants others than the system's.
FONTS_DIR = env.str("FONTS_DIR", default="")
if FONTS_DIR:
    STATICFILES_DIRS.append(("fonts", Path(FONTS_DIR).resolve()))
STORAGES = {
    # Pictures: a folder here, or any storage of Django's kind (docs/operating.md).
    "default": {
        "BACKEND": env.str("MEDIA_STORAGE", default="newsroom.media.WholeFiles"),
        "OPTIONS": env.json("MEDIA_STORAGE_OPTIONS", default={}),
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))).resolve()
MEDIA_URL = env.str("MEDIA_URL", default="/media/")

# --- Captured pages ------------------------------------------------------------------------------

SEEDS_DIR = Path(env.str("SEEDS_DIR", default=str(BASE_DIR / "fixtures" / "seeds"))).resolve()

# --- What leaves the site -------------------------------------------------------------------------

# Whose the articles' permanent ids are, and since when (RFC 4151): decided once, never changed.
_HOST = next(
    (host for host in ALLOWED_HOSTS if re.fullmatch(r"[A-Za-z0-9][\w.-]*", host)), "localhost"
)
TAG_AUTHORITY = env.str("TAG_AUTHORITY", default=f"{_HOST},2026")
FEEDS_FULL_TEXT = env.bool("FEEDS_FULL_TEXT", default=False)
# What search engines are told of the publisher: property=address pairs, and its other addresses.
PUBLISHER_POLICIES = env.dict("PUBLISHER_POLICIES", default={})
PUBLISHER_SAME_AS = env.list("PUBLISHER_SAME_AS", default=[])
# A typeface with Arabic for headline images; the packaged Amiri, unless one is named.
CARD_FONT = env.str("CARD_FONT", default="")

# --- Security ------------------------------------------------------------------------------------

# On wherever DEBUG is off, unless the operator serves plain HTTP on their own machine (make demo).
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "articles.views.form_expired"
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# A proxy that ends TLS says so in this header, and whom it speaks for in X-Forwarded-For; only
# trust them where there is such a proxy.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Cookies that no other host of the domain can set: browsers take the names only over HTTPS.
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
# Where a page may take anything from: this site, and where pictures are (MEDIA_URL). A nonce is in
# the policy only of pages that have one: the editor's, whose import map is an inline script.
_PICTURES = [MEDIA_URL] if "//" in MEDIA_URL else []
_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "script-src": [csp.SELF, csp.NONCE],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:", *_PICTURES],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "frame-src": [csp.SELF],
        "form-action": [csp.SELF],
        "base-uri": [csp.NONE],
        "frame-ancestors": [csp.NONE],
        # No script makes markup or another script of text; the desk's may (newsroom/headers.py).
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [csp.NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}
if report_uri := env.str("CSP_REPORT_URI", default=""):
    _POLICY["DIRECTIVES"]["report-uri"] = [report_uri]
# To try a policy of one's own pages first: browsers report what they would refuse, and refuse nothing.
if env.bool("CSP_REPORT_ONLY", default=False):
    CONTENT_SECURITY_POLICY_REPORT_ONLY = _POLICY
else:
    CONTENT_SECURITY_POLICY = _POLICY
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# Bytes of a form. A paste of 2 MB comes twice: as it was before and as it is now (the page of a
# dispute); Django's own 2.5 MB would refuse it with an error page, and what was typed would be gone.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
SESSION_COOKIE_HTTPONLY = True

# --- What is sent ---------------------------------------------------------------------------------

# Where the site is, for links in what is sent without anybody asking: letters and webhooks.
SITE_URL = env.str(
    "SITE_URL",
    default=f"https://{_HOST}" if HTTPS else f"http://{_HOST}:{env.int('PORT', default=8000)}",
).rstrip("/")
# smtp+tls://user:password@mail.example:587; on one's own machine letters are printed.
vars().update(env.email("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"newsroom@{_HOST}")
# Whether webhooks may lead into this network: such an address can be made to ask its machines.
WEBHOOKS_PRIVATE = env.bool("WEBHOOKS_PRIVATE", default=DEBUG)

# --- Readers -------------------------------------------------------------------------------------

# For how many days after the answer the address of who sent a report is kept; six times as long
# where nobody answers.
READER_EMAIL_DAYS = env.int("READER_EMAIL_DAYS", default=30)

# --- Logs, metrics, reports of errors --------------------------------------------------------------

# Lines for people, or an object a line for programs. Neither has anybody's data (newsroom/logs).
LOG_FORMAT = env.str("LOG_FORMAT", default="line")
if LOG_FORMAT not in FORMATTERS:
    raise ImproperlyConfigured(f"LOG_FORMAT is one of {', '.join(FORMATTERS)}, not {LOG_FORMAT!r}.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"newsroom": {"()": FORMATTERS[LOG_FORMAT]}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "newsroom"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
# Who may ask for /metrics; nobody unless it is set.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# Queries that take so many milliseconds are logged, without what they ask for; 0 times none.
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", default=0)
# Where errors are reported to, by Sentry's protocol (requirements-sentry.txt).
if dsn := env.str("SENTRY_DSN", default=""):
    report_errors(dsn)
