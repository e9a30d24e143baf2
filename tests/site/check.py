"""Outside tools over the running site: ``make check-site``.

Fills a throw-away database as `make demo` does, serves it as production is served on a free port of
this machine, does there what readers do with its forms, and lets judges that nobody here wrote look
at it: the W3C's Nu checker, axe-core, linkinator, Lighthouse, feedparser, validators of OpenAPI and
of JSON Schema. What npm brings is pinned in package.json and kept in var/check-site; once it
is there nothing asks the network. A tool that is not on this machine is named and left out. Ends
with 1 where there is a finding, and with 0 otherwise.
"""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

import feedparser
from jsonschema import Draft202012Validator, FormatChecker
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
KEPT = ROOT / "var" / "check-site"
MODULES = KEPT / "node_modules"
CHROMIUM = shutil.which("chromium")
FILL = [
    "migrate --verbosity 0",
    "demo",
    "import_seeds",
    "demo_images",
    "demo_paper",
    "publish_due --verbosity 0",
    "collectstatic --noinput --verbosity 0",
]

WIDTHS = (360, 1280)  # CSS pixels: a phone, a laptop
SCHEMES = ("light", "dark")
# target-size is WCAG 2.2's 2.5.8, and off unless it is asked for.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Performance is measured, and swings by some points with what else the machine does.
FLOORS = {"performance": 95}
# What a tool says and we leave, each with the reason.
KNOWN = {
    # CSS View Transitions Level 2: what does not know it skips it, and the pages only fade less.
    "CSS: Unrecognized at-rule “@view-transition”",
}
PATIENCE = 15  # seconds until a form is taken that was sent faster than people write
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MAP_ADDRESSES, MAP_BYTES = 50_000, 50 * 1024 * 1024  # of one file: sitemaps.org/protocol.html


