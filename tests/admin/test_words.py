"""Every page of the desk that a superuser can reach speaks Arabic."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from articles.admin.bulk_jobs import JOBS
from articles.admin.work import STATES, WORK
from articles.editing import Notice, fix_style, latest_content, publish_changes, save_article
from articles.models import Article, Citation, Kinship, Proposal, RelatedLink, Status, Topic
from tests.admin.forms import article_data, change_url
from tests.admin.test_article import make_page
from tests.builders import make_article, make_section, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db

LATIN = re.compile(r"[A-Za-z][A-Za-z_-]+")
# What a page may say in Latin letters: an account, a batch, a file, its encoding, its parser, its
# sum, what a user name may be made of, the switch to English, the kind of a file to take away.
ALLOWED = {
    "root",
    "lina",
    "batch-",
    "page",
    "txt",
    "utf-",
    "news-page",
    "SHA-",
    "English",
    "https",
    "CSV",
    *("JPEG", "PNG", "WebP", "AVIF"),
}
_SILENT = {"script", "style", "template"}
_SPOKEN = {"alt", "title", "aria-label", "placeholder", "data-confirm"}
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Words(HTMLParser):
    """The words of a page that are seen or read aloud, without those marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # A row's own name is not shown (static/desk/desk.css).
        silent = tag in _SILENT or given.get("lang") == "en" or "hidden" in given
        silent = silent or given.get("class") == "original"
        if not (silent or self.silent):
            self.said += [given[name] or "" for name in _SPOKEN & set(given)]
            if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
                self.said.append(given.get("value") or "")
        if tag not in _VOID:
            self.open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)

    @property
    def silent(self) -> bool:
        return any(silent for _, silent in self.open)


def foreign(html: str) -> set[str]:
    """The Latin words of a page that it has no leave to say."""
    words = Words()
    words.feed(html)
    return set(LATIN.findall(" ".join(words.said))) - ALLOWED


@pytest.fixture
def rows(db) -> dict[str, Any]:
    article = make_translated_article(
        source=make_source(name_en="Euphrates"),
        published_at=utc(2018, 10, 25, 21, 30),
    )
    page = make_page(article)
    RelatedLink.objects.create(article=article, title="خبر", title_key="خبر", target=make_article())
    draft = make_article(status=Status.DRAFT, possible_duplicate_of=article)
    RelatedLink.objects.create(article=draft, title="خبر", title_key="خبر")
    lina = User.objects.create_user("lina", password="x", is_staff=True)
    lina.groups.add(Group.objects.get(name="editor"))
    LogEntry.objects.create(user=lina, action_flag=CHANGE, object_repr="خبر")
    changed = make_translated_article()
    changed.title_ar, changed.tags = "عنوان أدق", ["دمشق"]
    changed.body_ar = "<p>افتتحت البلدية الحديقة العامة.</p><p>فقرة.</p>"
    save_article(changed, by=lina)
    publish_changes(
        changed, "correction", version=2, by=lina, notice=Notice("ورد خطأ، والصواب هذا.", "Mended.")
    )
    changed = Article.objects.get(pk=changed.pk)
    changed.title_ar = "عنوان أدق من سابقه"
    save_article(changed, by=lina)
    # All that stands beside a form: what is cited, alike, proposed, led nowhere; what is to be mended.
    evident = make_article(
        "خبر مع أدلته",
        body_ar=f"<p>{'كلمات يشترك فيها المقالان اللذان يتشابهان كثيراً ' * 3}</p><p>لـ الاتفاق, نصه</p>",
        imported_digests={"title_ar": "x", "body_ar": "x"},
    )
    evidence = make_page(evident)
    for field, value in (("title_ar", "عنوان الصفحة"), ("body_ar", "<p>نص الصفحة.</p>")):
        Proposal.objects.create(article=evident, page=evidence, field=field, value=value)
    RelatedLink.objects.create(article=evident, title="خبر", title_key="خبر")
    Citation.objects.create(article=evident, source=make_source("وكالة"), passage="قالت وكالة")
    kin = Kinship.objects.create(older=article, newer=evident, likeness=0.5)
    save_article(evident, by=lina)
    fix_style(Article.objects.get(pk=evident.pk), ["detached-prefix", "straight-quotes"])
    return {
        "evident": evident, "kin": kin,
        "article": article, "draft": draft, "changed": changed, "page": page, "source": article.source,
        "section": make_section(name_en="Local"), "topic": Topic.objects.get(),
        "unused": make_source("إذاعة المثال"), "lina": lina, "group": lina.groups.get(),
    }  # fmt: skip


