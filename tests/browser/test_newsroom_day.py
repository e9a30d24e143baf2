"""A day of a newsroom in a real browser: a reporter, an editor and the chief editor at one article.

The page is one written here; where SEEDS_DIR is set, the first one of that folder. What readers see of
corrections has tests of its own.
"""

import os
import re
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from articles.editing import latest_content
from articles.intake import find_pages
from articles.models import Article, Correction, Deed, OpenForm, State
from tests.browser.steps import SAVED, becomes, follow, log_in, press, resize, wait_for_editors

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = """نهر المثال يفيض على البلدة القديمة وفرق الإنقاذ تصل فجراً

تاريخ النشر: 17.11.2019 | 09:20 دمشق

صحيفة العينة

وصلت 17 عائلة من البلدة القديمة إلى مدرسة الحي بعد فيضان النهر ليلاً، وقالت البلدية إن الفرق نقلتهم بـ الحافلات قبل طلوع الضوء.

ووزعت لجنة الحي أغطية وطعاماً على الواصلين، وأضافت أن الطريق المؤدي لـ الجسر القديم مقطوع حتى إشعار آخر بسبب الطين.

وقال مهندس في مديرية الري إن منسوب الماء بدأ ينخفض مع ساعات الصباح، وإن المضخات ستعمل حتى مساء الغد في الأحياء المنخفضة.

وأغلقت المدارس أبوابها يوماً واحداً، على أن تعود الدروس بعد تنظيف الساحات، فيما تطوع طلاب من المعهد القريب لمساعدة الأهالي.
"""
_PREFIX = re.compile(r"(?<!\S)([لب])ـ (ال)?(?=\w{3})")
_NUMBER = re.compile(r"(?<!\S)([0-9]{2,4})(?= \w)")
EDITOR = ".fieldBox.field-body_ar .ProseMirror"
# Whether it is what the editor takes for selected; if not, it is selected (again).
SELECT = """([editor, text]) => {
    const root = document.querySelector(editor)
    const { doc, selection } = root.editor.state
    if (doc.textBetween(selection.from, selection.to) === text && getSelection().toString() === text) return true
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const at = node.data.indexOf(text)
        if (at < 0) continue
        root.focus()
        node.parentElement.scrollIntoView({ block: "center" })
        getSelection().setBaseAndExtent(node, at, node, at + text.length)
        return false
    }
    throw new Error(`The body does not say ${text}`)
}"""


@pytest.fixture
def accounts(db):
    """Everybody's name and password; the groups of the migrations, which other tests flushed."""
    schema = SimpleNamespace(connection=connection)
    import_module("articles.migrations.0002_groups").make_groups(apps, schema)
    for name in ("reporter", "editor", "chief editor"):
        user = User.objects.create_user(name.split()[0], password="x", is_staff=True)
        user.groups.add(Group.objects.get(name=name))


@pytest.fixture
def sit_down(open_browser, live_server, accounts):
    """``sit_down("editor")`` -> a page of a browser of their own; all complaints in ``complaints``."""
    complaints = []

    def log_in_as(name: str):
        page = open_browser().new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{page.url}: {message.text}")
                if message.type == "error"
                else None
            ),
        )
        log_in(page, f"{live_server.url}/admin/", name)
        return page

    log_in_as.complaints = complaints
    log_in_as.server = live_server.url
    return log_in_as


@pytest.fixture
def draft(tmp_path) -> Article:
    """The page, imported as a draft."""
    folder = os.environ.get("SEEDS_DIR")
    if folder:
        path = next(iter(find_pages(Path(folder)))).path
    else:
        path = tmp_path / "001_river.txt"
        path.write_text(PAGE, encoding="utf-8")
    call_command("import_seeds", path, status="draft", stdout=StringIO())
    return Article.objects.get()


def open_form(page, server: str, article: Article) -> None:
    page.goto(server + reverse("admin:articles_article_change", args=[article.pk]))
    wait_for_editors(page)


def body_of(page) -> str:
    return page.locator("[name=body_ar]").input_value()


def replace(page, old: str, new: str) -> None:
    """Select ``old`` in the body and type ``new``; the copy desk has read it."""
    becomes(page, lambda: page.evaluate(SELECT, [EDITOR, old]), True)
    with page.expect_response("**/copydesk/"):  # of what is handed in it would be refused
        page.keyboard.insert_text(new)
    expect(page.locator("[name=body_ar]")).to_have_value(re.compile(re.escape(new)))


def was_sent(text: str) -> bool:
    """Whether somebody's open form said this when it was last heard of."""
    return any(text in form.typed["body_ar"] for form in OpenForm.objects.exclude(typed=None))


