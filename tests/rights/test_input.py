"""Whatever is typed or asked: no script runs, nothing turns a page around, nothing is an error page."""

import re
import socket
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from articles.editing import (
    Change,
    Notice,
    answer_report,
    publish_changes,
    read_report_form,
    reader_reports,
    receive_report,
    save_article,
    sign_report_form,
    withdraw,
)
from articles.exceptions import Refused
from articles.models import Article, Correction, Deed, ReaderReport, Revision
from tests.admin.forms import article_data
from tests.builders import make_article
from tests.importing.pages import PARAGRAPHS, Page, import_folder
from tests.rights.routes import address_of, all_routes, sent_to
from tests.rights.test_matrix import taken_back
from tests.rights.world import World
from tests.stories import publish_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(django_user_model) -> Any:
    return django_user_model.objects.create_superuser("root", password="x")


@pytest.fixture
def desk(root) -> Client:
    client = Client()
    client.force_login(root)
    return client


# --- script ------------------------------------------------------------------------------------------

EVIL = (
    "خبث\"'><evil-x><script>evil()</script><img src=x onerror=evil()>"
    '<a href="javascript:evil()">evil</a>{{evil}}</script><svg onload=evil()>'
)
_ADDRESSES = {"href", "src", "action", "formaction", "srcdoc", "data", "style", "xlink:href"}