def addresses(rows: dict[str, Any]) -> list[str]:
    def of(model: str, row: Any, *pages: str) -> list[str]:
        return [reverse(f"admin:{model}_{page}", args=[row.pk]) for page in pages]

    models = [
        *("articles_article", "articles_source", "articles_capturedpage", "articles_importbatch"),
        *("auth_user", "auth_group", "articles_deed", "articles_correction"),
        *("articles_section", "articles_topic", "articles_frontslot"),
    ]
    lists = [reverse(f"admin:{model}_changelist") for model in models]
    kin = reverse("admin:articles_article_kin", args=[rows["evident"].pk, rows["kin"].pk])
    compare = reverse("admin:articles_article_compare", args=[rows["changed"].pk])
    return [
        kin,
        f"{compare}?a=1&b=2",
        f"{compare}?a=1&b=live",
        *(reverse(f"admin:articles_article_{name}") for name in ("proposals", "unresolved")),
        *(f"{lists[0]}?work={name}" for name in WORK),
        *(f"{lists[0]}?state={state}" for state, _label in STATES),
        *of("articles_article", rows["changed"], "history", "preview", "withdraw"),
        *of("articles_article", rows["evident"], "change", "history", "preview"),
        *of("articles_importbatch", rows["page"].batch, "undo"),
        reverse("admin:index"),
        *(reverse("admin:app_list", args=[label]) for label in ("articles", "auth")),
        *lists,
        *(f"{address}?q=لا" for address in lists[:4]),
        *(reverse(f"admin:{model}_add") for model in (*models[:2], "auth_user")),
        f"{reverse('admin:articles_source_add')}?_popup=1",
        *of("articles_article", rows["article"], "change", "history"),
        *of("articles_article", rows["draft"], "change", "history", "delete"),
        *of("articles_article", rows["article"], "withdraw"),
        *of("articles_article", rows["changed"], "change", "changes"),
        *of("articles_source", rows["source"], "change", "history", "delete"),
        *of("articles_section", rows["section"], "change", "history", "delete"),
        *of("articles_topic", rows["topic"], "change", "history"),
        reverse("admin:articles_section_add"),
        *of("articles_source", rows["unused"], "change", "delete"),
        *of("articles_capturedpage", rows["page"], "change", "history"),
        *of("articles_importbatch", rows["page"].batch, "change", "history"),
        *of(
            "auth_user", rows["lina"], "change", "history", "delete", "password_change", "security"
        ),
        *of("auth_group", rows["group"], "change", "history"),
        reverse("admin:password_change"),
        reverse("admin:password_change_done"),
        *(reverse(name) for name in ("mfa_index", "usersessions_list")),
    ]


def test_every_page_speaks_arabic(desk, rows):
    client = desk()
    said = {}
    for address in addresses(rows):
        response = client.get(address)
        assert response.status_code == 200, address
        if words := foreign(response.content.decode()):
            said[address] = words
    assert said == {}


def test_every_bulk_action_asks_and_reports_in_arabic(desk, rows):
    client, listed = desk(), reverse("admin:articles_article_changelist")
    chosen = [rows[name].pk for name in ("article", "draft", "changed", "evident")]
    asked = {
        "rule": "detached-prefix",
        "source": rows["source"].pk,
        "section": rows["section"].pk,
        "text_ar": "خطأ",
        "text_en": "x",
    }
    for name in JOBS:
        page = client.post(listed, {"action": name, "_selected_action": chosen})
        assert page.templates[0].name == "admin/articles/article/bulk.html"
        assert foreign(page.content.decode()) == set(), name
        address = reverse("admin:articles_article_bulk", args=[name])
        report = client.post(address, asked | {"article": chosen})
        assert report.context["is_report"]
        assert foreign(report.content.decode()) == set(), name


def test_disputes_are_told_in_arabic(desk, rows):
    client, article = desk(), rows["draft"]
    url = change_url(article)
    mine, theirs = (article_data(client.get(url), title_ar=title) for title in ("لي", "لهم"))
    client.post(url, theirs)
    page = client.post(url, mine)
    assert page.templates[0].name == "admin/articles/article/dispute.html"
    assert foreign(page.content.decode()) == set()


def test_what_is_refused_is_refused_in_arabic(desk, rows):
    reporter, nobody = desk("reporter"), Client()
    pages = [
        nobody.get(reverse("admin:login")),
        nobody.post(reverse("admin:login"), {"username": "root", "password": "?"}),
        reporter.get(reverse("admin:auth_user_changelist")),
        reporter.get(reverse("admin:articles_article_delete", args=[rows["draft"].pk])),
        reporter.get(reverse("admin:login"), {"next": "/admin/auth/user/"}),
        reporter.get("/admin/nothing/"),
        reporter.post(reverse("admin:logout")),
    ]
    ours = {"reporter", "RSS", "Atom", "JSON"}  # the readers' 404 names the feeds in its head
    assert [foreign(page.content.decode()) - ours for page in pages] == [set()] * len(pages)
    assert "الحقلان حسّاسان" in pages[1].content.decode()