class Site:
    """The site at ``base``, http://127.0.0.1:PORT; ``lost`` are its paths that answer with 404."""

    def __init__(self, base: str, environment: dict[str, str]) -> None:
        self.base = base
        self.environment = environment
        self.lost: list[str] = []

    def get(self, path: str) -> bytes:
        """The bytes at a path of the site; urllib's errors where it is not answered with 200."""
        asked = urllib.request.Request(self.base + path, headers={"Accept-Language": "ar"})  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310  our own server
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code == 404 and path in self.lost:
                return error.read()
            raise

    def send(self, path: str, **fields: str) -> str:
        """Fill in the form at a path and send it as a browser does; the path that it leads to."""
        page = self.get(path).decode()
        given = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        given += re.findall(r'<select name="(\w+)"[^>]*>\s*<option value="([^"]*)"', page)
        sent = urlencode(dict(given) | fields).encode()
        for _ in range(PATIENCE):
            asked = urllib.request.Request(self.base + path, sent, {"Origin": self.base})  # noqa: S310
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310  our own server
                if answer.url != self.base + path:
                    return answer.url.removeprefix(self.base)
            time.sleep(1)
        sys.exit(f"The form at {path} is not taken.")

    def manage(self, command: str) -> None:
        """Run a command of ``manage.py`` on this site."""
        subprocess.run(
            [sys.executable, "manage.py", *command.split()],
            cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip

    def links(self, path: str, pattern: str) -> list[str]:
        """The links on a page to what the pattern matches whole, in their order, each once."""
        found = re.findall(rf'href="({pattern})"', self.get(path).decode())
        return list(dict.fromkeys(found))


@contextmanager
def served() -> Iterator[Site]:
    """The demo site, filled and running; it is gone afterwards, whatever happens."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "EMAIL_URL": f"filemail:///{folder}/letters",
            "CARDS_CACHE_URL": f"filecache://{folder}/cards",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": f"http://127.0.0.1:{port}",
            "DEBUG": "0",
            "HTTPS": "0",
            "MFA_REQUIRED": "",
            "HOST": "127.0.0.1",
            "PORT": port,
        }
        site = Site(f"http://127.0.0.1:{port}", environment)
        for command in FILL:
            site.manage(command)
        gunicorn = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--log-level", "warning"]
        server = subprocess.Popen(gunicorn, cwd=ROOT, env=environment)
        try:
            wait_for(site, server)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(site: Site, server: subprocess.Popen) -> None:
    for _ in range(150):
        if server.poll() is not None:
            sys.exit("The site did not start.")
        try:
            site.get("/robots.txt")
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The site does not answer.")


def pages_of(site: Site, language: str) -> list[str]:
    """One page of each kind, and the articles that have a picture, a correction, a story."""
    front = f"{language}/"
    articles = rf"{language}/articles/\d+/[^/\"]+/"
    on_front = site.links(front, articles)
    corrected = site.links(f"{language}/corrections/", articles)[:1]
    in_a_story = [path for path in on_front if b'id="story-heading"' in site.get(path)][:1]
    some = list(dict.fromkeys(on_front[:1] + corrected + in_a_story))
    searched = {"": "المدينة", "/en": "city"}[language]
    pages = [front, *some, f"{language}/search/?q={quote(searched)}", f"{language}/choices/"]
    for kind in ("sections", "sources", "topics"):
        of_kind = rf"{language}/{kind}/[^\"#]+/"
        pages += [page for path in (front, *some) for page in site.links(path, of_kind)][:1]
    for kind in ("history", "original", "report"):
        of_kind = rf"{language}/articles/\d+/{kind}/"
        pages += [page for path in some for page in site.links(path, of_kind)][:1]
    pages += site.links(f"{language}/archive/", rf"{language}/archive/[0-9/]+/")[:1]
    # Those with an address of one word: the archive, the corrections, the newsroom's own pages.
    pages += site.links(front, rf"{language}/(?!en/)[a-z-]+/")
    pages += [f"{language}/digest/", f"{language}/reports/", f"{language}/api/"]
    pages += pages_of_forms(site, language, some[0])
    return list(dict.fromkeys(pages))


def pages_of_forms(site: Site, language: str, article: str) -> list[str]:
    """What readers see who sent a report and asked for the digest, and where a number is wrong."""
    address = f"reader@{language.strip('/') or 'ar'}.example"
    pages = [
        site.send(f"{article.rsplit('/', 2)[0]}/report/", message="هذا خطأ."),
        site.send(f"{language}/digest/", email=address),
    ]
    site.manage("deliver --verbosity 0")
    for file in Path(site.environment["EMAIL_URL"].removeprefix("filemail:///")).iterdir():
        letter = message_from_bytes(file.read_bytes(), policy=default)
        if letter["To"] == address:
            text = letter.get_body(("plain",)).get_content()
            pages += re.findall(rf"{language}/digest/confirm/[^/\s]+/", text)
    pages.append(pages[-1].replace("/confirm/", "/unsubscribe/"))
    lost = ["no/such/", "digest/confirm/lost/", "reports/?number=00000000"]
    lost = [f"{language}/{path}" for path in lost]
    site.lost += lost
    return pages + lost


def install() -> bool:
    """Have the npm packages of package.json in var/check-site; whether they are there."""
    if shutil.which("npm") is None:
        print("skipped: what npm brings: npm is not on this machine")
        return False
    pinned = [HERE / "package.json", HERE / "package-lock.json"]
    stamp = KEPT / "installed"
    wanted = "".join(path.read_text() for path in pinned)
    if not stamp.exists() or stamp.read_text() != wanted:
        KEPT.mkdir(parents=True, exist_ok=True)
        for path in pinned:
            shutil.copy(path, KEPT)
        # No scripts: none is needed, and one of them would fetch a Java.
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=KEPT
        )
        if done.returncode:
            print("skipped: what npm brings: npm could not install them")
            return False
        stamp.write_text(wanted)
    return True


def check_html(site: Site, pages: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The W3C's Nu checker, which refuses loopback addresses and so gets files."""
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        files = {}
        for number, path in enumerate([*pages, *site.links("/", r"/static/[^\"]+\.(?:css|svg)")]):
            suffix = re.search(r"\.(?:css|svg)$", path)
            file = Path(folder, f"{number}{suffix[0] if suffix else '.html'}")
            file.write_bytes(site.get(path))
            files[file.name] = path
        jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
        # A long page is deeper than Java's own stack.
        done = subprocess.run(
            ["java", "-Xss4m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always",
             "--also-check-css", "--also-check-svg", *(Path(folder, name) for name in files)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        said = {path: [] for path in files.values()}
        for message in json.loads(done.stdout)["messages"]:
            name = message.get("url", "").rsplit("/", 1)[-1]
            if message["message"] not in KNOWN:
                line = f"line {message.get('lastLine', '?')}: {message['message']}"
                said.setdefault(files.get(name, name), []).append(line)
        yield from said.items()


def check_access(site: Site, pages: list[str]) -> Iterator[tuple[str, list[str]]]:
    """axe-core's rules for WCAG 2.2 AA, and its own, in both widths and both schemes."""
    axe = (MODULES / "axe-core" / "axe.min.js").read_text("utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for path in pages:
            found = []
            for width in WIDTHS:
                for scheme in SCHEMES:
                    page = browser.new_page(
                        viewport={"width": width, "height": 800},
                        color_scheme=scheme,
                        locale="ar",
                        bypass_csp=True,  # or axe itself would be refused
                    )
                    page.goto(site.base + path)
                    page.evaluate(axe)
                    for broken in page.evaluate("rules => axe.run(rules)", RULES)["violations"]:
                        found.append(
                            f"{width} px, {scheme}: {broken['id']} at {len(broken['nodes'])}, "
                            f"as {broken['nodes'][0]['html'][:120]}"
                        )
                    page.close()
            yield path, found
        browser.close()


def check_links(site: Site, pages: list[str]) -> Iterator[tuple[str, list[str]]]:
    """linkinator: what a page links to and shows, on this site, is there, and so is each #fragment."""
    found = {path: [] for path in pages}
    starts = {site.base + path: path for path in pages if path not in site.lost}
    done = subprocess.run(
        ["node", MODULES / "linkinator" / "build" / "src" / "cli.js", *starts, "--format", "json",
         "--check-css", "--check-fragments", "--concurrency", "8",
         "--skip", rf"^(?!{re.escape(site.base)}(/|$))"],
        capture_output=True, text=True,
    )  # fmt: skip
    for link in json.loads(done.stdout[done.stdout.index("{") :])["links"]:
        # HTML's own name for the top of a page, whether or not anything bears it.
        if link["state"] == "BROKEN" and not link["url"].endswith("#top"):
            path = starts.get(link.get("parent"), link.get("parent") or link["url"])
            found.setdefault(path, []).append(f"{link['status']}: {unquote(link['url'])}")
    yield from found.items()


def check_api(site: Site, has_npm: bool) -> Iterator[tuple[str, list[str]]]:
    """The OpenAPI document by a validator of OpenAPI, an answer of each kind by the document."""
    path = "/api/v1/openapi.json?lang=en"
    document = json.loads(site.get(path))
    if has_npm:
        with tempfile.NamedTemporaryFile(suffix=".json", dir=KEPT) as file:
            file.write(site.get(path))
            file.flush()
            tool = (
                MODULES / "@seriousme" / "openapi-schema-validator" / "bin" / "validate-api-cli.js"
            )
            done = subprocess.run(["node", tool, file.name], capture_output=True, text=True)
        yield path, [] if done.returncode == 0 else [done.stdout.strip() or done.stderr.strip()]
    ids: dict[str, int] = {}
    for template, methods in document["paths"].items():
        kind = template.split("/")[3]
        if "{id}" in template and kind not in ids:
            ids[kind] = json.loads(site.get(f"/api/v1/{kind}/"))["items"][0]["id"]
        path = template.replace("{id}", str(ids.get(kind)))
        (content,) = methods["get"]["responses"]["200"]["content"].values()
        schema = {"components": document["components"], **content["schema"]}
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        errors = validator.iter_errors(json.loads(site.get(path)))
        yield path, [f"{error.json_path}: {error.message}" for error in errors]


def check_lighthouse(site: Site, pages: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Lighthouse's four scores on its phone; a finding is one under its floor."""
    for path in pages:
        done = subprocess.run(
            ["node", MODULES / "lighthouse" / "cli" / "index.js", site.base + path, "--quiet",
             "--output=json", "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
             f"--only-categories={','.join(CATEGORIES)}",
             '--extra-headers={"Accept-Language": "ar"}'],
            capture_output=True, text=True, check=True, env=os.environ | {"CHROME_PATH": CHROMIUM},
        )  # fmt: skip
        report = json.loads(done.stdout)
        scores = {}
        for name in CATEGORIES:
            score = report["categories"][name]["score"]
            scores[name] = round(100 * score) if score is not None else 0
        print("      " + ", ".join(f"{name} {score}" for name, score in scores.items()))
        yield (
            path,
            [
                f"{name} {score}: {', '.join(failed(report, name))}"
                for name, score in scores.items()
                if score < FLOORS.get(name, 100)
            ],
        )


def failed(report: dict, category: str) -> list[str]:
    """The ids of the audits that cost a category of Lighthouse's report its points."""
    return [
        ref["id"]
        for ref in report["categories"][category]["auditRefs"]
        if ref["weight"] and (report["audits"][ref["id"]]["score"] or 0) < 0.9
    ]


def check_feeds(site: Site, feeds: list[str]) -> Iterator[tuple[str, list[str]]]:
    """feedparser over RSS and Atom; JSON Feed, which it cannot read, is at least JSON with items."""
    for path in feeds:
        content = site.get(path)
        if path.endswith("/json/"):
            ids = [item["id"] for item in json.loads(content)["items"]]
            found = []
        else:
            feed = feedparser.parse(content)
            ids = [entry.id for entry in feed.entries]
            found = [repr(feed.bozo_exception)] if feed.bozo else []
            found += [f"no date: {one.id}" for one in feed.entries if not one.updated_parsed]
        if len(set(ids)) < len(ids):
            found.append("an id stands twice")
        yield path, found


def check_maps(site: Site, path: str = "/sitemap.xml") -> Iterator[tuple[str, list[str]]]:
    """A map and those it lists: XML, within the protocol's limits, every address on this site."""
    content = site.get(path)
    try:
        root = ET.fromstring(content)
    except ET.ParseError as error:
        yield path, [str(error)]
        return
    addresses = [element.text or "" for element in root.iter(f"{MAP}loc")]
    found = [f"elsewhere: {one}" for one in addresses if not one.startswith(site.base + "/")]
    if len(addresses) > MAP_ADDRESSES or len(content) > MAP_BYTES:
        found.append(f"{len(addresses)} addresses in {len(content)} bytes: too many")
    if len(set(addresses)) < len(addresses):
        found.append("an address stands twice")
    yield path, found
    if root.tag == f"{MAP}sitemapindex":
        for address in addresses:
            yield from check_maps(site, address.removeprefix(site.base))


def tell(name: str, results: Iterator[tuple[str, list[str]]]) -> int:
    """Print a line a page, and under it what was found there; how much that was."""
    print(f"\n== {name}", flush=True)
    total = 0
    for path, found in results:
        print(f"{len(found) or 'ok':>4}  {unquote(path)}", flush=True)
        for one in found:
            print(f"        {one}")
        total += len(found)
    return total


def main() -> int:
    # Told to end, it ends as from an error: the server is stopped and the database is gone.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    has_npm = install()
    found = {}
    with served() as site:
        arabic, english = pages_of(site, ""), pages_of(site, "/en")
        feeds = [
            feed
            for language in ("", "/en")
            for feed in site.links(f"{language}/feeds/", rf"{language}/feeds/[^\"]+/\w+/")
        ]
        if has_npm and shutil.which("java"):
            name = "Nu checker"
            found[name] = tell(name, check_html(site, arabic + english))
        elif has_npm:
            print("skipped: the Nu checker: Java is not on this machine")
        if has_npm and CHROMIUM:
            found["axe-core"] = tell("axe-core", check_access(site, arabic + english))
            found["Lighthouse"] = tell("Lighthouse", check_lighthouse(site, arabic[:2]))
        elif has_npm:
            print("skipped: axe-core, Lighthouse: chromium is not on this machine")
        if has_npm:
            found["linkinator"] = tell("linkinator", check_links(site, arabic + english))
        found["API"] = tell("API", check_api(site, has_npm))
        found["feedparser"] = tell("feedparser", check_feeds(site, feeds))
        found["sitemaps"] = tell("sitemaps", check_maps(site))
    print("\n" + ", ".join(f"{name}: {count or 'clean'}" for name, count in found.items()))
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