class Danger(HTMLParser):
    """What of a page could run: elements and attributes that carry our word."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"script", "style"}:
            self.inside = tag if given.get("type") != "application/ld+json" else ""
        if tag == "evil-x":
            self.found.append(tag)
        for name, value in given.items():
            is_code = name.startswith("on") and "evil" in value
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            leads = name in _ADDRESSES and address.startswith(("javascript:", "data:", "vbscript:"))
            if is_code or (leads and "evil" in value) or (name == "style" and "evil" in value):
                self.found.append(f"{tag} {name}={value[:60]}")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and "evil" in data:
            self.found.append(f"{self.inside}: {data[:60]}")


def dangers(response: HttpResponse) -> list[str]:
    body = b"".join(response) if response.streaming else response.content
    kind, text = response["Content-Type"], body.decode("utf-8", "replace")
    if "html" in kind:
        return Danger(text).found
    if "xml" in kind:
        return (
            ["evil-x"] if "<evil-x" in re.sub(r"<!\[CDATA\[.*?\]\]>", "", text, flags=re.S) else []
        )
    return []


# What a form needs to be taken at all; everything else in it is evil.
_NEEDED: dict[str, dict[str, Any]] = {
    "article": {"image_credit": ""},
    "source": {"kind": "agency", "homepage": "", "slug": ""},
    "section": {"position": "1", "slug": ""},
    "page": {"kind": "about", "reviewed_on": "1.1.2020"},
    "webhook": {"address": "https://example.com/x", "events": ["article.published"]},
    "user": {
        "username": "evil",
        "usable_password": "true",
        "password1": "Long-enough-1",
        "password2": "Long-enough-1",
        "email": "",
    },
    "wordfamily": {"words": "خبث خبائث"},
}


def fill(response: HttpResponse, model: str) -> dict[str, Any]:
    """A form as it is shown, with script in every field that takes words."""
    context = response.context
    data = article_data(SimpleNamespace(context=context))
    data = {name: value for name, value in data.items() if not hasattr(value, "url")}
    for bound in context["adminform"].form:
        most = getattr(bound.field, "max_length", None)
        if type(bound.field).__name__ in {"LineField", "CharField", "PlainTextField", "LinesField"}:
            data[bound.html_name] = EVIL[:most]
        if type(bound.field).__name__ == "BodyField":
            data[bound.html_name] = f"<p>{EVIL}</p><p onclick='evil()'>نص خبث</p>"
    return data | {name: value for name, value in _NEEDED.get(model, {}).items() if name in data}


def test_no_role_can_make_a_page_run_script(desk, root):
    """A superuser types script into every field of every form of the desk."""
    article = publish_story(root, "خبث معلن", title_en="evil", body_en="<p>evil</p>")
    ReaderReport.objects.create(article=article, version=0, message=EVIL, form_key="k" * 32)
    made, saved = [], set()
    models = [(m, a) for m, a in admin.site._registry.items() if hasattr(a, "has_add_permission")]
    for model, _of_desk in models:
        name = model._meta.model_name
        base = f"admin:{model._meta.app_label}_{name}"
        if name == "frontslot" or (page := desk.get(reverse(f"{base}_add"))).status_code != 200:
            continue  # not made on the desk; the front page's places are in no form of words
        answer = desk.post(reverse(f"{base}_add"), fill(page, name))
        assert dangers(answer) == [], name
        if answer.status_code == 302 and (row := model.objects.order_by("-pk").first()):
            saved.add(name)
            made.append((base, row))
    assert {"article", "source", "section", "page", "webhook", "user", "wordfamily"} <= saved
    # What only is changed, and an article that readers see.
    for base, row in (*made, ("admin:articles_article", article)):
        address = reverse(f"{base}_change", args=[row.pk])
        page = desk.get(address)
        assert dangers(page) == [], base
        answer = desk.post(address, fill(page, row._meta.model_name))
        assert dangers(answer) == [], base
    article.refresh_from_db()
    notice = Notice(EVIL, EVIL, True)
    publish_changes(
        article, "correction", version=article.version, by=root, notice=notice, reason=EVIL
    )
    article.refresh_from_db()
    source = next(row for base, row in made if base.endswith("source"))
    section = next(row for base, row in made if base.endswith("section"))
    Article.objects.filter(pk=article.pk).update(source=source, section=section)
    report = ReaderReport.objects.get()
    asked = [
        "/",
        "/corrections/",
        "/search/?q=خبث",
        "/api/v1/articles/",
        "/feeds/",
        "/archive/2018/",
    ]
    asked += [
        f"/feeds/{what}/{how}/" for what in ("latest", "corrections") for how in ("rss", "atom")
    ]
    asked += [f"/articles/{article.pk}/{article.slug}/", f"/articles/{article.pk}/history/"]
    asked += [
        source.get_absolute_url(),
        section.get_absolute_url(),
        "/about/",
        "/search/?q=" + EVIL,
    ]
    asked += [f"/articles/{article.pk}/report/?quote={EVIL}", f"/reports/?number={EVIL}"]
    asked += ["/sitemap.xml", "/sitemap-news.xml", f"/no-such/{EVIL}/"]
    seen = 0
    for one in asked:
        for prefix in ("", "/en"):
            answer = Client().get(f"{prefix}{one}")
            seen += answer.status_code == 200
            assert dangers(answer) == [], one
    assert seen > 25
    for one in (
        *("", "articles/article/", "articles/source/", "articles/section/", "articles/page/"),
        *("articles/webhook/", "auth/user/", "articles/deed/", "articles/correction/"),
        *("articles/readerreport/", f"articles/readerreport/{report.pk}/change/"),
        *(
            f"articles/article/{article.pk}/{page}"
            for page in ("history/", "preview/", "compare/?a=1&b=2")
        ),
        f"articles/article/?q={EVIL}",
        f"articles/source/{source.pk}/history/",
    ):
        assert dangers(desk.get(f"/admin/{one}")) == [], one


@pytest.mark.parametrize(
    "address",
    ["javascript:evil()", "JaVaScRiPt:evil()", "data:text/html,evil", "vbscript:evil", "//evil"],
)
def test_an_address_that_runs_is_refused_at_both_doors(root, desk, address):
    article = make_article(status="draft")
    for model, field in (("source", "homepage"), ("webhook", "address")):
        page = desk.get(reverse(f"admin:articles_{model}_add"))
        data = fill(page, model) | {field: address}
        answer = desk.post(reverse(f"admin:articles_{model}_add"), data)
        if address != "//evil" or model == "webhook":
            assert answer.status_code == 200, model
            assert answer.context["adminform"].form.errors.keys() & {field}
    with pytest.raises(Refused):
        save_article(article, by=root, related=[["عنوان", address, None]])
    assert not article.related_links.exists()


@pytest.mark.parametrize(
    "leads", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:evil()"]
)
def test_no_way_back_leads_elsewhere(leads, root):
    client = Client()
    for address, sent in (
        (f"/admin/login/?next={leads}", {"username": "root", "password": "x", "next": leads}),
        (f"/choices/?next={leads}", {"theme": "dark", "next": leads, "return": leads}),
    ):
        answer = client.post(address, sent, headers={"Origin": "http://testserver"})
        assert answer.status_code in {302, 303, 200, 403}
        assert "evil" not in answer.get("Location", "")


# --- directions --------------------------------------------------------------------------------------

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff\u00ad"
TURNED = f"كلمة{TURNS} أخرى\u202e"


def test_nothing_turns_a_page_around_at_the_peoples_door(root):
    """Cleaned where the work is done: not every caller is a form."""
    article = publish_story(root, "خبر")
    article = Article.objects.get(pk=article.pk)
    for name in ("title", "summary", "byline", "image_alt", "image_caption"):
        setattr(article, f"{name}_ar", TURNED)
        setattr(article, f"{name}_en", TURNED)
    article.body_ar = article.body_en = f"<p>{TURNED}</p>"
    article.tags = [TURNED]
    related = [[TURNED, "", None]]
    save_article(article, by=root, related=related, reason=TURNED)
    article = Article.objects.get(pk=article.pk)
    notice = Notice(f"{TURNED}\nسطر", TURNED)
    publish_changes(
        article, Change.CORRECTION, version=article.version, by=root, notice=notice, reason=TURNED
    )
    withdraw(article, by=root, notice=notice)
    report = ReaderReport.objects.create(article=article, version=0, message="x", form_key="k" * 32)
    answer_report(report, "no-error", TURNED, by=root)
    stored = Article.objects.get(pk=article.pk)
    texts = [str(getattr(stored, field.attname)) for field in Article._meta.concrete_fields]
    texts += [f"{one.text_ar} {one.text_en}" for one in Correction.objects.all()]
    texts += [f"{one.reason} {one.content}" for one in Revision.objects.all()]
    texts += Deed.objects.values_list("note", flat=True)
    texts += stored.related_links.values_list("title", flat=True)
    texts += ReaderReport.objects.values_list("answer", flat=True)
    assert [text for text in texts if set(text) & set(TURNS)] == []
    assert Correction.objects.first().text_ar == "كلمة أخرى\nسطر"


def test_what_a_reader_sends_turns_nothing_around(client, monkeypatch):
    monkeypatch.setattr(reader_reports, "_refuse_haste", lambda opened: None)
    opened = read_report_form(sign_report_form(make_article(), "ar"))
    report = receive_report(
        make_article(), opened, paragraph=None, message=f"{TURNED}\nسطر", quote=TURNED
    )
    assert not set(report.message + report.quote) & set(TURNS)
    assert report.message.endswith("\nسطر")


def test_a_question_is_said_back_isolated(client):
    html = client.get("/search/", {"q": TURNED}).content.decode()
    body = html[html.index("<body") :]
    for found in re.finditer(f"[{TURNS[:9]}]", re.sub(r"<input[^>]*>", "", body)):
        around = body[max(0, found.start() - 200) : found.start()]
        assert "<bdi" in around or "<title" in around or "value=" in around


# --- size, numbers, what no database takes ------------------------------------------------------------

NAMES = (
    *(
        "q",
        "page",
        "p",
        "o",
        "e",
        "source",
        "since",
        "until",
        "topic",
        "section",
        "tag",
        "language",
    ),
    *("sort", "cursor", "limit", "state", "work", "whose", "batch", "outcome", "webhook", "a", "b"),
    *("capture", "report", "typed", "article", "number", "reference", "scope", "term", "app_label"),
    *("model_name", "field_name", "_changelist_filters", "next", "verb", "who", "done_at__year"),
    *(
        "issued_at__year",
        "status",
        "kind",
        "problem",
        "group",
        "active",
        "serious",
        "review",
        "fields",
    ),
)
# One request a shape of the question, of all names at once.
QUESTIONS = {
    "NUL": [(name, "\0") for name in NAMES],
    "deep": [(name, "99999999999999999999") for name in NAMES],
    "negative": [(name, "-1") for name in NAMES],
    "long": [(name, "ط" * 10_000 if name == "q" else "x") for name in NAMES],
    "decomposed": [(name, "e\u0301\ufdfa١٢\U0001f600\ud7ff") for name in NAMES],
}
FOR_THE_DESK = ("NUL", "deep", "decomposed")
MANY = [(f"n{number}", "1") for number in range(10_000)]


def asked_of(routes: Any, world: World, client: Client, shape: str) -> dict[str, int]:
    """The addresses that answer such a question with an error page, and its status."""
    client.raise_request_exception = False
    broken = {}
    for route in routes:
        address = address_of(route, world)
        with taken_back():
            answer = client.get(address, query_params=QUESTIONS[shape])
            if answer.streaming:
                b"".join(answer.streaming_content)
        if answer.status_code >= 500:
            broken[address] = answer.status_code
    return broken


@pytest.fixture
def world(db) -> World:
    return World()


def test_no_question_is_an_error_page(world, monkeypatch):
    routes = all_routes()
    public = [route for route in routes if not route.is_of_desk]
    of_desk = [route for route in routes if route.is_of_desk and "object_id" not in route.pattern]
    broken = {}
    for shape in QUESTIONS:
        broken |= {
            f"{shape} {one}": n for one, n in asked_of(public, world, Client(), shape).items()
        }
    desk = Client()
    desk.force_login(world.user["superuser"])
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "-")
    for address in ("/search/", "/archive/", "/api/v1/articles/"):  # which read what they are asked
        assert Client().get(address, query_params=MANY).status_code in {400, 413}
    for shape in FOR_THE_DESK:
        broken |= {f"{shape} {one}": n for one, n in asked_of(of_desk, world, desk, shape).items()}
    assert broken == {}


@pytest.mark.parametrize(
    "path", ["%00", "a%00b", "%ED%A0%80", "%C0%AE%C0%AE", "..%2f..%2fetc%2fpasswd", "x" * 5000]
)
def test_no_address_is_an_error_page(client, admin_client, path):
    for begin in (
        *(
            "/",
            "/articles/1/",
            "/sources/",
            "/topics/",
            "/sections/",
            "/preview/",
            "/digest/confirm/",
        ),
        *(
            "/feeds/sources/",
            "/api/v1/articles/",
            "/api/v1/sources/",
            "/media/pictures/",
            "/search/feed/",
        ),
    ):
        assert client.get(f"{begin}{path}/").status_code in {301, 302, 400, 404}, begin
    for begin in (
        "articles/article/",
        "articles/source/",
        "auth/user/",
        "r/1/",
        "articles/article/bulk/",
    ):
        for end in ("/change/", "/history/", "/"):
            assert admin_client.get(f"/admin/{begin}{path}{end}").status_code in {
                301,
                302,
                400,
                404,
            }


def test_no_form_with_a_nul_is_an_error_page(world, monkeypatch):
    """PostgreSQL takes none: it is told as a mistake, or taken out."""
    desk = Client(raise_request_exception=False)
    desk.force_login(world.user["superuser"])
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "-")
    broken = {}
    for route in all_routes():
        if route.name in {"logout", "password_change"}:
            continue
        address = address_of(route, world)
        with taken_back():
            sent = sent_to(route, address, world, desk, "published")
        if not sent:
            continue
        spoiled = {
            name: f"{value}\0" if isinstance(value, str) else value for name, value in sent.items()
        }
        options: dict[str, Any] = {"data": spoiled}
        if "_json" in sent:
            options = {
                "data": sent["_json"].replace("x", "\\u0000"),
                "content_type": "application/json",
            }
        with taken_back():
            answer = desk.post(address, headers={"Origin": "http://testserver"}, **options)
        if answer.status_code >= 500:
            broken[address] = answer.status_code
    assert broken == {}


def test_an_import_opens_no_connection(tmp_path, monkeypatch):
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("an import opened a connection")

    led = "انظر https://evil.example/x.jpg <img src='https://evil.example/p.png'> //evil.example/y"
    Page(after=led, paragraphs=(*PARAGRAPHS, led)).write(tmp_path)
    connection.ensure_connection()
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    with pytest.raises(AssertionError):
        socket.create_connection(("127.0.0.1", 9))
    assert [one.outcome for one in import_folder(tmp_path)] == ["created"]
    assert "evil.example" in Article.objects.get().body_ar