def test_mistakes_are_named_in_arabic(desk, rows):
    client = desk()
    posts = [
        (reverse("admin:articles_source_add"), {"homepage": "no", "kind": "٩"}),
        (reverse("admin:auth_user_add"), {"username": "lina", "password1": "a", "password2": "b"}),
        (reverse("admin:auth_user_add"), {"username": "x y", "password1": "a", "password2": "a"}),
        (
            reverse("admin:auth_user_password_change", args=[rows["lina"].pk]),
            {"password1": "12", "password2": "12", "usable_password": "true"},
        ),
        (reverse("admin:password_change"), {"old_password": "no", "new_password1": "12"}),
    ]
    for changes in (
        {"title_ar": "أ" * 301, "published_at_day": "21.05.0218", "source": "abc"},
        {"related_links-0-position": "-1", "related_links-0-url": "no"},
        {"related_links-0-target": "abc", "related_links-0-id": "abc"},
        {"related_links-TOTAL_FORMS": "abc"},
    ):
        url = change_url(rows["article"])
        posts.append((url, article_data(client.get(url), **changes)))
    for url, data in posts:
        response = client.post(url, data)
        assert response.status_code == 200, url
        # What was typed comes back in the inputs; the words around it are ours.
        assert foreign(response.content.decode()) == set(), (url, data)


def test_what_was_done_is_told_in_arabic(desk, rows):
    client = desk()
    article = rows["article"]
    client.post(change_url(article), article_data(client.get(change_url(article)), slug="x"))
    name = {"name_ar": "وكالة دجلة", "kind": "agency"}
    source = rows["unused"]
    change = reverse("admin:articles_source_change", args=[source.pk])
    done = [
        client.post(reverse("admin:articles_source_add"), name | {"_continue": "1"}, follow=True),
        client.post(reverse("admin:articles_source_add") + "?_popup=1", name | {"slug": "popup", "_popup": "1"}),
        client.post(change, name | {"_continue": "1"}, follow=True),
        client.post(change, name, follow=True),
        client.post(change, name | {"_addanother": "1"}, follow=True),
        client.post(
            reverse("admin:articles_source_delete", args=[source.pk]), {"post": "yes"}, follow=True
        ),
        client.get("/admin/articles/source/9999/change/", follow=True),
        client.post(
            reverse("admin:auth_user_password_change", args=[rows["lina"].pk]),
            {"password1": "كلمةمرورطويلة", "password2": "كلمةمرورطويلة", "usable_password": "true"},
            follow=True,
        ),
        client.get(reverse("admin:articles_article_history", args=[article.pk])),
        client.get(reverse("admin:index")),
    ]  # fmt: skip
    for page in done:
        assert page.status_code == 200
        assert foreign(page.content.decode()) == set(), page.request["PATH_INFO"]
    assert latest_content(Article.objects.get(pk=article.pk))["slug"] == "x"
    flags = LogEntry.objects.values_list("action_flag", flat=True)
    assert set(flags) == {ADDITION, CHANGE, DELETION}


@pytest.mark.parametrize("number", [1, 2, 3, 11, 100])
def test_a_history_counts_in_arabic(desk, rows, number):
    client, source = desk(), rows["unused"]
    user = User.objects.get(username="root")
    for _ in range(number):
        LogEntry.objects.log_actions(user.pk, [source], CHANGE, change_message=[])
    url = reverse("admin:articles_source_history", args=[source.pk])
    html = " ".join(client.get(url).content.decode().split())
    noun = {1: "تعديل", 2: "تعديلان", 3: "تعديلات", 11: "تعديلاً", 100: "تعديل"}[number]
    assert f"{number} {noun} </p>" in html


def test_filters_are_named_with_the_article(desk):
    client = desk()
    html = client.get(reverse("admin:articles_article_changelist")).content.decode()
    titles = re.findall(r'data-filter-title="([^"]+)"', html)
    assert titles == ["الحالة", "المطلوب", "صاحب المسودة", "الملاحظة", "التكرار المحتمل", "الترجمة"]


def test_one_word_for_a_password(desk, rows):
    client = desk()
    for address in addresses(rows):
        assert "كلمة السر" not in client.get(address).content.decode(), address
