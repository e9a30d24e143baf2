"""What runs by the clock, where there is neither cron nor systemd: one process that starts the others.

A job that still runs is not started a second time, and none waits for another. What was due at night
or weekly while this did not run is caught up at its start. SIGTERM ends it when the jobs that run
have ended. Times are those of Damascus. Only the standard library is used.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Damascus")
_PATIENCE = 100  # seconds for which jobs are waited for at the end
_BACK = 8 * 24 * 60  # minutes in which everything is due once


class Timer(NamedTuple):
    """A command of manage.py, whether it is to be started in a minute, and caught up if it was not."""

    command: tuple[str, ...]
    is_due: Callable[[datetime], bool]
    is_persistent: bool = False


def at(hour: int, minute: int, weekday: int | None = None) -> Callable[[datetime], bool]:
    """Once a day, or once a week (0 is Monday)."""
    return lambda now: (now.hour, now.minute) == (hour, minute) and weekday in {None, now.weekday()}


# deploy/systemd has the same, as timers.
TIMERS = (
    Timer(("publish_due", "--verbosity", "0"), lambda now: True),
    Timer(("deliver", "--verbosity", "0"), lambda now: True),
    Timer(
        ("send_digest", "--verbosity", "0"), lambda now: now.hour in {7, 8} and now.minute % 10 == 0
    ),
    Timer(("copydesk", "--verbosity", "0"), at(1, 30), is_persistent=True),
    Timer(("check_archive",), at(2, 30), is_persistent=True),
    Timer(("backup", "/backups", "--keep", "14"), at(3, 30), is_persistent=True),
    Timer(("rebuild_search",), at(4, 30, weekday=4), is_persistent=True),
)


class Clock:
    """Starts what is due, at most once a minute each; ``start`` makes a process of a command."""

    def __init__(self, start: Callable[[tuple[str, ...]], subprocess.Popen[bytes]]) -> None:
        self._start = start
        self._running: dict[tuple[str, ...], subprocess.Popen[bytes]] = {}

    def catch_up(self, now: datetime) -> None:
        """Have run what has not ended well since it was last due; each knows that of itself."""
        minutes = [now - timedelta(minutes=back) for back in range(_BACK)]
        for timer in TIMERS:
            if timer.is_persistent:
                due = next(filter(timer.is_due, minutes)).isoformat(timespec="minutes")
                self._running[timer.command] = self._start((*timer.command, "--unless-since", due))

    def tick(self, now: datetime) -> None:
        for command in self.ended():
            del self._running[command]
        for timer in TIMERS:
            if timer.is_due(now) and timer.command not in self._running:
                self._running[timer.command] = self._start(timer.command)

    def ended(self) -> list[tuple[str, ...]]:
        return [name for name, process in self._running.items() if process.poll() is not None]

    def wait(self, seconds: float) -> None:
        """Wait for what runs; what takes longer is told to end."""
        end = time.monotonic() + seconds
        for process in self._running.values():
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.terminate()
                process.wait()


def manage(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "manage.py", *command])  # noqa: S603  our own table


def main() -> None:
    over = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: over.set())
    clock = Clock(manage)
    clock.catch_up(datetime.now(ZONE))
    while not over.is_set():
        clock.tick(datetime.now(ZONE))
        over.wait(60 - time.time() % 60)
    clock.wait(_PATIENCE)


if __name__ == "__main__":
    main()