def words(html: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", html).split()


def paragraph(html: str, number: int) -> str:
    """The last few words of a paragraph, by which a test finds it."""
    return " ".join(re.findall(r"<p>(.*?)</p>", html)[number].split()[-3:])


def test_a_day(sit_down, draft):
    server = sit_down.server

    # The reporter mends two detached prefixes and a number, and hands it in.
    reporter = sit_down("reporter")
    open_form(reporter, server, draft)
    found = list(_PREFIX.finditer(draft.body_ar))[:2]
    assert len(found) == 2
    expected = draft.body_ar
    for prefix in found:
        behind = re.match(r"\S+", draft.body_ar[prefix.end() :].replace("<", " "))[0]
        joined = {"ل": "لل" if prefix[2] else "ل", "ب": "بال" if prefix[2] else "ب"}[prefix[1]]
        replace(reporter, prefix[0] + behind, joined + behind)
        expected = expected.replace(prefix[0] + behind, joined + behind, 1)
    number = _NUMBER.search(expected)
    wrong = expected[number.start() :].split("<")[0].split()[:2]
    right = [str(int(wrong[0]) + 1), wrong[1]]
    replace(reporter, " ".join(wrong), " ".join(right))
    expected = expected.replace(" ".join(wrong), " ".join(right), 1)
    press(reporter, "_hand_in")
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW
    assert draft.body_ar == expected
    expect(reporter.locator(".desk-state .desk-in-review")).to_be_visible()
    expect(reporter.locator("[name=_save]")).to_have_count(0)  # it is with the editors now

    # The editor reads it and publishes it.
    editor = sit_down("editor")
    open_form(editor, server, draft)
    press(editor, "_publish")
    draft.refresh_from_db()
    assert (draft.state, draft.body_ar) == (State.PUBLISHED, expected)

    # Then the number was wrong after all: readers see the old one until the correction is published.
    open_form(editor, server, draft)
    corrected = [str(int(right[0]) + 53), right[1]]
    replace(editor, " ".join(right), " ".join(corrected))
    press(editor, "_changes", ".desk-decision")
    draft.refresh_from_db()
    assert (draft.body_ar, draft.has_changes_waiting) == (expected, True)
    notice = editor.locator("#id_text_ar")
    expect(notice).not_to_be_visible()  # until it is known what the change is
    editor.check("[name=change][value=clarification]")
    clarified = notice.input_value()
    editor.check("[name=change][value=correction]")
    expect(notice).to_be_visible()
    drafted = notice.input_value()
    assert drafted != clarified
    assert f"«{' '.join(right)}»" in drafted
    assert f"«{' '.join(corrected)}»" in drafted
    notice.fill(drafted + " ونعتذر للقراء.")
    editor.check("[name=change][value=clarification]")
    editor.check("[name=change][value=correction]")
    expect(notice).to_have_value(drafted + " ونعتذر للقراء.")  # what was written stays
    if editor.locator("#id_text_en").count():
        editor.fill("#id_text_en", "An earlier version gave a wrong number.")
    follow(editor.locator(".desk-decision [type=submit]"))
    expect(editor.locator(SAVED)).to_be_visible()
    expected = expected.replace(" ".join(right), " ".join(corrected), 1)
    draft.refresh_from_db()
    assert draft.body_ar == expected
    correction = Correction.objects.get()
    assert correction.text_ar == drafted + " ونعتذر للقراء."
    assert correction.revision.number == draft.live_version

    # The chief editor has the form open too, and each is told of the other.
    chief = sit_down("chief")
    open_form(editor, server, draft)
    open_form(chief, server, draft)
    expect(chief.locator(".desk-others")).to_contain_text("editor")

    # Each in a paragraph of their own: both survive.
    first, third = paragraph(expected, 0), paragraph(expected, 2)
    replace(chief, third, f"{third} أضافها رئيس التحرير")
    press(chief, "_continue")
    replace(editor, first, f"{first} أضافها المحرر")
    press(editor, "_continue")
    both = latest_content(Article.objects.get())["body_ar"]
    assert f"{first} أضافها المحرر" in both
    assert f"{third} أضافها رئيس التحرير" in both
    assert set(words(expected)) <= set(words(both))

    # Both in the same one: nothing is saved before it is decided.
    open_form(editor, server, draft)
    open_form(chief, server, draft)
    second = paragraph(both, 1)
    replace(chief, second, f"{second} كما رواها الأهالي")
    press(chief, "_continue")
    replace(editor, second, f"{second} كما روتها البلدية")
    editor.fill("#id_byline_ar", "ليلى الحموي")
    press(editor, "_continue", ".desk-dispute")
    sides = [side.inner_text() for side in editor.locator(".desk-side").all()]
    assert ["كما رواها الأهالي" in side for side in sides] == [False, True, False]
    assert ["كما روتها البلدية" in side for side in sides] == [False, False, True]
    tops = [side.bounding_box()["y"] for side in editor.locator(".desk-side").all()]
    assert len(set(tops)) == 1  # side by side, and on a phone one below the other
    resize(editor, 360)
    tops = [side.bounding_box()["y"] for side in editor.locator(".desk-side").all()]
    assert tops == sorted(set(tops))
    resize(editor, 1280)
    editor.fill(
        ".desk-disputed textarea", "فقرة اتفق عليها الاثنان كما رواها الأهالي وروتها البلدية."
    )
    expect(editor.locator(".desk-disputed [value=rewritten]")).to_be_checked()
    follow(editor.locator(".desk-dispute [type=submit]"))
    expect(editor.locator(SAVED)).to_be_visible()
    content = latest_content(Article.objects.get())
    assert "<p>فقرة اتفق عليها الاثنان كما رواها الأهالي وروتها البلدية.</p>" in content["body_ar"]
    assert f"{first} أضافها المحرر" in content["body_ar"]
    assert content["byline_ar"] == "ليلى الحموي"

    # In the end the chief editor withdraws it, and readers are told why.
    chief.goto(server + reverse("admin:articles_article_change", args=[draft.pk]))
    follow(chief.locator(".submit-row a.desk-withdraw"))
    follow(chief.locator(".desk-decision .desk-withdraw"))
    expect(chief.locator(".desk-decision .errorlist").first).to_be_visible()  # why, it asks
    chief.fill("#id_text_ar", "سُحب الخبر لأن مصدره تراجع عنه.")
    if chief.locator("#id_text_en").count():
        chief.fill("#id_text_en", "The source took it back.")
    follow(chief.locator(".desk-decision .desk-withdraw"))
    expect(chief.locator(SAVED)).to_be_visible()
    draft.refresh_from_db()
    assert draft.state == State.WITHDRAWN
    assert not Article.objects.published().exists()
    assert Correction.objects.newest_first()[0].kind == "retraction"
    assert {"handed-in", "published", "corrected", "withdrew"} <= set(
        Deed.objects.values_list("verb", flat=True)
    )
    assert sit_down.complaints == []


def test_what_is_typed_survives_the_browser_and_the_session(sit_down, draft):
    server = sit_down.server
    editor = sit_down("editor")
    editor.clock.install()
    open_form(editor, server, draft)
    first = paragraph(draft.body_ar, 0)
    editor.fill("#id_byline_ar", "ليلى الحموي")
    replace(editor, first, f"{first} كُتبت ولم تُحفظ")
    editor.clock.run_for(11_000)
    becomes(editor, lambda: was_sent("كُتبت ولم تُحفظ"), True)
    expect(editor.locator(".desk-autosave")).to_be_visible()
    editor.goto("about:blank")  # as if the browser were gone
    open_form(editor, server, draft)
    expect(editor.locator("#id_byline_ar")).to_have_value("")
    follow(editor.locator(".desk-typed a.button"))
    wait_for_editors(editor)
    expect(editor.locator("#id_byline_ar")).to_have_value("ليلى الحموي")
    expect(editor.locator(EDITOR)).to_contain_text(f"{first} كُتبت ولم تُحفظ")

    # The session ends; saving asks for the password, and then offers what was typed.
    editor.fill("#id_byline_ar", "ليلى الحموي وسامر الشامي")
    editor.context.clear_cookies(name="sessionid")
    press(editor, "_continue", "#id_username")
    expect(editor.locator(".messagelist .warning")).to_be_visible()
    editor.fill("#id_username", "editor")
    editor.fill("#id_password", "x")
    follow(editor.locator("#login-form [type=submit]"))
    wait_for_editors(editor)
    follow(editor.locator(".desk-typed a.button").first)
    wait_for_editors(editor)
    expect(editor.locator("#id_byline_ar")).to_have_value("ليلى الحموي وسامر الشامي")
    press(editor, "_continue")
    draft.refresh_from_db()
    assert draft.byline_ar == "ليلى الحموي وسامر الشامي"
    assert f"{first} كُتبت ولم تُحفظ" in draft.body_ar

    # What was typed before is still offered, and forgotten when asked to be.
    editor.on("dialog", lambda dialog: dialog.accept())
    while editor.locator(".desk-typed").count():
        follow(editor.locator(".desk-typed .desk-quiet").first)
        wait_for_editors(editor)
    assert not OpenForm.objects.filter(typed__isnull=False).exists()
    # Who only looked at a form has typed nothing.
    with editor.expect_response("**/typed/"):
        editor.clock.run_for(41_000)
    open_form(editor, server, draft)
    expect(editor.locator(".desk-typed")).to_have_count(0)
