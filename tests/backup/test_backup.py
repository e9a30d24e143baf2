"""Backups taken and put back, on whatever database is tested: in a database of their own."""

# ruff: noqa: S608  every name put into a statement here is a constant
import json
import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.db.utils import load_backend

from articles.backup import databases, file_faults, find_backups, folder
from articles.backup.databases import Database, PostgresqlDatabase, SqliteDatabase
from articles.backup.folder import sum_of, write_sums

pytestmark = pytest.mark.django_db

OWN = "newsroom_backup_test"


class Site:
    """A site of its own: a migrated database that may be written past Django, and some pictures."""

    def __init__(self, database: Database, media: Path) -> None:
        self.database, self.media = database, media

    def run(self, statement: str) -> list[Any]:
        if isinstance(self.database, SqliteDatabase):
            with databases._sqlite(self.database.path) as opened:
                return opened.execute(statement).fetchall()
        with self.database._cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def mark(self, year: int) -> None:
        """Leave something by which this state of the database is known."""
        self.run("DELETE FROM articles_readonly")
        self.run(
            f"INSERT INTO articles_readonly (id, since) VALUES (1, '{year}-01-01 00:00:00+00')"
        )

    def mark_is(self, year: int) -> bool:
        return str(self.run("SELECT since FROM articles_readonly")[0][0]).startswith(str(year))


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    base = tmp_path_factory.mktemp("site")
    media = base / "media"
    (media / "originals").mkdir(parents=True)
    (media / "pictures" / "ab").mkdir(parents=True)
    for number in range(3):
        (media / "originals" / f"{number}.jpg").write_bytes(os.urandom(1000))
    (media / "pictures" / "ab" / "a\nb\\c.jpg").write_bytes(b"odd")
    (media / "pictures" / ".new-x").write_bytes(b"half")
    with django_db_blocker.unblock():
        tested = connections["default"]
        if tested.vendor == "sqlite":
            own = base / "own.sqlite3"
            with databases._sqlite(tested.settings_dict["NAME"]) as source:
                source.execute("VACUUM INTO ?", [str(own)])
            site = Site(SqliteDatabase({"NAME": str(own)}), media)
            yield site
            return
        # Made of a dump: the tested database is in use, and cannot be a template.
        template = PostgresqlDatabase(tested.settings_dict)
        dump = base / "dump"
        facts = template.copy(dump)
        site = Site(PostgresqlDatabase(tested.settings_dict | {"NAME": OWN}), media)
        _drop(site.database)
        site.database.put_back(dump, facts, "x", force=True)
        yield site
        _drop(site.database)


