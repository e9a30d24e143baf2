"""A newsroom of real processes that may be killed: its database, its server, its editors."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START = 90  # seconds that a server may take, on a busy machine


class _Form(HTMLParser):
    """What a browser would send of the article's form."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._form, self._textarea, self._select = "", "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._form = given.get("id", "")
        if self._form != "article_form":
            return
        kind = given.get("type", "text")
        if tag == "input" and name:
            if kind in {"checkbox", "radio"} and "checked" not in given:
                return
            if kind not in {"submit", "file", "button"}:
                self.sent[name] = given.get("value", "")
        elif tag == "textarea":
            self._textarea = name
            self.sent[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.sent[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.sent[self._textarea] += data


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        return None


@dataclass
class Editor:
    """Somebody signed in, with a browser that follows no redirect."""

    site: str
    session: str
    token: str = "x" * 32

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, Any]:
        """Return status, body and headers; status 0 where no answer came."""
        request = urllib.request.Request(  # noqa: S310  our own server
            f"{self.site}{path}",
            urllib.parse.urlencode(data).encode() if data is not None else None,
            {
                "Cookie": f"sessionid={self.session}; csrftoken={self.token}",
                "Referer": self.site,
                "Origin": self.site,
            },
        )
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=40) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode(errors="replace"), answer.headers
        except OSError:
            return 0, "", {}
        except ValueError:
            return 0, "", {}
        except Exception as error:  # half an answer: http.client's own
            if type(error).__module__ != "http.client":
                raise
            return 0, "", {}

    def save(self, article: int, button: str = "_continue", **change: Any) -> int:
        """Open an article's form, change it, send it; the status, 0 where nothing was saved."""
        return self.send(article, button, **change)[0]

    def send(self, article: int, button: str = "_continue", **change: Any) -> tuple[int, str, Any]:
        """The same; status, body and headers. A change may be a function of the text that is there."""
        path = f"/admin/articles/article/{article}/change/"
        status, html, _ = self.ask(path)
        if status != 200:
            return 0, "", {}
        form = _Form(html).sent
        for name, value in change.items():
            form[name] = value(form[name]) if callable(value) else value
        form |= {"csrfmiddlewaretoken": self.token, button: "1"}
        status, html, headers = self.ask(path, form)
        # A redirect to what was typed is a refusal, not a save.
        if status == 302 and "typed=" in (headers.get("Location") or ""):
            return 0, "", {}
        return status, html, headers


@dataclass
class Newsroom:
    """A database of its own, under the site's own settings, and what runs on it."""

    folder: Path
    database: str  # a URL
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "ASYNC_UNSAFE" not in name}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "ENV_FILE": os.devnull,
            "DATABASE_URL": self.database,
            "MEDIA_ROOT": str(self.folder / "media"),
            "CARDS_CACHE_URL": f"filecache://{self.folder}/cards",
            "PAGE_CACHE_MB": "16",
            "LOG_LEVEL": "CRITICAL",
            **self.settings,
        }

    def start(self, *arguments: object, **options: Any) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, **quiet | options)

    def manage(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def shell(self, code: str) -> Any:
        """Run Python with the site set up, and return what it prints as JSON."""
        done = self.manage("shell", "--verbosity", "0", "--command", code)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "null")

    def check(self) -> None:
        """Refuse an archive that is not sound."""
        done = self.manage("check_archive")
        assert done.returncode == 0, done.stdout + done.stderr

    def editors(self, count: int, site: str = "") -> list[Editor]:
        sessions = self.shell(
            "import json\n"
            "from django.contrib.auth.models import User\n"
            "from django.contrib.sessions.backends.db import SessionStore\n"
            "keys = []\n"
            f"for number in range({count}):\n"
            "    user, _ = User.objects.get_or_create(username=f'editor{number}',"
            " defaults=dict(is_staff=True, is_superuser=True, password='!'))\n"
            "    session = SessionStore()\n"
            "    session.update({'_auth_user_id': str(user.pk), '_auth_user_hash':"
            " user.get_session_auth_hash(),"
            " '_auth_user_backend': 'django.contrib.auth.backends.ModelBackend'})\n"
            "    session.create()\n"
            "    keys.append(session.session_key)\n"
            "print(json.dumps(keys))"
        )
        return [Editor(site, key) for key in sessions]

    def articles(self, count: int, paragraphs: int = 1) -> list[int]:
        """Make drafts to be edited; their ids."""
        return self.shell(
            "import json\n"
            "from django.contrib.auth.models import User\n"
            "from articles.models import Article\n"
            "from articles.editing import save_article\n"
            "by = User.objects.get(username='editor0')\n"
            "ids = []\n"
            f"for number in range({count}):\n"
            "    body = ''.join(f'<p>فقرة رقمها {part} في هذا الخبر الطويل.</p>'"
            f" for part in range({paragraphs}))\n"
            "    article = Article(title_ar=f'خبر {number}', body_ar=body)\n"
            "    save_article(article, by=by, base=0)\n"
            "    ids.append(article.pk)\n"
            "print(json.dumps(ids))"
        )

    def contents(self) -> list[tuple[int, int, str]]:
        """Every revision: its article, its number, all that it says."""
        return [
            tuple(row)
            for row in self.shell(
                "import json\n"
                "from articles.models import Revision\n"
                "print(json.dumps([(one.article_id, one.number, str(one.content))"
                " for one in Revision.objects.order_by('article_id', 'number')]))"
            )
        ]

    @contextmanager
    def serving(self, workers: int = 2, **options: Any) -> Iterator["Server"]:
        """gunicorn as it is run in production."""
        with closing(socket.socket()) as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        told = self.environment | {"PORT": str(port), "WEB_CONCURRENCY": str(workers)}
        command = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--log-level", "critical"]
        master = subprocess.Popen(
            command,
            cwd=ROOT,
            env=told,
            start_new_session=True,
            stderr=subprocess.DEVNULL,
            **options,
        )
        server = Server(f"http://127.0.0.1:{port}", master)
        try:
            deadline = time.monotonic() + START
            while Editor(server.address, "").ask("/healthz")[0] != 200:
                assert master.poll() is None, "gunicorn has ended"
                assert time.monotonic() < deadline, "gunicorn does not answer"
                time.sleep(0.1)
            yield server
        finally:
            master.terminate()
            try:
                master.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(master.pid, signal.SIGKILL)  # the group that was begun above
                master.wait()


@dataclass
class Server:
    address: str
    master: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_one(self, place: int) -> bool:
        """Kill a worker as the kernel would for want of memory."""
        workers = self.workers()
        if not workers:
            return False
        with suppress(ProcessLookupError):
            os.kill(workers[place % len(workers)], signal.SIGKILL)
        return True


def all_at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run acts in as many threads; what each returned, in order."""
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        outcomes[place] = acts[place]()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def sqlite_rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as opened:
        return opened.execute(query).fetchall()


def tokens_in(text: str) -> set[str]:
    """The marks that editors of these tests leave in what they write: ``علامة3x7``."""
    return set(re.findall(r"علامة\d+x\d+", text))
