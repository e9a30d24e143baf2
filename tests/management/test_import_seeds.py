"""The command as an operator runs it: what it prints, how it exits, what a kill leaves."""

import json
import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.importing import only_import
from articles.models import Article, ImportBatch
from tests.importing.pages import HEADLINE, PARAGRAPHS, Page, other_paragraphs

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command("import_seeds", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
class TestTheReport:
    def test_json_of_a_whole_page(self, tmp_path: Path) -> None:
        path = Page(byline="كتب: رامي المثال", after="كلمات مفتاحية: مياه").write(tmp_path)
        page, summary = map(json.loads, run(tmp_path, "--json", "--batch", "one").splitlines())
        import hashlib

        assert page == {
            "file": "001.txt",
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "outcome": "created",
            "article_id": Article.objects.get().pk,
            "headline": HEADLINE,
            "published_at": "2018-05-21T08:05:00Z",
            "published_text": "21.05.2018 | 11:05 دمشق",
            "updated_at": "2018-05-24T23:01:00Z",
            "updated_text": "25.05.2018 | 02:01 دمشق",
            "source": "صحيفة العينة",
            "byline": "رامي المثال",
            "paragraphs": list(PARAGRAPHS),
            "pull_quotes": [{"text": Page().quote, "after_paragraph": 1}],
            "related": list(Page().related),
            "tags": ["مياه"],
            "problems": [],
        }
        assert summary == {
            "summary": {
                "documents": 1, "created": 1, "updated": 0, "unchanged": 0, "refused": 0, "batch": "one",
            }
        }  # fmt: skip

    def test_json_of_a_refused_page(self, tmp_path: Path) -> None:
        (tmp_path / "001.txt").write_bytes(b"")
        out = StringIO()
        with pytest.raises(CommandError) as error:
            call_command("import_seeds", str(tmp_path), "--json", stdout=out)
        assert error.value.returncode == 2
        page = json.loads(out.getvalue().splitlines()[0])
        assert page["outcome"] == "refused"
        assert page["problems"] == [
            {"code": "empty-file", "line": None, "text": "the file is empty"}
        ]
        assert page["article_id"] is page["headline"] is page["published_at"] is None

    def test_arabic_is_not_escaped(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        assert HEADLINE in run(tmp_path, "--json")

    def test_the_closing_table(self, tmp_path: Path) -> None:
        Page(source="").write(tmp_path)
        (tmp_path / "002.txt").write_bytes(b"")
        out = StringIO()
        with pytest.raises(CommandError, match="1 of 2 pages were refused"):
            call_command("import_seeds", str(tmp_path), batch="one", stdout=out)
        assert out.getvalue().splitlines() == [
            "refused  002.txt: the file is empty",
            "pages               2",
            "created             1",
            "updated             0",
            "unchanged           0",
            "refused             1",
            "  empty-file                        1",
            "  missing-source                    1",
            "batch       one",
            "search      its vocabulary was renewed",
        ]

    def test_the_default_folder_is_the_setting(self, tmp_path: Path, settings) -> None:
        Page().write(tmp_path)
        settings.SEEDS_DIR = tmp_path
        assert "created             1" in run()

    def test_a_dry_run_leaves_nothing(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        assert "dry run: nothing was kept" in run(tmp_path, "--dry-run")
        assert not Article.objects.exists()
        assert not ImportBatch.objects.exists()


@pytest.mark.django_db
class TestRefusals:
    def test_a_folder_that_does_not_exist(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="There is nothing at") as error:
            run(tmp_path / "nowhere")
        assert error.value.returncode == 1

    def test_beside_one_that_does(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        with pytest.raises(CommandError) as error:
            run(tmp_path, tmp_path / "nowhere")
        assert error.value.returncode == 2
        assert Article.objects.count() == 1

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="There are no captured pages in"):
            run(tmp_path)

    def test_an_unknown_batch(self) -> None:
        with pytest.raises(CommandError, match="There is no batch named nothing"):
            run("--undo", "nothing")

    def test_two_imports_at_once_one_works_and_the_other_says_so(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        with only_import(), pytest.raises(CommandError, match="Another import is running: nothing"):
            run(tmp_path)
        assert not Article.objects.exists()
        run(tmp_path, "--batch", "one")
        with only_import(), pytest.raises(CommandError, match="Another import is running"):
            run("--undo", "one")
        assert Article.objects.count() == 1

    def test_undo_stands_alone(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="--undo stands alone"):
            run(tmp_path, "--undo", "one")

    def test_undo(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        run(tmp_path, "--batch", "one")
        assert run("--undo", "one") == "1 articles removed, 0 put back, 0 left.\n"
        assert not Article.objects.exists()


class TestAsAProcess:
    """Against a database file of its own: exit codes, and a kill at any moment."""

    @pytest.fixture
    def environment(self, tmp_path: Path) -> dict[str, str]:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path}/own.sqlite3",
        }
        self.manage(environment, "migrate", "--verbosity", "0")
        return environment

    @staticmethod
    def manage(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    def test_exit_codes(self, tmp_path: Path, environment: dict[str, str]) -> None:
        folder = tmp_path / "pages"
        folder.mkdir()
        Page().write(folder)
        assert self.manage(environment, "import_seeds", folder).returncode == 0
        (folder / "002.txt").write_bytes(b"")
        done = self.manage(environment, "import_seeds", folder)
        assert (done.returncode, done.stderr) == (2, "CommandError: 1 of 2 pages were refused.\n")
        done = self.manage(environment, "import_seeds", tmp_path / "nowhere")
        assert done.returncode == 1
        assert done.stderr == f"CommandError: There is nothing at {tmp_path}/nowhere.\n"

    def test_killed_and_run_again_every_page_is_in_once(
        self, tmp_path: Path, environment: dict[str, str]
    ) -> None:
        folder = tmp_path / "pages"
        folder.mkdir()
        for number in range(900):
            Page(
                headline=f"خبر من المدينة رقمه {number} هذا اليوم",
                paragraphs=other_paragraphs(number),
            ).write(folder, f"{number:04}.txt")
        command = [sys.executable, "manage.py", "import_seeds", str(folder), "--batch", "one"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        counted = 0
        while not counted and process.poll() is None:
            counted = self.count(environment)
            time.sleep(0.01)
        process.kill()  # wherever it is; nothing, if it has ended meanwhile
        process.wait()
        assert 0 < self.count(environment) <= 900
        assert self.manage(environment, "import_seeds", folder, "--batch", "one").returncode == 0
        assert self.count(environment) == 900
        undone = self.manage(environment, "import_seeds", "--undo", "one")
        assert undone.stdout == "900 articles removed, 0 put back, 0 left.\n"

    @staticmethod
    def count(environment: dict[str, str]) -> int:
        import sqlite3

        path = environment["DATABASE_URL"].removeprefix("sqlite:///")
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute("select count(*) from articles_article").fetchone()[0]
        finally:
            connection.close()
