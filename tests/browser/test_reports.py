"""A reader selects a sentence and reports it; without scripts, they pick the paragraph."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.editing import reader_reports
from articles.models import ReaderReport
from tests.browser.steps import follow, log_in, wait_for_editors
from tests.builders import make_article

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "<p>أجلت البلدية 17 عائلة.</p><p>أغلق الطريق يومين.</p>"

SELECT = """([at, words]) => {
  const text = document.querySelector(".body").children[at].firstChild
  const start = text.data.indexOf(words)
  getSelection().setBaseAndExtent(text, start, text, start + words.length)
}"""


@pytest.fixture
def article(monkeypatch):
    # A browser writes faster than anybody.
    monkeypatch.setattr(reader_reports, "_SOONEST", timedelta())
    return make_article("بلدية تفتح طريقاً", body_ar=BODY)


def test_a_selected_sentence_is_reported_and_corrected(live_server, browser, open_browser, article):
    page = browser.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    page.evaluate(SELECT, [0, "17 عائلة"])
    offer = page.locator(".report-offer")
    expect(offer).to_be_visible()
    follow(offer)
    expect(page.locator("main blockquote")).to_have_text("17 عائلة")
    page.fill("[name=message]", "كانوا سبعين.")
    follow(page.locator("main [type=submit]"))
    report = ReaderReport.objects.get()
    expect(page.locator("main h2")).to_have_text(report.shown_reference)
    assert (report.paragraph, report.quote) == (1, "17 عائلة")
    number = page.url

    User.objects.create_superuser("chief", password="x")
    desk = open_browser().new_page()
    log_in(desk, f"{live_server.url}/admin/articles/readerreport/{report.pk}/change/", "chief")
    follow(desk.locator(".desk-begin a"))
    wait_for_editors(desk)
    editor = desk.locator(
        "[name=body_ar] ~ .ProseMirror, .prose-editor:has([name=body_ar]) .ProseMirror"
    ).first
    expect(editor).to_be_focused()
    assert desk.evaluate("getSelection().toString()") == "17 عائلة"
    desk.keyboard.type("70 عائلة")
    follow(desk.locator("[name=_changes]"))
    desk.check("[name=change][value=correction]")
    expect(desk.locator("[name=reports]")).to_be_checked()
    follow(desk.locator(".submit-row [type=submit]"))
    page.goto(number)
    expect(page.locator("main blockquote")).to_contain_text("والصواب «70 عائلة»")


def test_without_scripts(live_server, scriptless, article):
    page = scriptless.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    expect(page.locator(".report-offer")).to_have_count(0)
    follow(page.locator("[data-report]"))
    follow(page.locator("main [type=submit]"))
    expect(page.locator("[role=alert]")).to_be_visible()
    page.locator(".options label").nth(3).click()
    page.fill("[name=message]", "ثلاثة أيام.")
    follow(page.locator("main [type=submit]"))
    report = ReaderReport.objects.get()
    assert (report.paragraph, report.paragraph_text) == (2, "أغلق الطريق يومين.")


def test_words_across_paragraphs_are_not_offered(live_server, browser, article):
    page = browser.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    page.evaluate(SELECT, [0, "17"])  # two letters
    page.evaluate(SELECT, [1, "يومين"])
    expect(page.locator(".report-offer")).to_be_visible()
    page.evaluate(
        """() => { const [a, b] = document.querySelector(".body").children
        getSelection().setBaseAndExtent(a.firstChild, 0, b.firstChild, 5) }"""
    )
    expect(page.locator(".report-offer")).to_be_hidden()
