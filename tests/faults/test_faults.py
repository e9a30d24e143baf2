"""What is cut off, killed, frozen, full: nothing acknowledged is lost, nothing is in twice.

Real processes under the site's own settings. ``make test-faults`` runs all of it, many times over;
without FAULTS=full a short form.
"""

import os
import random
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from articles.editing import (
    announce_due,
    check_history,
    expire_due,
    load_latest,
    publish,
    save_article,
)
from articles.models import Article, Deed
from articles.search import check_index
from tests.faults.newsroom import (
    Editor,
    Newsroom,
    Server,
    all_at_once,
    sqlite_rows,
    tokens_in,
)
from tests.importing.pages import Page, other_paragraphs

FULL = os.environ.get("FAULTS") == "full"
EDITORS = 20 if FULL else 4
SECONDS = 20 if FULL else 2  # of load
PATIENCE = 60  # seconds for what a quick machine does in these
PAUSE = (
    (1.0, 3.0) if FULL else (0.3, 1.0)
)  # seconds between two kills: a worker takes some to start
full = pytest.mark.skipif(not FULL, reason="make test-faults")
POSTGRESQL = Path("/usr/lib/postgresql")

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    def line(words: str) -> None:
        with capsys.disabled():
            print(f"\n  {words}", end="", flush=True)

    return line if FULL else lambda words: None


