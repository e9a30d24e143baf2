"""The desk in a real browser: what editors type into, and what must not change when they do not."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from articles.editing import changed_fields, content_of, touch_form
from articles.models import CapturedPage, ImportBatch, RelatedLink, Status
from tests.browser.steps import SAVED, becomes, follow, log_in, press, wait_for_editors
from tests.builders import columns, make_article, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db(transaction=True)

BODY = (
    '<p>افتتحت البلدية "السوق" بعد&nbsp;ترميمه &amp; توسيعه.</p>'
    '<blockquote class="pull"><p>انتظرنا هذا اليوم ثلاث سنوات</p></blockquote>'
    "<h2>ماذا بعد؟</h2>"
    '<p>تفاصيل في <a href="https://example.org/a?b=1&amp;c=2" rel="noopener">الخطة</a> <strong>الكاملة</strong>.</p>'
    "<ul><li><p>أولاً</p></li><li><p>ثانياً</p></li></ul>"
)


@pytest.fixture
def article():
    source = make_source("وكالة المثال")
    article = make_translated_article(
        "سوق الزرب يفتح أبوابه بعد ترميم طويل",
        source=source,
        body_ar=BODY,
        published_at=utc(2018, 10, 25, 21, 30),
    )
    RelatedLink.objects.create(
        article=article, title="خبر مقترح", title_key="خبر مقترح", target=make_article("خبر مقترح")
    )
    CapturedPage.objects.create(
        article=article,
        batch=ImportBatch.objects.create(name="20180521-110500"),
        outcome="created",
        content="سوق الزرب\n\nفقرة من النص.".encode(),
        sha256="1" * 64,
        file_name="012_souq.txt",
        encoding="utf-8",
        parser="news-page",
        parser_version=1,
        roles=["headline", "", "paragraph"],
        problems=[{"code": "repeated-text", "line": 3, "text": "فقرة"}],
        problem_codes=" repeated-text ",
    )
    return article


def open_article(page, article):
    page.goto(page.server + reverse("admin:articles_article_change", args=[article.pk]))
    wait_for_editors(page)


@pytest.mark.parametrize("width", [360, 1280, 1440, 1600])
def test_related_links_fit_beside_the_captured_page(desk, article, width):
    """Each input has a name, none is cut off, and a headline has room."""
    namesakes = [make_article("نشرة المساء"), make_article("نشرة المساء")]
    doubtful = RelatedLink.objects.create(article=article, title="نشرة", position=1)
    doubtful.candidates.set(namesakes)
    desk.set_viewport_size({"width": width, "height": 900})
    open_article(desk, article)
    desk.click("#related_links-group .add-row a")
    cut, unnamed, headline = desk.evaluate(
        """() => {
            const group = document.querySelector("#related_links-group")
            const inside = group.getBoundingClientRect()
            const shown = [...group.querySelectorAll("input, select, .select2-container, .delete, .readonly")]
                .filter((e) => e.type !== "hidden" && e.getClientRects().length)
            const cut = shown.filter((e) => {
                const box = e.getBoundingClientRect()
                return box.left < inside.left || box.right > inside.right || e.scrollWidth > e.clientWidth + 1 && e.matches(".readonly")
            })
            const unnamed = shown.filter((e) => e.matches("input, select") && !e.labels.length && !e.ariaLabel)
            const headline = group.querySelector("#id_related_links-0-title")
            return [cut.map((e) => e.outerHTML), unnamed.map((e) => e.outerHTML), headline.offsetWidth]
        }"""
    )
    assert cut == []
    assert unnamed == []
    assert headline >= min(width - 60, 500)
    for name in ("0-url", "0-target", "0-DELETE", "2-title"):
        expect(desk.locator(f"#id_related_links-{name}")).to_have_count(1)
    expect(desk.locator("#id_related_links-0-DELETE")).to_be_visible()
    assert desk.complaints == []


def test_a_related_link_is_added_and_another_deleted(desk, article):
    open_article(desk, article)
    desk.click("#related_links-group .add-row a")
    desk.fill("#id_related_links-1-title", "خبر أُضيف")
    desk.check("#id_related_links-0-DELETE")
    press(desk, "_continue")
    # It waits with the other changes: readers go on seeing the links they saw.
    assert [title for title, *_ in content_of(article, 2)["related"]] == ["خبر أُضيف"]
    assert [link.title for link in article.related_links.all()] == ["خبر مقترح"]


def test_on_a_phone_the_filters_wait_above_the_rows(desk, article):
    address = desk.server + reverse("admin:articles_article_changelist")
    top = "(selector) => document.querySelector(selector).getBoundingClientRect().top"
    desk.goto(address)
    expect(desk.locator("#changelist-filter")).to_be_visible()
    desk.set_viewport_size({"width": 360, "height": 800})
    desk.goto(address)
    filters = desk.locator("#changelist-filter")
    expect(filters).not_to_be_visible()
    assert desk.evaluate(top, ".desk-filters") < desk.evaluate(top, "#result_list")
    desk.click(".desk-filters > summary")
    expect(filters).to_be_visible()
    follow(desk.locator("#changelist-filter a:has-text('مسودة')"))
    assert "state=draft" in desk.url
    expect(filters).not_to_be_visible()
    desk.set_viewport_size({"width": 1280, "height": 800})
    filters.wait_for()


def test_an_untouched_article_is_saved_to_the_byte(desk, article):
    before = columns(article)
    open_article(desk, article)
    press(desk, "_continue")
    assert columns(article) == before
    assert desk.complaints == []


def test_an_edit_changes_what_was_edited_and_nothing_beside_it(desk, article):
    open_article(desk, article)
    desk.click(".fieldBox.field-body_ar .ProseMirror p >> nth=0")
    desk.keyboard.press("Control+Home")
    # A slow machine moves the caret after the next key: wait for it, and for what was typed.
    editor = desk.locator(".fieldBox.field-body_ar .ProseMirror")
    becomes(desk, lambda: editor.evaluate("e => e.editor.state.selection.to"), 1)
    desk.keyboard.type("عاجل: ")
    expect(desk.locator("[name=body_ar]")).to_have_value(re.compile("^<p>عاجل: "))
    press(desk, "_continue")
    assert columns(article)["body_ar"] == BODY  # readers go on seeing it
    before, after = (content_of(article, number) for number in (1, 2))
    assert changed_fields(before, after) == ["body_ar"]
    assert after["body_ar"] == BODY.replace("<p>", "<p>عاجل: ", 1)
    assert desk.complaints == []


def test_a_pull_quote_is_made_and_taken_off(desk):
    article = make_article(status=Status.DRAFT, body_ar="<p>جملة بارزة</p>")
    open_article(desk, article)
    button = desk.locator(".fieldBox.field-body_ar [data-name='desk:pull']")
    pulled = desk.locator(".field-body_ar blockquote.pull")
    desk.click(".fieldBox.field-body_ar .ProseMirror p")
    button.click()
    expect(pulled).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    press(desk, "_continue")
    body = columns(article)["body_ar"]
    assert body == '<blockquote class="pull"><p>جملة بارزة</p></blockquote>'
    desk.click(".fieldBox.field-body_ar .ProseMirror p")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(pulled).to_have_count(0)
    press(desk, "_continue")
    assert columns(article)["body_ar"] == "<p>جملة بارزة</p>"


def test_each_body_has_its_own_language_and_direction(desk, article):
    open_article(desk, article)
    for lang, direction in (("ar", "rtl"), ("en", "ltr")):
        editor = desk.locator(f".fieldBox.field-body_{lang} .ProseMirror")
        expect(editor).to_have_attribute("lang", lang)
        expect(editor).to_have_attribute("dir", direction)
        assert editor.get_attribute("aria-label")


def test_one_switch_shows_a_language_or_both_and_remembers(desk, article):
    open_article(desk, article)
    arabic, english = (expect(desk.locator(f"#id_title_{lang}")) for lang in ("ar", "en"))
    arabic.to_be_visible()
    english.not_to_be_visible()
    desk.get_by_role("radio", name="English").check(force=True)
    arabic.not_to_be_visible()
    english.to_be_visible()
    open_article(desk, article)
    arabic.not_to_be_visible()
    english.to_be_visible()
    desk.locator("[name=desk-language][value=both]").check(force=True)
    arabic.to_be_visible()
    english.to_be_visible()


def test_without_scripts_both_languages_are_there(scriptless, live_server, article):
    User.objects.create_superuser("root", password="x")
    page = scriptless.new_page()
    path = reverse("admin:articles_article_change", args=[article.pk])
    log_in(page, live_server.url + path, "root")
    expect(page.locator("#id_title_ar")).to_be_visible()
    expect(page.locator("#id_title_en")).to_be_visible()
    expect(page.locator(".desk-languages")).not_to_be_visible()


def test_a_doubled_time_is_asked_about(desk, article):
    open_article(desk, article)
    expect(desk.locator("#id_published_at_occurrence")).to_have_value("1")
    desk.locator("#id_published_at_occurrence").select_option("")
    press(desk, "_save", ".field-published_at .errorlist")
    desk.locator("#id_published_at_occurrence").select_option("0")
    press(desk, "_continue")
    assert content_of(article, 2)["published_at"] == utc(2018, 10, 25, 20, 30).isoformat()


def test_withdrawing_asks_why_first(desk, article):
    open_article(desk, article)
    follow(desk.locator(".submit-row a.desk-withdraw"))
    assert columns(article)["status"] == Status.PUBLISHED
    desk.fill("#id_text_ar", "سُحب لخطأ فيه.")
    desk.fill("#id_text_en", "It was wrong.")
    follow(desk.locator(".desk-decision .desk-withdraw"))
    expect(desk.locator(SAVED)).to_be_visible()
    assert columns(article)["status"] == Status.WITHDRAWN
    assert desk.complaints == []


def test_the_form_says_who_else_has_it_open_as_they_come_and_go(desk, article):
    desk.clock.install()
    open_article(desk, article)
    expect(desk.locator(".desk-others")).to_have_text("")
    other = User.objects.create_user("lina", is_staff=True, first_name="لينا", last_name="الحلبي")
    open_form = touch_form(article, by=other, version=0)
    # Half a minute after the form last spoke it does so again, at its next ten seconds.
    desk.clock.run_for(41_000)
    expect(desk.locator(".desk-other")).to_contain_text("لينا الحلبي")
    open_form.delete()
    desk.clock.run_for(41_000)
    expect(desk.locator(".desk-other")).to_have_count(0)
    assert not article.open_forms.exclude(typed=None).exists()  # nobody typed anything
    assert desk.complaints == []


def test_a_form_is_saved_after_logging_in_again_in_another_tab(desk, article):
    """That login changed the token that the form was opened with."""
    open_article(desk, article)
    desk.fill("#id_byline_ar", "ليلى الحموي")
    desk.context.clear_cookies(name="sessionid")
    tab = desk.context.new_page()
    log_in(tab, desk.server + reverse("admin:index"), "root")
    press(desk, "_continue")
    assert content_of(article, 2)["byline_ar"] == "ليلى الحموي"


def test_a_form_whose_session_ended_says_so_while_one_types(desk, article):
    desk.clock.install()
    open_article(desk, article)
    desk.context.clear_cookies(name="sessionid")
    desk.fill("#id_byline_ar", "ليلى")
    desk.clock.run_for(11_000)
    expect(desk.locator(".desk-autosave")).to_contain_text("انتهت جلستك")


def test_a_problem_leads_to_its_line(desk, article):
    open_article(desk, article)
    desk.click(".desk-problems a")
    expect(desk.locator(".desk-line:target .desk-line-text")).to_have_text("فقرة من النص.")
