"""The copy desk in a real browser: what is typed is checked, fixed with one click, and undone."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, IgnoredFinding, Status
from tests.browser.steps import SAVED, becomes, follow, log_in, press, wait_for_editors
from tests.builders import make_article

pytestmark = pytest.mark.django_db(transaction=True)

BODY = (
    '<p>رفضت اللجنة لـ <strong>الاتفاق</strong> كله 😀.</p><ul><li><p>وقال "نعم" لـ الاتفاق أيضاً.</p></li></ul>'
    '<p>ثم قال "لا" وذهب</p>'
)
LIST = "#copydesk"
EDITOR = ".fieldBox.field-body_ar .ProseMirror"


@pytest.fixture
def desk(live_server, browser):
    """A page at which the superuser ``root`` has logged in; ``desk.complaints`` stays empty."""
    User.objects.create_superuser("root", password="x")
    page = browser.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            page.complaints.append(said.text) if said.type in {"error", "warning"} else None
        ),
    )
    page.server = live_server.url
    log_in(page, f"{page.server}/admin/", "root")
    return page


@pytest.fixture
def article():
    return make_article("وصول قافلة, ثم مغادرتها", body_ar=BODY, status=Status.DRAFT)


def open_article(page, article):
    page.goto(page.server + reverse("admin:articles_article_change", args=[article.pk]))
    wait_for_editors(page)


def rows(page, rule):
    return page.locator(f'{LIST} details[data-rule="{rule}"] li')


def fixing(page, rule, number=0):
    """The button that fixes it."""
    return rows(page, rule).nth(number).locator('[name="_style_fix"]')


def marked(page, name="copydesk"):
    """The words under the marks."""
    return page.evaluate(
        "(name) => [...(CSS.highlights.get(name) || [])].map(String)",
        name,
    )


def wait_for_count(page, rule, count):
    expect(rows(page, rule)).to_have_count(count)


def stored() -> Article:
    return Article.objects.get()


def test_marks_lie_over_the_words_and_change_nothing(desk, article):
    open_article(desk, article)
    becomes(
        desk, lambda: sorted(marked(desk)), sorted(["لـ الاتفاق", '"نعم"', "لـ الاتفاق", '"لا"'])
    )
    expect(desk.locator("#id_body_ar")).to_have_value(BODY)
    words = rows(desk, "straight-quotes").nth(1).locator(".copydesk-words")
    words.hover()
    becomes(desk, lambda: marked(desk, "copydesk-here"), ['"لا"'])
    words.click()
    # The editor takes the focus with the next picture it draws.
    expect(desk.locator(EDITOR)).to_be_focused()
    becomes(desk, lambda: desk.evaluate("String(getSelection())"), '"لا"')
    rows(desk, "latin-comma").locator(".copydesk-words").click()
    title = desk.locator("#id_title_ar")
    expect(title).to_be_focused()
    chosen = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    becomes(desk, lambda: title.evaluate(chosen), ",")
    assert desk.complaints == []


def test_one_click_fixes_in_the_editor_undo_takes_it_back_and_saving_keeps_it(desk, article):
    open_article(desk, article)
    fixing(desk, "detached-prefix", 1).click()
    wait_for_count(desk, "detached-prefix", 1)
    once = BODY.replace("لـ الاتفاق أيضاً", "للاتفاق أيضاً")
    expect(desk.locator("#id_body_ar")).to_have_value(once)
    assert stored().body_ar == BODY
    # The keyboard goes on at the next one.
    expect(desk.locator(":focus")).to_have_attribute("name", "_style_fix")

    desk.click('.field-body_ar [data-name="desk:undo"]')
    wait_for_count(desk, "detached-prefix", 2)
    expect(desk.locator("#id_body_ar")).to_have_value(BODY)

    fixing(desk, "detached-prefix", 1).click()
    wait_for_count(desk, "detached-prefix", 1)
    fixing(desk, "latin-comma").click()
    wait_for_count(desk, "latin-comma", 0)
    expect(desk.locator("#id_title_ar")).to_have_value("وصول قافلة، ثم مغادرتها")
    desk.press("#id_title_ar", "Control+z")
    expect(desk.locator("#id_title_ar")).to_have_value("وصول قافلة, ثم مغادرتها")
    wait_for_count(desk, "latin-comma", 1)
    fixing(desk, "latin-comma").click()
    wait_for_count(desk, "latin-comma", 0)
    press(desk, "_save")
    assert (stored().title_ar, stored().body_ar) == ("وصول قافلة، ثم مغادرتها", once)
    assert stored().style_findings == 3
    assert desk.complaints == []


def test_all_of_a_rule_at_once(desk, article):
    open_article(desk, article)
    desk.click(f'{LIST} details[data-rule="straight-quotes"] [name="_style_fix_all"]')
    wait_for_count(desk, "straight-quotes", 0)
    expect(desk.locator("#id_body_ar")).to_have_value(
        BODY.replace('"نعم"', "«نعم»").replace('"لا"', "«لا»")
    )
    becomes(desk, lambda: sorted(marked(desk)), ["لـ الاتفاق", "لـ الاتفاق"])


def test_what_is_typed_is_checked(desk, article):
    open_article(desk, article)
    desk.fill("#id_summary_ar", "سطر  أول")
    wait_for_count(desk, "doubled-space", 1)
    below = desk.locator(".copydesk-marked")
    expect(below.nth(1).locator("mark")).to_have_count(1)
    expect(below.nth(0).locator("mark")).to_have_text(",")
    fixing(desk, "latin-comma").click()
    expect(below.nth(0)).to_be_hidden()
    desk.click(EDITOR)
    desk.keyboard.press("Control+End")
    to_the_end = "({ editor: { state } }) => state.doc.content.size - 1 - state.selection.from"
    becomes(desk, lambda: desk.locator(EDITOR).evaluate(to_the_end), 0)
    # In one go: the server is not asked about half of it.
    desk.keyboard.insert_text(" ثم  قال إن إن القافلة")
    wait_for_count(desk, "doubled-word", 1)
    wait_for_count(desk, "doubled-space", 2)
    becomes(desk, lambda: "إن إن" in marked(desk), True)
    assert "  " in [words.replace("\u00a0", " ") for words in marked(desk)]
    fixing(desk, "doubled-word").click()
    wait_for_count(desk, "doubled-word", 0)
    expect(desk.locator("#id_body_ar")).to_have_value(re.compile("قال إن القافلة"))
    assert stored().body_ar == BODY
    assert desk.complaints == []


def test_what_is_typed_of_a_picture_is_checked_and_fixed(desk, article):
    open_article(desk, article)
    caption = desk.locator("#id_image_caption_ar")
    caption.fill("القافلة لـ القرية")
    wait_for_count(desk, "detached-prefix", 3)
    below = desk.locator('.copydesk-marked[data-marks="image_caption_ar"]')
    expect(below.locator("mark")).to_have_text("لـ القرية")
    row = desk.locator(f'{LIST} li[data-field="image_caption_ar"]')
    row.locator(".copydesk-words").click()
    expect(caption).to_be_focused()
    row.locator('[name="_style_fix"]').click()
    wait_for_count(desk, "detached-prefix", 2)
    expect(caption).to_have_value("القافلة للقرية")
    expect(below).to_be_hidden()
    assert desk.complaints == []


def test_ignored_here_it_is_gone_after_a_reload_too(desk, article):
    open_article(desk, article)
    rows(desk, "straight-quotes").nth(0).locator('[name="_style_ignore"]').click()
    wait_for_count(desk, "straight-quotes", 1)
    assert IgnoredFinding.objects.get().rule == "straight-quotes"
    becomes(desk, lambda: sorted(marked(desk)), sorted(["لـ الاتفاق", "لـ الاتفاق", '"لا"']))
    open_article(desk, article)
    expect(rows(desk, "straight-quotes")).to_have_count(1)
    assert stored().body_ar == BODY


def test_enter_in_a_field_saves_and_fixes_nothing(desk, article):
    open_article(desk, article)
    follow(desk.locator("#id_title_ar"), "Enter")
    expect(desk.locator(SAVED)).to_be_visible()
    assert (stored().title_ar, stored().body_ar) == (article.title_ar, BODY)


def test_a_session_that_ended_is_said(desk, article):
    open_article(desk, article)
    desk.context.clear_cookies()
    fixing(desk, "latin-comma").click()
    expect(desk.locator(".copydesk-said")).not_to_be_empty()
    expect(desk.locator("#id_title_ar")).to_have_value(article.title_ar)


def test_without_scripts_a_button_saves_the_form_with_the_fix(live_server, scriptless, article):
    User.objects.create_superuser("root", password="x")
    page = scriptless.new_page()
    path = reverse("admin:articles_article_change", args=[article.pk])
    log_in(page, live_server.url + path, "root")
    expect(page.locator(".copydesk-marked mark")).to_have_text([","])
    page.fill("#id_summary_ar", "كتب الآن")
    follow(fixing(page, "detached-prefix"))
    expect(page.locator(SAVED)).to_be_visible()
    assert urlsplit(page.url).path == path
    expect(rows(page, "detached-prefix")).to_have_count(1)
    assert stored().summary_ar == "كتب الآن"
    assert "ل<strong>لاتفاق</strong>" in stored().body_ar
    follow(rows(page, "latin-comma").locator('[name="_style_ignore"]'))
    expect(page.locator(SAVED)).to_be_visible()
    expect(rows(page, "latin-comma")).to_have_count(0)
    assert IgnoredFinding.objects.count() == 1
