"""Settings from the environment, each tried in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "SECRET_KEY",
    "DEBUG",
    "DATABASE_URL",
    "DATABASE_POOL",
    "ALLOWED_HOSTS",
    "SEEDS_DIR",
    "HTTPS",
    "CACHE_URL",
    "TAG_AUTHORITY",
)


def setting(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in NAMES}
    return subprocess.run(
        [sys.executable, "-c", f"from newsroom import settings as s; print({expression})"],
        cwd=ROOT,
        env=clean | {"ENV_FILE": os.devnull} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_secret_it_does_not_start() -> None:
    done = setting("s.SECRET_KEY", DEBUG="0")
    assert done.returncode == 1
    assert "ImproperlyConfigured: SECRET_KEY is not set." in done.stderr
    assert "set SECRET_KEY to a long random text" in done.stderr


def test_a_database_address_that_is_none() -> None:
    done = setting("1", DATABASE_URL="nonsense")
    assert done.returncode == 1
    assert "DATABASE_URL is not an address of a database" in done.stderr


@pytest.mark.parametrize(
    ("expression", "environment", "value"),
    [
        ("s.ALLOWED_HOSTS", {}, "['127.0.0.1', 'localhost', '[::1]']"),
        ("s.DEBUG, s.HTTPS", {}, "True False"),
        ("s.DEBUG, s.HTTPS", {"DEBUG": "0", "SECRET_KEY": "x"}, "False True"),
        ("s.HTTPS", {"DEBUG": "0", "SECRET_KEY": "x", "HTTPS": "0"}, "False"),
        (
            "[one['DISABLE_SERVER_SIDE_CURSORS'] for one in s.DATABASES.values()]",
            {
                "DATABASE_URL": "postgresql://u@127.0.0.1:6432/n",
                "DATABASE_REPLICA_URL": "postgresql://u@127.0.0.1:6433/n",
                "DATABASE_DIRECT_URL": "postgresql://u@127.0.0.1:5432/n",
            },
            "[True, True]",
        ),
        ("s.TAG_AUTHORITY", {}, "127.0.0.1,2026"),
        (
            "s.TAG_AUTHORITY",
            {"ALLOWED_HOSTS": ".wild.example,news.example,b.example"},
            "news.example,2026",
        ),
        ("s.TAG_AUTHORITY", {"TAG_AUTHORITY": "old.example,2020-05"}, "old.example,2020-05"),
        ("s.ALLOWED_HOSTS", {"ALLOWED_HOSTS": "a.example,b.example"}, "['a.example', 'b.example']"),
        ("s.SEEDS_DIR", {}, f"{ROOT}/fixtures/seeds"),
        ("s.SEEDS_DIR", {"SEEDS_DIR": "fixtures"}, f"{ROOT}/fixtures"),
        (
            "s.DATABASES['default']['ENGINE'], s.DATABASES['default']['OPTIONS']",
            {"DATABASE_URL": "postgresql://u@127.0.0.1/n"},
            "django.db.backends.postgresql {'pool': {'timeout': 10}, 'options': '-c jit=off'}",
        ),
        (
            "[one['OPTIONS'].get('sslmode') for one in s.DATABASES.values()]",
            {
                "DATABASE_URL": "postgresql://u@127.0.0.1/n?sslmode=verify-full",
                "DATABASE_REPLICA_URL": "postgresql://u@127.0.0.2/n?sslmode=require",
            },
            "['verify-full', 'require']",
        ),
        ("'synchronous = FULL;' in s.DATABASES['default']['OPTIONS']['init_command']", {}, "True"),
        ("s.CACHES['default']['BACKEND']", {}, "django.core.cache.backends.locmem.LocMemCache"),
        (
            "s.CACHES['default']",
            {"CACHE_URL": "rediscache://127.0.0.1:6379/1"},
            "{'BACKEND': 'newsroom.cache.PatientCache', 'LOCATION': 'redis://127.0.0.1:6379/1'}",
        ),
        ("s.SESSION_ENGINE if hasattr(s, 'SESSION_ENGINE') else 'db'", {}, "db"),
    ],
)
def test_values(expression: str, environment: dict[str, str], value: str) -> None:
    printed = expression if expression.startswith("(") else f"*({expression},)"
    assert setting(printed, **environment).stdout.strip() == value


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite is opened")
def test_sqlite_is_opened_for_colliding_writers() -> None:
    with connection.cursor() as cursor:
        pragmas = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 20000,
    }
    assert connection.transaction_mode == "IMMEDIATE"


def test_the_deployment_checks_are_clean() -> None:
    clean = {name: value for name, value in os.environ.items() if "ASYNC_UNSAFE" not in name}
    environment = clean | {
        "ENV_FILE": os.devnull, "DEBUG": "0", "SECRET_KEY": "".join(map(chr, range(40, 120))),
        "ALLOWED_HOSTS": "news.example", "HTTPS": "1", "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "System check identified no issues (0 silenced).\n", done.stderr


def test_the_table_of_settings_is_true():
    """Every variable that is read is in docs/operating.md, and no other; the examples use no other."""
    read = set()
    for path in ("newsroom/settings.py", "gunicorn.conf.py"):
        source = (ROOT / path).read_text()
        read |= set(re.findall(r"env(?:\.\w+|iron\.get)\(\s*['\"]([A-Z_]+)['\"]", source))
    table = (ROOT / "docs/operating.md").read_text().split("## Settings")[1].split("\n## ")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    told = [name for cell in first for name in re.findall(r"`([A-Z_]+)`", cell)]
    assert sorted(told) == sorted(read)
    for example in (ROOT / "deploy").glob("*.env.example"):
        used = set(re.findall(r"^#? ?([A-Z_]+)=", example.read_text(), re.MULTILINE))
        assert used <= read | {"POSTGRES_PASSWORD", "SITE_ADDRESS"}, example
