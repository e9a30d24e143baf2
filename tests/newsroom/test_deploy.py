"""What runs by the clock in a container and under systemd: the same, and nothing twice."""

import importlib.util
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import get_commands

from articles.images.reading import MOST_BYTES

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.fixture(scope="module")
def clock():
    spec = importlib.util.spec_from_file_location("clock", DEPLOY / "clock.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Process:
    def __init__(self):
        self.code = None

    def poll(self):
        return self.code


@pytest.mark.parametrize(
    ("moment", "also"),
    [
        ("2026-11-26T12:34", []),
        ("2026-11-26T07:00", ["send_digest"]),
        ("2026-11-26T08:50", ["send_digest"]),
        ("2026-11-26T08:55", []),
        ("2026-11-26T09:00", []),
        ("2026-11-26T01:30", ["copydesk"]),
        ("2026-11-26T02:30", ["check_archive"]),
        ("2026-11-26T03:30", ["backup"]),
        ("2026-11-27T04:30", ["rebuild_search"]),  # a Friday
        ("2026-11-28T04:30", []),
    ],
)
def test_what_is_started_when(clock, moment, also):
    started = []
    clock.Clock(lambda command: started.append(command[0])).tick(datetime.fromisoformat(moment))
    assert started == ["publish_due", "deliver", *also]


def test_what_still_runs_is_not_started_again(clock):
    started = {}

    def start(command):
        assert command not in started or started[command].code is not None
        started[command] = Process()
        return started[command]

    one = clock.Clock(start)
    one.tick(datetime(2026, 11, 26, 2, 30, tzinfo=clock.ZONE))
    first = dict(started)
    started[("deliver", "--verbosity", "0")].code = 0
    one.tick(datetime(2026, 11, 26, 2, 31, tzinfo=clock.ZONE))
    renewed = [command[0] for command in started if started[command] is not first.get(command)]
    assert renewed == ["deliver"]


def test_what_was_missed_is_caught_up_at_the_start(clock):
    """Once: it is not due a second time in the minute of the start."""
    started = []

    def start(command):
        started.append(" ".join(command))
        return Process()

    one = clock.Clock(start)
    moment = datetime(2026, 11, 26, 3, 30, 25, tzinfo=clock.ZONE)  # a Thursday
    one.catch_up(moment)
    assert started == [
        "copydesk --verbosity 0 --unless-since 2026-11-26T01:30+03:00",
        "check_archive --unless-since 2026-11-26T02:30+03:00",
        "backup /backups --keep 14 --unless-since 2026-11-26T03:30+03:00",
        "rebuild_search --unless-since 2026-11-20T04:30+03:00",
    ]
    del started[:]
    one.tick(moment)
    assert started == ["publish_due --verbosity 0", "deliver --verbosity 0"]


def test_systemd_runs_the_same_at_the_same_times(clock):
    commands = {timer.command[0] for timer in clock.TIMERS}
    assert commands - {"backup"} <= set(get_commands())
    units = {
        path.stem.removeprefix("newsroom-"): path for path in (DEPLOY / "systemd").glob("*.timer")
    }
    assert set(units) == commands
    for command, path in units.items():
        (unit,) = re.findall(r"^Unit=(.+)$", path.read_text(), re.MULTILINE)
        assert unit in {f"newsroom-job@{command}.service", f"newsroom-{command}.service"}
        hour_minute = re.search(
            r"OnCalendar=\S* ?\*-\*-\* (\d\d):(\d\d):00 Asia/Damascus", path.read_text()
        )
        if hour_minute:
            hour, minute = map(int, hour_minute.groups())
            days = range(23, 30)
            week = [datetime(2026, 11, day, hour, minute, tzinfo=clock.ZONE) for day in days]
            timer = next(timer for timer in clock.TIMERS if timer.command[0] == command)
            assert any(timer.is_due(moment) for moment in week), command
            assert timer.is_persistent is ("Persistent=yes" in path.read_text()), command


def test_the_proxy_waits_for_all_of_a_form():
    """Debian's Caddy and newer ones have two names for it, and each refuses the other's."""
    proxy = (DEPLOY / "Caddyfile").read_text()
    (largest,) = re.findall(r"max_size (\d+MB)", proxy)
    assert f"{{$BUFFER:request_buffers {largest}}}\n" in proxy
    assert "BUFFER=buffer_requests" in (DEPLOY.parent / "docs" / "operating.md").read_text()
    assert int(largest.removesuffix("MB")) * 1_000_000 > MOST_BYTES


def test_the_sites_role_is_no_superuser():
    compose = (DEPLOY.parent / "compose.yaml").read_text()
    assert "POSTGRES_USER" not in compose  # whoever it names would be one
    assert "./deploy/database.sql:/docker-entrypoint-initdb.d/" in compose
    (role,) = re.findall(r"postgresql://(\w+):\$\{POSTGRES_PASSWORD:", compose)
    roles = re.findall(
        r"^(?:CREATE|ALTER) ROLE (.+);$", (DEPLOY / "database.sql").read_text(), re.M
    )
    assert roles == [f"{role} LOGIN CREATEDB PASSWORD :'password'", "postgres PASSWORD NULL"]
