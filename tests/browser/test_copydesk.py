"""The copy desk in a real browser: what is typed is checked, fixed with one click, and undone."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, IgnoredFinding, Status
from tests.builders import make_article

pytestmark = pytest.mark.django_db(transaction=True)

BODY = (
    '<p>رفضت اللجنة لـ <strong>الاتفاق</strong> كله 😀.</p><ul><li><p>وقال "نعم" لـ الاتفاق أيضاً.</p></li></ul>'
    '<p>ثم قال "لا" وذهب</p>'
)
LIST = "#copydesk"
EDITOR = ".field-body_ar .ProseMirror"


@pytest.fixture
def desk(live_server, browser):
    """A page at which the superuser ``root`` has logged in; ``desk.complaints`` stays empty."""
    User.objects.create_superuser("root", password="x")
    return _log_in(browser.new_page(), live_server.url)


@pytest.fixture
def scriptless(live_server, chromium):
    """The same in a browser that runs no scripts."""
    User.objects.create_superuser("root", password="x")
    context = chromium.new_context(locale="ar", java_script_enabled=False)
    yield _log_in(context.new_page(), live_server.url)
    context.close()


def _log_in(page, server):
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            page.complaints.append(said.text) if said.type in {"error", "warning"} else None
        ),
    )
    page.server = server
    page.goto(f"{server}/admin/")
    page.fill("#id_username", "root")
    page.fill("#id_password", "x")
    page.click("[type=submit]")
    page.wait_for_selector("#user-tools")
    return page


@pytest.fixture
def article():
    return make_article("وصول قافلة, ثم مغادرتها", body_ar=BODY, status=Status.DRAFT)


def open_article(page, article):
    page.goto(page.server + reverse("admin:articles_article_change", args=[article.pk]))
    page.wait_for_selector(f"{EDITOR} p")


def rows(page, rule):
    return page.locator(f'{LIST} details[data-rule="{rule}"] li')


def fix(page, rule, number=0):
    rows(page, rule).nth(number).locator('[name="_style_fix"]').click()


def marked(page, name="copydesk"):
    """The words under the marks."""
    return page.evaluate(
        "(name) => [...(CSS.highlights.get(name) || [])].map(String)",
        name,
    )


def wait_for_count(page, rule, count):
    page.wait_for_function(
        """([rule, count]) =>
            document.querySelectorAll(`#copydesk details[data-rule="${rule}"] li`).length === count""",
        arg=[rule, count],
    )


def stored() -> Article:
    return Article.objects.get()


def test_marks_lie_over_the_words_and_change_nothing(desk, article):
    open_article(desk, article)
    desk.wait_for_function("CSS.highlights.get('copydesk')?.size === 4")
    assert sorted(marked(desk)) == sorted(["لـ الاتفاق", '"نعم"', "لـ الاتفاق", '"لا"'])
    expect(desk.locator("#id_body_ar")).to_have_value(BODY)
    words = rows(desk, "straight-quotes").nth(1).locator(".copydesk-words")
    words.hover()
    assert marked(desk, "copydesk-here") == ['"لا"']
    words.click()
    # The editor takes the focus with the next picture it draws.
    desk.wait_for_function("""String(getSelection()) === '"لا"'""")
    assert desk.evaluate("document.activeElement.className").startswith("tiptap")
    rows(desk, "latin-comma").locator(".copydesk-words").click()
    desk.wait_for_function("document.activeElement.id === 'id_title_ar'")
    assert desk.evaluate(
        "(() => { const e = document.activeElement; return [e.id, e.value.slice(e.selectionStart, e.selectionEnd)] })()"
    ) == ["id_title_ar", ","]
    assert desk.complaints == []


def test_one_click_fixes_in_the_editor_undo_takes_it_back_and_saving_keeps_it(desk, article):
    open_article(desk, article)
    fix(desk, "detached-prefix", 1)
    wait_for_count(desk, "detached-prefix", 1)
    once = BODY.replace("لـ الاتفاق أيضاً", "للاتفاق أيضاً")
    expect(desk.locator("#id_body_ar")).to_have_value(once)
    assert stored().body_ar == BODY
    # The keyboard goes on at the next one.
    assert desk.evaluate("document.activeElement.name") == "_style_fix"

    desk.click('.field-body_ar [data-name="desk:undo"]')
    wait_for_count(desk, "detached-prefix", 2)
    expect(desk.locator("#id_body_ar")).to_have_value(BODY)

    fix(desk, "detached-prefix", 1)
    wait_for_count(desk, "detached-prefix", 1)
    fix(desk, "latin-comma")
    desk.wait_for_selector(f'{LIST} details[data-rule="latin-comma"]', state="detached")
    expect(desk.locator("#id_title_ar")).to_have_value("وصول قافلة، ثم مغادرتها")
    desk.focus("#id_title_ar")
    desk.keyboard.press("Control+z")
    expect(desk.locator("#id_title_ar")).to_have_value("وصول قافلة, ثم مغادرتها")
    wait_for_count(desk, "latin-comma", 1)
    fix(desk, "latin-comma")
    desk.wait_for_selector(f'{LIST} details[data-rule="latin-comma"]', state="detached")
    desk.click("[name=_save]")
    desk.wait_for_selector(".messagelist .success")
    assert (stored().title_ar, stored().body_ar) == ("وصول قافلة، ثم مغادرتها", once)
    assert stored().style_findings == 3
    assert desk.complaints == []


def test_all_of_a_rule_at_once(desk, article):
    open_article(desk, article)
    desk.click(f'{LIST} details[data-rule="straight-quotes"] [name="_style_fix_all"]')
    desk.wait_for_selector(f'{LIST} details[data-rule="straight-quotes"]', state="detached")
    expect(desk.locator("#id_body_ar")).to_have_value(
        BODY.replace('"نعم"', "«نعم»").replace('"لا"', "«لا»")
    )
    assert sorted(marked(desk)) == ["لـ الاتفاق", "لـ الاتفاق"]


def test_what_is_typed_is_checked(desk, article):
    open_article(desk, article)
    desk.fill("#id_summary_ar", "سطر  أول")
    wait_for_count(desk, "doubled-space", 1)
    below = desk.locator(".copydesk-marked")
    expect(below.nth(1).locator("mark")).to_have_count(1)
    expect(below.nth(0).locator("mark")).to_have_text(",")
    fix(desk, "latin-comma")
    expect(below.nth(0)).to_be_hidden()
    desk.click(EDITOR)
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" ثم  قال إن إن القافلة")
    wait_for_count(desk, "doubled-word", 1)
    wait_for_count(desk, "doubled-space", 2)
    assert "إن إن" in marked(desk)
    assert "  " in [words.replace("\u00a0", " ") for words in marked(desk)]
    fix(desk, "doubled-word")
    desk.wait_for_selector(f'{LIST} details[data-rule="doubled-word"]', state="detached")
    assert "قال إن القافلة" in desk.input_value("#id_body_ar")
    assert stored().body_ar == BODY
    assert desk.complaints == []


def test_ignored_here_it_is_gone_after_a_reload_too(desk, article):
    open_article(desk, article)
    rows(desk, "straight-quotes").nth(0).locator('[name="_style_ignore"]').click()
    wait_for_count(desk, "straight-quotes", 1)
    assert IgnoredFinding.objects.get().rule == "straight-quotes"
    assert sorted(marked(desk)) == sorted(["لـ الاتفاق", "لـ الاتفاق", '"لا"'])
    open_article(desk, article)
    expect(rows(desk, "straight-quotes")).to_have_count(1)
    assert stored().body_ar == BODY


def test_enter_in_a_field_saves_and_fixes_nothing(desk, article):
    open_article(desk, article)
    desk.press("#id_title_ar", "Enter")
    desk.wait_for_selector(".messagelist .success")
    assert (stored().title_ar, stored().body_ar) == (article.title_ar, BODY)


def test_a_session_that_ended_is_said(desk, article):
    open_article(desk, article)
    desk.context.clear_cookies()
    fix(desk, "latin-comma")
    desk.wait_for_function("document.querySelector('.copydesk-said').textContent")
    expect(desk.locator("#id_title_ar")).to_have_value(article.title_ar)


def test_without_scripts_a_button_saves_the_form_with_the_fix(scriptless, article):
    page = scriptless
    page.goto(page.server + reverse("admin:articles_article_change", args=[article.pk]))
    expect(page.locator(".copydesk-marked mark")).to_have_text([","])
    page.fill("#id_summary_ar", "كتب الآن")
    fix(page, "detached-prefix", 0)
    page.wait_for_selector(".messagelist .success")
    assert urlsplit(page.url).path == reverse("admin:articles_article_change", args=[article.pk])
    expect(rows(page, "detached-prefix")).to_have_count(1)
    assert stored().summary_ar == "كتب الآن"
    assert "ل<strong>لاتفاق</strong>" in stored().body_ar
    rows(page, "latin-comma").locator('[name="_style_ignore"]').click()
    page.wait_for_selector(".messagelist .success")
    expect(rows(page, "latin-comma")).to_have_count(0)
    assert IgnoredFinding.objects.count() == 1
