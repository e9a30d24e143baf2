"""The readers' pages enlarged, with less motion, and by keyboard alone."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.models import Page, Topic
from tests.browser.steps import becomes, follow, resize
from tests.builders import make_source, make_translated_article
from tests.stories import change_story

pytestmark = pytest.mark.django_db(transaction=True)

# What is drawn beyond the window, or cut off by a box around it; for the page, how far it scrolls.
CUT_OFF = """() => {
    const width = document.documentElement.clientWidth
    const found = [...document.querySelectorAll('body *')]
        .filter(element => !element.closest('.skip, .unseen, svg, script') && element.checkVisibility())
        .filter(element => {
            const { overflowX } = getComputedStyle(element)
            if (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
                return !element.matches('input, textarea')  // what is typed scrolls there
            return [...element.getClientRects()].some(({ left, right }) => left < -1 || right > width + 1)
        })
        .map(element => element.outerHTML.slice(0, 80))
    const beyond = document.documentElement.scrollWidth - width
    return beyond > 0 ? [`the page: ${beyond} px`, ...found] : found
}"""

# The places that Tab comes to, in the order in which a page is read; then where it is now.
STOPS = """() => {
    const named = 'a[href], button, input:not([type=hidden]), select, textarea, summary'
    window.stops = [...document.querySelectorAll(named)]
        .filter(element => element.checkVisibility() && element.tabIndex >= 0)
    return window.stops.map((element, number) => number)
}"""
FOCUSED = """() => {
    const element = document.activeElement
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const [at] = element.getClientRects()
    const seen = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2)
    const is_seen = element.contains(seen) || seen?.contains(element)
    return [window.stops.indexOf(element), outlineStyle, parseFloat(outlineWidth) >= 3, is_seen]
}"""


@pytest.fixture
def site(live_server):
    """One page of each kind, by name."""
    chief = User.objects.create_superuser("chief")
    article = make_translated_article(
        "وزارة الاتصالات تعلن استئناف الاستعلامات الإلكترونية للمستفيدين",
        title_en="Telecommunications inspectorate reconsiders its interdepartmental responsibilities",
        source=make_source(
            "وكالة الفرات للأنباء والتوثيق", name_en="Euphrates Documentation Agency"
        ),
        tags=["الاستعلامات"],
        body_ar="<p>هاتف +963 11 222 3333 وموقع https://example.org/a/long/address/of-words/ هنا.</p>",
    )
    article = change_story(article, chief, "correction", summary_ar="ملخص", summary_en="In short")
    Page.objects.filter(kind="corrections-policy").delete()
    Page.objects.create(
        kind="corrections-policy", title_ar="سياسة التصحيح", title_en="Corrections policy",
        body_ar="<p>نقول ذلك.</p>", body_en="<p>We say so.</p>",
    )  # fmt: skip
    paths = {
        "front": "/",
        "article": article.get_absolute_url(),
        "archive": "/archive/",
        "search": "/search/?q=2018",
        "topic": Topic.objects.get().get_absolute_url(),
        "source": article.source.get_absolute_url(),
        "corrections": "/corrections/",
        "history": f"/articles/{article.pk}/history/",
        "policy": "/corrections-policy/",
        "choices": "/choices/",
        "report": f"/articles/{article.pk}/report/",
        "reports": "/reports/",
        "digest": "/digest/",
    }
    english = {f"English {name}": f"/en{path}" for name, path in paths.items()}
    return live_server.url, paths | english


def test_nothing_is_cut_off_at_200_percent_and_at_320_pixels(site, open_browser):
    """A window of 1280 px at 200 % has 640; WCAG 1.4.10 asks for 320."""
    server, pages = site
    page = open_browser(viewport={"width": 640, "height": 450}, device_scale_factor=2).new_page()
    cut_off = {}
    for name, path in pages.items():
        assert page.goto(server + path).status == 200, name
        for width in (640, 320):
            resize(page, width)
            cut_off[f"{name} at {width}"] = page.evaluate(CUT_OFF)
    assert {where: found for where, found in cut_off.items() if found} == {}


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_pages_fade_into_each_other_only_where_motion_is_welcome(site, open_browser, motion):
    server, pages = site
    browser = open_browser(reduced_motion=motion)
    browser.add_init_script(
        "addEventListener('pagereveal', event => { window.fades = event.viewTransition !== null })"
    )
    page = browser.new_page()
    page.goto(server)
    follow(page.get_by_role("link", name="الأرشيف").first)
    becomes(page, lambda: page.evaluate("window.fades"), motion == "no-preference")
    for name in ("archive", "article"):
        page.goto(server + pages[name])
        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(element => {
                const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element)
                return animationName !== 'none' || transitionDuration !== '0s' || scrollBehavior === 'smooth'
            }).map(element => element.outerHTML.slice(0, 80))"""
        )
        assert moving == [], name


@pytest.mark.parametrize("name", ["front", "article", "English article"])
def test_the_keyboard_goes_as_one_reads_and_shows_where_it_is(site, browser, name):
    server, pages = site
    page = browser.new_page()
    page.goto(server + pages[name])
    expect(page.locator("main")).to_be_visible()
    stops = page.evaluate(STOPS)
    assert len(stops) > 10
    found = []
    for _stop in stops:
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    assert found == [[stop, "solid", True, True] for stop in stops]