def _drop(database: Any) -> None:
    with database._cursor("postgres") as server:
        server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{OWN}%"])
        for (name,) in server.fetchall():
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def site(
    made: Site, settings: Any, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> Iterator[Site]:
    for room in ("taking", "restoring"):
        monkeypatch.setattr(f"articles.backup.{room}.site_database", lambda: made.database)
    settings.MEDIA_ROOT = made.media
    with django_db_blocker.unblock():
        made.mark(2001)
        yield made


def test_taken_every_night_and_put_back(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_, left = tmp_path / "b", tmp_path / "b" / ".new-2001-01-01T000000Z"
    left.mkdir(parents=True)
    (left / "half").write_text("of one that was killed")
    (folder_ / "not-ours").mkdir()
    said = []
    for night in (1, 2, 3):
        with monkeypatch.context() as patched:
            moment = datetime(2030, 1, night, tzinfo=UTC)
            patched.setattr("articles.backup.taking.timezone.now", lambda now=moment: now)
            call_command("backup", folder_, keep=2)
        said.append(capsys.readouterr().out.partition(": ")[2])
    assert said == [
        "4 pictures copied, 0 shared with the backup before, 0 old backups taken away.\n",
        "0 pictures copied, 4 shared with the backup before, 0 old backups taken away.\n",
        "0 pictures copied, 4 shared with the backup before, 1 old backups taken away.\n",
    ]
    assert sorted(path.name for path in folder_.iterdir()) == [
        ".lock", "2030-01-02T000000Z", "2030-01-03T000000Z", "not-ours",
    ]  # fmt: skip
    newest = folder_ / "2030-01-03T000000Z"
    subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=newest, check=True
    )
    for path in (newest, *newest.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path

    site.mark(2002)
    (site.media / "originals" / "0.jpg").unlink()
    (site.media / "originals" / "1.jpg").write_bytes(b"damaged")
    (site.media / "originals" / "later.jpg").write_bytes(b"added since")
    generation = site.run("SELECT number FROM articles_generation")[0][0]
    call_command("restore", folder_, dry_run=True)
    assert site.mark_is(2002)
    call_command("restore", folder_)
    assert site.mark_is(2001)
    assert site.run("SELECT number FROM articles_generation")[0][0] > generation
    for name in ("originals/0.jpg", "originals/1.jpg", "pictures/ab/a\nb\\c.jpg"):
        assert sum_of(site.media / name) == sum_of(newest / "media" / name)
    assert (site.media / "originals" / "later.jpg").read_bytes() == b"added since"
    (aside,) = site.media.glob(".before-*/originals/1.jpg")
    assert aside.read_bytes() == b"damaged"
    out = capsys.readouterr().out
    assert "2 pictures that were missing" in out
    assert f"What was there before is kept: {site.media}/.before-" in out


def test_nobodys_session_and_nobodys_attempt_is_in_it(site: Site, tmp_path: Path) -> None:
    """Who reads a backup is not signed in by it: many rows, so that pages and indexes were split."""
    moment = "'2100-01-01 00:00:00+00'"
    (user,) = site.run(
        "INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email, is_staff,"
        f" is_active, date_joined) VALUES ('', false, 'salma', '', '', '', true, true, {moment})"
        " RETURNING id"
    )[0]
    keys = [f"key-of-a-session-{number:03}-{'x' * 15}" for number in range(200)]
    site.run(
        "INSERT INTO django_session (session_key, session_data, expire_date) VALUES "
        + ", ".join(f"('{key}', 'data-of-{key}', {moment})" for key in keys)
    )
    site.run(
        "INSERT INTO usersessions_usersession"
        " (user_id, created_at, ip, last_seen_at, session_key, user_agent, data) VALUES "
        + ", ".join(
            f"({user}, {moment}, '203.0.113.77', {moment}, '{key}', 'ReaderBrowser', '{{}}')"
            for key in keys
        )
    )
    site.run(
        "INSERT INTO axes_accessattempt (user_agent, ip_address, username, http_accept, path_info,"
        " attempt_time, get_data, post_data, failures_since_start) VALUES "
        + ", ".join(
            f"('ReaderBrowser', '203.0.113.77', 'tried-{number}', '', '', {moment}, '', '', 1)"
            for number in range(200)
        )
    )
    site.run(
        "INSERT INTO axes_accessattemptexpiration (access_attempt_id, expires_at)"
        f" SELECT id, {moment} FROM axes_accessattempt"
    )
    emptied = ("usersessions_usersession", "axes_accessattemptexpiration", "axes_accessattempt")
    try:
        call_command("backup", tmp_path, verbosity=0)
        call_command("restore", tmp_path, verbosity=0)
        for table in (*emptied, "django_session"):
            assert site.run(f"SELECT count(*) FROM {table}") == [(0,)], table
    finally:
        for table in (*emptied, "django_session"):
            site.run(f"DELETE FROM {table}")
        site.run(f"DELETE FROM auth_user WHERE id = {user}")
    written = _bytes_of(_database_in(find_backups(tmp_path)[0].path))
    assert b"salma" in written  # it can be read at all
    for secret in (b"key-of-a-session", b"203.0.113.77", b"ReaderBrowser", b"tried-"):
        assert secret not in written, secret


def _bytes_of(copy: Path) -> bytes:
    """What a backup's database says: a dump of PostgreSQL's is compressed."""
    if copy.suffix != ".dump":
        return copy.read_bytes()
    return subprocess.run(["pg_restore", "--file=-", copy], check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for a backup that is taken once: every case damages a copy."""
    return tmp_path_factory.mktemp("whole")


class TestRefusedBeforeAnythingIsReplaced:
    @pytest.fixture
    def backup(self, site: Site, whole: Path, tmp_path: Path) -> Path:
        if not find_backups(whole):
            call_command("backup", whole, verbosity=0)
        return Path(shutil.copytree(find_backups(whole)[-1].path, tmp_path / "backup"))

    def _flip(self, backup: Path, name: str) -> None:
        content = bytearray((backup / name).read_bytes())
        content[len(content) // 2] ^= 1
        (backup / name).write_bytes(content)

    def _say(self, backup: Path, **facts: Any) -> None:
        """Write down something else of it, with a checksum that is right."""
        about = json.loads((backup / "about.json").read_text()) | facts
        (backup / "about.json").write_text(json.dumps(about))
        self._seal(backup)

    def _seal(self, backup: Path) -> None:
        files = [path for path in backup.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
        write_sums(backup, {path.relative_to(backup).as_posix(): sum_of(path) for path in files})

    @pytest.mark.parametrize(
        ("harm", "reason"),
        [
            (lambda case, at: case._flip(at, _database_in(at).name), "is damaged: it has not the"),
            (
                lambda case, at: case._flip(at, "media/originals/2.jpg"),
                "is damaged: it has not the",
            ),
            (
                lambda case, at: (at / "media/originals/2.jpg").unlink(),
                "1 files are missing, among",
            ),
            (lambda case, at: (at / "extra").write_text(""), "1 files are not of this backup"),
            (
                lambda case, at: (at / "SHA256SUMS").unlink(),
                "is no backup, and there is none in it",
            ),
            (lambda case, at: (at / "SHA256SUMS").write_text("x  y\n"), "is no line of it"),
            (lambda case, at: (at / "SHA256SUMS").write_text(""), "are not of this backup"),
            (lambda case, at: case._say(at, database="oracle"), "It is a backup of oracle"),
            (
                lambda case, at: case._say(at, migrations=["articles.9999_later"]),
                "made by newer code than this: articles.9999_later",
            ),
            (
                lambda case, at: (_database_in(at).write_bytes(b"PGDMP" * 999), case._seal(at)),
                "damaged|pg_restore failed",
            ),
        ],
        ids=[
            "database",
            "picture",
            "missing",
            "extra",
            "unsealed",
            "odd-sums",
            "no-sums",
            "vendor",
            "newer",
            "rewritten",
        ],
    )
    def test_a_backup_that_is_not_whole(
        self, site: Site, backup: Path, harm: Callable[[Any, Path], Any], reason: str
    ) -> None:
        site.mark(2002)
        harm(self, backup)
        with pytest.raises(CommandError, match=reason):
            call_command("restore", backup)
        assert site.mark_is(2002)

    def test_rows_that_are_not_as_many_as_were_written_down(self, site: Site, backup: Path) -> None:
        counts = json.loads((backup / "about.json").read_text())["counts"]
        self._say(backup, counts=counts | {"article": 17})
        with pytest.raises(CommandError, match="17"):
            call_command("restore", backup)
        assert site.mark_is(2001)

    def test_a_site_that_runs(
        self, site: Site, backup: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        site.mark(2002)
        if isinstance(site.database, SqliteDatabase):
            running = databases._sqlite(site.database.path)
            statement = "PRAGMA journal_mode = WAL"
        else:
            running, statement = site.database._cursor(), "SELECT 1"
        with running as worker:
            worker.execute(statement)
            worker.execute("SELECT since FROM articles_readonly")
            worker.fetchall() if hasattr(worker, "fetchall") else None
            with pytest.raises(CommandError, match=r"is in use.*stop the site"):
                call_command("restore", backup)
            assert site.mark_is(2002)
            call_command("restore", backup, force=True)
            assert " 0 pictures that were missing" in capsys.readouterr().out
            assert site.mark_is(2001)
            if isinstance(site.database, SqliteDatabase):  # the same file, and its log is its own
                (row,) = worker.execute("SELECT since FROM articles_readonly")
                assert row[0].startswith("2001")

    def test_a_file_that_is_damaged_is_moved_away(self, site: Site, backup: Path) -> None:
        if not isinstance(site.database, SqliteDatabase):
            pytest.skip("PostgreSQL keeps its own files")
        path = site.database.path
        good = path.read_bytes()
        path.write_bytes(b"no database" * 1000)
        with pytest.raises(CommandError, match=r"is damaged.*stop it, and say --force"):
            call_command("restore", backup)
        call_command("restore", backup, force=True, verbosity=0)
        assert site.mark_is(2001)
        assert any(old.read_bytes() != good for old in path.parent.glob("*.before-*"))
        path.unlink()  # and one that is not there at all
        call_command("restore", backup, verbosity=0)
        assert site.mark_is(2001)


def _database_in(backup: Path) -> Path:
    (path,) = backup.glob("database.*")
    return path


class TestNotTaken:
    def test_two_at_once(self, site: Site, tmp_path: Path) -> None:
        with (
            folder.held(tmp_path),
            pytest.raises(CommandError, match=r"Another backup .* under way"),
        ):
            call_command("backup", tmp_path)
        call_command("backup", tmp_path, verbosity=0)

    @pytest.mark.parametrize(
        ("where", "reason"),
        [("media/inside", "is among the pictures"), ("full", "no room"), ("a-file", "cannot be")],
    )
    def test_nothing_that_looks_like_a_backup_is_left(
        self, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, reason: str
    ) -> None:
        target = tmp_path / where
        if where == "a-file":
            target.write_text("")
        elif where == "full":
            usage = shutil._ntuple_diskusage(100, 99, 1)
            monkeypatch.setattr("articles.backup.taking.shutil.disk_usage", lambda path: usage)
        else:
            target = site.media / "inside"
        with pytest.raises(CommandError, match=f"No backup was made.*{reason}"):
            call_command("backup", target)
        assert not find_backups(target)

    def test_a_database_that_is_damaged(self, site: Site, tmp_path: Path) -> None:
        """A backup of it would only take the place of one that is whole."""
        if not isinstance(site.database, SqliteDatabase):
            pytest.skip("PostgreSQL never commits such a row")
        site.run("INSERT INTO articles_topiclink (article_id, topic_id) VALUES (17, 17)")
        try:
            with pytest.raises(CommandError, match=r"articles_topiclink, row .* is not there"):
                call_command("backup", tmp_path)
        finally:
            site.run("DELETE FROM articles_topiclink")
        assert not find_backups(tmp_path)

    def test_a_file_with_a_damaged_page(self, site: Site, tmp_path: Path) -> None:
        if not isinstance(site.database, SqliteDatabase):
            pytest.skip("PostgreSQL keeps its own files")
        path = site.database.path
        good = path.read_bytes()
        (page,) = site.run("SELECT rootpage FROM sqlite_schema WHERE name = 'django_migrations'")[0]
        (size,) = site.run("PRAGMA page_size")[0]
        start = (page - 1) * size
        try:
            path.write_bytes(good[:start] + b"\xff" * size + good[start + size :])
            with pytest.raises(CommandError, match=r"No backup was made.*is damaged: .*malformed"):
                call_command("backup", tmp_path)
            own = connections["default"].settings_dict | {"NAME": str(path)}
            with closing(load_backend(own["ENGINE"]).DatabaseWrapper(own)) as damaged:
                assert file_faults(damaged) == ["database disk image is malformed"]
        finally:
            path.write_bytes(good)
        assert not find_backups(tmp_path)

    def test_a_failure_half_way(
        self, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*arguments: object) -> str:
            raise OSError(28, "No space left on device", "x")

        monkeypatch.setattr("articles.backup.taking.copy_file", fail)
        with pytest.raises(CommandError, match="No space left on device"):
            call_command("backup", tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [".lock"]
