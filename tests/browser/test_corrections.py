"""Notices, the log, the history, tombstones and the preview in a real browser."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.editing import Notice
from articles.models import Status
from tests.browser.steps import follow, log_in
from tests.builders import make_article, make_source, make_translated_article
from tests.stories import change_story, withdraw_story, write

pytestmark = pytest.mark.django_db(transaction=True)

LONG_WORD = "https://example.org/" + "a" * 120


@pytest.fixture
def chief(db):
    return User.objects.create_superuser("chief", password="x")


@pytest.fixture
def story(chief):
    article = make_translated_article("افتتاح سوق الزرب", source=make_source())
    article = change_story(article, chief, "minor", summary_ar="ملخص قديم")
    notice = Notice(f"ورد «17» والصواب «70» {LONG_WORD}", "It said “17”.", is_serious=True)
    return change_story(
        article,
        chief,
        "correction",
        notice,
        summary_ar="ملخص جديد",
        body_ar=f"<p>افتتحت البلدية السوق {LONG_WORD}</p>",
    )


def test_every_page_at_every_width(live_server, browser, chief, story):
    tombstone = withdraw_story(make_translated_article(), chief)
    gone = withdraw_story(make_article(), chief, is_gone=True)
    pages = [
        story.get_absolute_url(),
        f"/articles/{story.pk}/history/",
        "/corrections/",
        "/corrections/?since=foo",
        f"/articles/{tombstone.pk}/",
        f"/articles/{tombstone.pk}/history/",
        f"/articles/{gone.pk}/",
        "/preview/x/",
    ]
    page = browser.new_page()
    too_wide = []
    for path in [*pages, *(f"/en{path}" for path in pages[:4])]:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(live_server.url + path)
            beyond = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if beyond > 0:
                too_wide.append(f"{path} at {width}: {beyond} px")
    assert too_wide == []
    page.set_viewport_size({"width": 360, "height": 900})
    for path in pages:
        page.goto(live_server.url + path)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, input, select, summary')]
                .filter(element => !element.closest('.skip, .body') && element.checkVisibility())
                .filter(element => Math.max(...[...element.getClientRects()].map(r => r.height)) < 44)
                .map(element => element.outerHTML.slice(0, 100))"""
        )
        assert small == [], path


def test_from_the_log_to_the_history_without_javascript(live_server, scriptless, story):
    page = scriptless.new_page()
    page.goto(live_server.url)
    follow(page.locator("footer a[href='/corrections/']"))
    expect(page.locator("h3")).to_have_text(["افتتاح سوق الزرب"])
    page.get_by_label("من", exact=True).fill("1.1.2099")
    follow(page.locator(".finder button"))
    expect(page.locator("h3")).to_have_count(0)
    page.go_back()
    follow(page.locator("a[href*='history']"))
    assert page.locator("del").first.evaluate("e => e.lastElementChild.previousSibling.data") == (
        "قديم"
    )
    folded = page.locator("details.minor")
    expect(folded.locator(".change")).not_to_be_visible()
    folded.locator("summary").click()
    expect(folded.locator(".change")).to_be_visible()


def test_the_preview_on_the_desk(live_server, browser, open_browser, chief):
    article = make_translated_article("مسودة", status=Status.DRAFT)
    article = write(article, chief, title_ar="ما كُتب أخيراً")
    page = browser.new_page()
    log_in(page, f"{live_server.url}/admin/articles/article/{article.pk}/preview/", "chief")
    widths = []
    for name in ("phone", "desktop"):
        frame = page.frame_locator(f".preview-{name}")
        expect(frame.locator("h1")).to_have_text("ما كُتب أخيراً")
        expect(frame.locator(".preview-bar")).to_be_visible()
        widths.append(frame.locator("html").evaluate("() => innerWidth"))
    assert widths == [360, 1280]
    follow(page.locator(".preview-languages a[lang=en]"))
    expect(page.frame_locator(".preview-phone").locator("h1")).to_have_text("The park reopens")
    follow(page.locator(".preview-tools button"))
    link = page.locator("#preview-link").input_value()
    stranger = open_browser().new_page()
    stranger.goto(link)
    expect(stranger.locator("h1")).to_have_text("The park reopens")