@pytest.fixture(scope="module")
def empty(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Path:
    """The file of a newsroom that has been migrated and has nothing in it."""
    path = tmp_path_factory.mktemp("empty") / "newsroom.sqlite3"
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(path)])
            return path
    done = Newsroom(path.parent, f"sqlite:///{path}").manage("migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def newsroom(empty: Path, tmp_path: Path) -> Newsroom:
    shutil.copy(empty, tmp_path / "newsroom.sqlite3")
    return Newsroom(tmp_path, f"sqlite:///{tmp_path}/newsroom.sqlite3")


@pytest.fixture(autouse=True)
def _once() -> None:
    if not FULL and connection.vendor != "sqlite":
        pytest.skip("these have databases of their own: once is enough")


def pages(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        Page(
            headline=f"خبر من المدينة رقمه {number} هذا اليوم", paragraphs=other_paragraphs(number)
        ).write(folder, f"{number:05}.txt")
    return folder


# --- load, and what must be true after it -----------------------------------------------------------


class Load:
    """Editors who save without a pause, each their own article, and remember what was acknowledged."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.editors = newsroom.editors(EDITORS)
        self.articles = newsroom.articles(EDITORS)
        self.acknowledged: set[str] = set()
        self.tried = 0
        self.statuses: dict[int, int] = {}
        self._is_over = threading.Event()

    @contextmanager
    def on(self, server: Server) -> Iterator[None]:
        for editor in self.editors:
            editor.site = server.address
        threads = [threading.Thread(target=self._work, args=[n]) for n in range(EDITORS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            for thread in threads:
                thread.join()

    def _work(self, number: int) -> None:
        count = 0
        while not self._is_over.is_set():
            count += 1
            token = f"علامة{number}x{count}"
            status = self.editors[number].save(
                self.articles[number], title_ar=f"خبر {number} {token}"
            )
            self.tried += 1
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status == 302:
                self.acknowledged.add(token)
            else:
                time.sleep(0.2)

    def verify(self) -> str:
        """Every acknowledged save is a revision, and is one once."""
        found: dict[str, int] = {}
        for _, _, content in self.newsroom.contents():
            for token in tokens_in(content):
                found[token] = found.get(token, 0) + 1
        assert self.acknowledged, "nobody could save anything"
        assert not self.acknowledged - found.keys()
        assert {token: times for token, times in found.items() if times > 1} == {}
        self.newsroom.check()
        return f"{len(self.acknowledged)} of {self.tried} saves acknowledged, each there once"


# --- the cases -------------------------------------------------------------------------------------


def test_two_hundred_colliding_writes(newsroom: Newsroom, say: Callable[[str], None]) -> None:
    """Each reads a number and writes the next one: not one is lost, none fails."""
    newsroom.editors(1)
    processes, each = (4, 50) if FULL else (2, 100)
    code = (
        "from django.db import transaction\n"
        "from articles.models import Source\n"
        f"for _ in range({each}):\n"
        "    with transaction.atomic():\n"
        "        counter, _ = Source.objects.get_or_create(slug='counter',"
        " defaults=dict(name_ar='0', captured_name='x'))\n"
        "        counter.name_ar = str(int(counter.name_ar) + 1)\n"
        "        counter.save(update_fields=['name_ar'])\n"
    )
    running = [
        newsroom.start("shell", "--verbosity", "0", "--command", code) for _ in range(processes)
    ]
    assert [one.wait() for one in running] == [0] * processes
    path = newsroom.folder / "newsroom.sqlite3"
    assert sqlite_rows(path, "SELECT name_ar FROM articles_source") == [("200",)]
    say(f"200 colliding writes of {processes} processes: 200 are there, none failed")


def kill_workers_under_saves(room: Newsroom) -> str:
    """Kill a worker now and then while editors save; what came of it, once all is verified."""
    load = Load(room)
    killed = 0
    with room.serving(workers=3) as server, load.on(server):
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            time.sleep(random.uniform(*PAUSE))
            killed += server.kill_one(random.randrange(9))
        # On a slow machine nobody could save between two kills.
        while not load.acknowledged and time.monotonic() < deadline + PATIENCE:
            time.sleep(0.1)
    assert killed
    return f"{killed} workers killed under {EDITORS} editors: {load.verify()}"


def test_workers_killed_under_saves(newsroom: Newsroom, say: Callable[[str], None]) -> None:
    say(f"SQLite: {kill_workers_under_saves(newsroom)}")


@full
def test_an_import_killed_fifty_times(
    empty: Path, tmp_path: Path, say: Callable[[str], None]
) -> None:
    count, kills = 2_000, 50
    folder = pages(tmp_path / "pages", count)
    path = tmp_path / "newsroom.sqlite3"
    room = Newsroom(tmp_path, f"sqlite:///{path}")

    def begin_anew() -> None:
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        shutil.copy(empty, path)

    begin_anew()
    begun = time.monotonic()
    assert room.manage("import_seeds", folder, "--batch", "one").returncode == 0
    whole = time.monotonic() - begun
    begin_anew()
    rounds = done = cut = 0
    while done < kills:
        process = room.start("import_seeds", folder, "--batch", "one", start_new_session=True)
        time.sleep(random.uniform(0.1, whole))
        process.kill()
        cut += process.wait() != 0
        done += 1
        (written, distinct) = sqlite_rows(
            path, "SELECT count(*), count(DISTINCT capture_key) FROM articles_article"
        )[0]
        assert written == distinct <= count
        if written == count or done == kills:
            # It says what was in and what came anew; the history and the index are whole.
            assert room.manage("import_seeds", folder, "--batch", "one").returncode == 0
            rows = "SELECT count(*) FROM articles_article"
            assert sqlite_rows(path, rows) == [(count,)]
            rows = "SELECT count(*) FROM articles_capturedpage"
            assert sqlite_rows(path, rows) == [(count,)]
            room.check()
            rounds += 1
            begin_anew()
    say(
        f"an import of {count} pages killed {done} times, {cut} of them in the middle: {rounds} times completed, every page in once"
    )


@full
def test_two_imports_and_a_kill(
    newsroom: Newsroom, tmp_path: Path, say: Callable[[str], None]
) -> None:
    folder = pages(tmp_path / "pages", 1_000)
    first = newsroom.start("import_seeds", folder)
    path = newsroom.folder / "newsroom.sqlite3"
    while not sqlite_rows(path, "SELECT count(*) FROM articles_article")[0][0]:
        assert first.poll() is None
        time.sleep(0.02)
    first.send_signal(signal.SIGSTOP)  # it is still there when the second has started
    second = newsroom.manage("import_seeds", folder)
    assert (second.returncode, "Another import is running" in second.stderr) == (1, True)
    first.kill()
    first.wait()
    assert newsroom.manage("import_seeds", folder).returncode == 0
    assert sqlite_rows(path, "SELECT count(*) FROM articles_article") == [(1_000,)]
    newsroom.check()
    say("two imports at once: one works, the other says so; killed, it lets the next one in")


@full
def test_postgresql_restarted_under_saves(
    cluster: "Cluster", tmp_path: Path, say: Callable[[str], None]
) -> None:
    room = Newsroom(tmp_path, cluster.url)
    assert room.manage("migrate", "--verbosity", "0").returncode == 0
    load = Load(room)
    with room.serving(workers=2) as server:
        with load.on(server):
            for mode in ("fast", "immediate", "immediate"):
                time.sleep(SECONDS / 4)
                cluster.restart(mode)
            time.sleep(SECONDS / 4)
        assert load.editors[0].save(load.articles[0], title_ar="بعد كل هذا") == 302
    assert 500 not in load.statuses
    say(
        f"PostgreSQL restarted 3 times under {EDITORS} editors: {load.verify()}; answers {load.statuses}"
    )


@full
def test_workers_killed_under_saves_on_postgresql(
    cluster: "Cluster", tmp_path: Path, say: Callable[[str], None]
) -> None:
    room = Newsroom(tmp_path, cluster.url)
    assert room.manage("migrate", "--verbosity", "0").returncode == 0
    say(f"PostgreSQL: {kill_workers_under_saves(room)}")


@full
@pytest.mark.skipif(not shutil.which("redis-server"), reason="there is no redis-server")
def test_a_cache_that_freezes_and_goes(
    newsroom: Newsroom, tmp_path: Path, say: Callable[[str], None]
) -> None:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    redis = subprocess.Popen(
        ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    newsroom.settings |= {"CACHE_URL": f"rediscache://127.0.0.1:{port}/0", "PAGE_CACHE_MB": "0"}
    slowest: dict[str, float] = {}
    try:
        with newsroom.serving(workers=2) as server:
            reader = Editor(server.address, "")
            for state in ("there", "frozen", "there again", "gone"):
                if state == "frozen":
                    redis.send_signal(signal.SIGSTOP)
                elif state == "there again":
                    redis.send_signal(signal.SIGCONT)
                elif state == "gone":
                    redis.kill()
                    redis.wait()
                slowest[state] = 0.0
                for _ in range(25):
                    for address in ("/sitemap.xml", "/reports/", "/"):
                        begun = time.monotonic()
                        assert reader.ask(address)[0] == 200
                        slowest[state] = max(slowest[state], time.monotonic() - begun)
                sent = {"email": "a@b.example", "scope": "all"}
                assert reader.ask("/digest/", sent)[0] in {200, 302, 303}
    finally:
        with suppress(ProcessLookupError):
            redis.kill()
        redis.wait()
    assert max(slowest.values()) < 5
    say(
        f"a cache that freezes and goes: every page answered; slowest, in seconds { ({k: round(v, 2) for k, v in slowest.items()}) }"
    )


def test_a_full_disk(newsroom: Newsroom, say: Callable[[str], None]) -> None:
    """What cannot be written is said, readers read on, and with room again all is well."""
    editors, articles = newsroom.editors(1), newsroom.articles(1)
    path = newsroom.folder / "newsroom.sqlite3"
    newsroom.shell(
        "from django.db import connection\nconnection.cursor().execute('PRAGMA wal_checkpoint(TRUNCATE)')"
    )
    room = path.stat().st_size + 60_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    acknowledged, refused = [], 0
    with newsroom.serving(workers=1, preexec_fn=limit) as server:
        editors[0].site = server.address
        for number in range(40):
            token = f"علامة0x{number}"
            body = f"<p>{os.urandom(9000).hex()}</p>"
            status, html, headers = editors[0].send(articles[0], title_ar=token, body_ar=body)
            if status == 302:
                acknowledged.append(token)
                continue
            refused += 1
            assert (status, token in html, body[3:-4] in html) == (503, True, True)
            assert headers.get("Retry-After")
            assert editors[0].ask("/")[0] == 200
            break
    assert acknowledged
    assert refused
    found = {token for _, _, content in newsroom.contents() for token in tokens_in(content)}
    assert found >= set(acknowledged)
    newsroom.check()
    say(
        f"a full disk: {len(acknowledged)} saves, then 503 with what was typed; readers read on; sound afterwards"
    )


@full
def test_an_import_onto_a_full_disk(
    empty: Path, tmp_path: Path, say: Callable[[str], None]
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "none", small], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        shutil.copy(empty, small / "newsroom.sqlite3")
        room = Newsroom(tmp_path, f"sqlite:///{small}/newsroom.sqlite3")
        folder = pages(tmp_path / "pages", 2_000)
        done = room.manage("import_seeds", folder)
        assert "takes no writes now: " in done.stderr
        subprocess.run(["mount", "-o", "remount,size=200m", small], check=True)
        assert room.manage("import_seeds", folder).returncode == 0
        rows = sqlite_rows(small / "newsroom.sqlite3", "SELECT count(*) FROM articles_article")
        assert rows == [(2_000,)]
        room.check()
    finally:
        subprocess.run(["umount", small], check=True)
    say(
        f"an import onto a full disk: it says {done.stderr.strip().splitlines()[-1][:90]!r}; with room, every page in once"
    )


@full
def test_a_restore_that_is_killed(newsroom: Newsroom, say: Callable[[str], None]) -> None:
    """It leaves the one database or the other, whole."""
    newsroom.editors(1)
    newsroom.articles(2)
    assert newsroom.manage("backup", newsroom.folder / "backups").returncode == 0
    newsroom.articles(3)
    path = newsroom.folder / "newsroom.sqlite3"
    begun = time.monotonic()
    kept = newsroom.folder / "kept.sqlite3"
    newsroom.shell(
        f"from django.db import connection\nconnection.cursor().execute('VACUUM INTO %s', [{str(kept)!r}])"
    )
    assert newsroom.manage("restore", newsroom.folder / "backups").returncode == 0
    whole = time.monotonic() - begun
    seen = {}
    for _ in range(20):
        for ending in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        shutil.copy(kept, path)
        process = newsroom.start("restore", newsroom.folder / "backups")
        time.sleep(random.uniform(whole * 0.3, whole))
        process.kill()
        process.wait()
        with closing(sqlite3.connect(path)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            (count,) = opened.execute("SELECT count(*) FROM articles_article").fetchone()
        assert count in {2, 5}
        seen[count] = seen.get(count, 0) + 1
    newsroom.check()
    say(
        f"a restore killed 20 times: the old {seen.get(5, 0)} times, the new {seen.get(2, 0)} times, never half"
    )


def test_editors_of_one_article_and_two_who_publish(
    newsroom: Newsroom, say: Callable[[str], None]
) -> None:
    """Each has a paragraph of their own: all of them are in the article in the end."""
    editors = newsroom.editors(EDITORS)
    (article,) = newsroom.articles(1, paragraphs=EDITORS)

    def work(number: int) -> int:
        mark, old = f"علامة{number}x1", f"<p>فقرة رقمها {number} في هذا الخبر الطويل.</p>"
        for tries in range(1, 40):
            body = lambda text: text.replace(old, f"<p>فقرة رقمها {number} فيها {mark}.</p>")  # noqa: E731
            if editors[number].save(article, body_ar=body) == 302:
                return tries
        return 0

    with newsroom.serving(workers=2) as server:
        for editor in editors:
            editor.site = server.address
        tries = all_at_once([lambda number=number: work(number) for number in range(EDITORS)])
        assert all(tries), tries
        published = all_at_once(
            [
                lambda editor=editor: editor.save(article, button="_publish")
                for editor in editors[:2]
            ]
        )
    assert 302 in published
    *_, (_, _, newest) = newsroom.contents()
    assert tokens_in(newest) == {f"علامة{number}x1" for number in range(EDITORS)}
    path = newsroom.folder / "newsroom.sqlite3"
    announced = sqlite_rows(path, "SELECT count(*) FROM articles_deed WHERE verb = 'published'")
    assert announced == [(1,)]
    newsroom.check()
    say(
        f"{EDITORS} editors of one article: every paragraph is there ({sum(tries)} forms); two who publish: published once"
    )


def test_a_clock_that_jumps(monkeypatch: pytest.MonkeyPatch, say: Callable[[str], None]) -> None:
    """Back a day, ahead two years, back: the history keeps its order, nothing is announced twice."""
    by = User.objects.create_superuser("clock", password="x")
    real = timezone.now
    article = Article(title_ar="خبر والساعة تقفز", body_ar="<p>نص الخبر هنا.</p>")
    failures: list[Any] = []
    for number, jump in enumerate((0, -1, 730, -400, 0)):
        monkeypatch.setattr(timezone, "now", lambda jump=jump: real() + timedelta(days=jump))
        article.title_ar = f"خبر والساعة تقفز للمرة {number}"
        save_article(article, by=by, base=article.version)
        article.refresh_from_db()
        load_latest(article)
        if number == 1:
            publish(article, by=by)
            load_latest(article)
        for due in (announce_due, expire_due):
            due(timezone.now(), lambda *failed: failures.append(failed))
    assert not failures
    assert list(article.revisions.order_by("number").values_list("number", flat=True)) == list(
        range(1, article.revisions.count() + 1)
    )
    assert Deed.objects.filter(article=article, verb="published").count() == 1
    assert not list(check_history())
    assert not list(check_index())
    say(
        "a clock that jumps back a day, ahead two years and back: the history is whole, published once"
    )


# --- a PostgreSQL of our own ------------------------------------------------------------------------


class Cluster:
    """A server that may be stopped, in a folder and at a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.programs = sorted(POSTGRESQL.iterdir())[-1] / "bin"
        self.folder = folder
        with closing(socket.socket()) as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: object) -> None:
        # PostgreSQL refuses to run as root.
        user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*user, self.programs / program, *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def begin(self) -> None:
        self.run("initdb", "-D", self.folder, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        self.control("start")

    def control(self, verb: str, *arguments: str) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = ("-l", f"{self.folder}.log", "-o", options) if verb != "stop" else ()
        self.run("pg_ctl", "-D", self.folder, "-w", *log, *arguments, verb)

    def restart(self, mode: str) -> None:
        self.control("restart", "-m", mode)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    if not POSTGRESQL.is_dir():
        pytest.skip("there is no PostgreSQL here")
    with tempfile.TemporaryDirectory(prefix="newsroom-pg-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o777)  # noqa: S103  another account writes into it
        one = Cluster(Path(folder) / "data")
        one.begin()
        try:
            yield one
        finally:
            one.control("stop", "-m", "immediate")
