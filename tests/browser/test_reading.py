"""What readers do with a page besides reading it: how it looks, sharing it, keyboard alone."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from articles.editing import add_image
from tests.browser.steps import becomes, follow
from tests.builders import make_article, make_section, make_source
from tests.images.pictures import as_file

pytestmark = pytest.mark.django_db(transaction=True)

GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(251, 249, 244)", "rgb(22, 20, 18)"
PAGE, SELECTED = "/choices/", "button[aria-pressed=true]"


@pytest.fixture
def article(live_server):
    return make_article("افتتاح السوق القديمة", source=make_source(), tags=["أسواق"])


def test_choosing_without_javascript(live_server, article, chromium):
    """From the article's own menu, and from the page that has every choice; and back each time."""
    context = chromium.new_context(locale="ar", java_script_enabled=False, color_scheme="light")
    page = context.new_page()
    address = live_server.url + article.get_absolute_url()
    page.goto(address)
    assert page.evaluate(GROUND) == LIGHT
    page.locator("details.tools > summary").click()
    follow(page.locator("button[value=dark]"))
    expect(page.locator("html[data-theme=dark]")).to_be_attached()
    assert page.url == address
    assert page.evaluate(GROUND) == DARK
    follow(page.locator(f"footer a[href^='{PAGE}']"))
    page.locator("[name=months][value=both]").check()
    page.locator("[name=digits][value=arabic]").check()
    expect(page.locator("[name=theme][value=dark]")).to_be_checked()
    follow(page.locator("main button[type=submit]"))
    expect(page.locator(".dateline time").first).to_have_text(
        "تاريخ النشر: ٢١.٠٥.٢٠١٨ | ١١:٠٥ دمشق"
    )
    assert page.url == address
    page.goto(f"{live_server.url}/archive/")
    expect(page.locator(".teaser time")).to_have_text("٢١ أيار/مايو ٢٠١٨")
    context.close()


def test_a_larger_text_at_once(live_server, article, browser):
    page = browser.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    size = "parseFloat(getComputedStyle(document.querySelector('.body p')).fontSize)"
    before = page.evaluate(size)
    page.locator("details.tools > summary").click()
    with page.expect_response(f"**{PAGE}"):
        page.locator("button[value=largest]").click()
    assert page.evaluate(size) > before * 1.3
    expect(page.locator(f"{SELECTED}[name=size]")).to_have_attribute("value", "largest")
    page.reload()
    assert page.evaluate(size) > before * 1.3


@pytest.mark.parametrize(
    ("scheme", "theme", "ground"),
    [
        ("light", "system", LIGHT),
        ("dark", "system", DARK),
        ("dark", "light", LIGHT),
        ("light", "dark", DARK),
        ("light", "contrast", "rgb(255, 255, 255)"),
        ("dark", "contrast", "rgb(18, 18, 18)"),
    ],
)
def test_a_theme_follows_the_device_or_the_reader(live_server, browser, scheme, theme, ground):
    cookie = f"levantine.european.{theme}.normal"
    browser.add_cookies([{"name": "choices", "value": cookie, "url": live_server.url}])
    page = browser.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(live_server.url + PAGE)
    assert page.evaluate(GROUND) == ground


def test_the_address_that_is_copied_can_be_read(live_server, article, browser):
    browser.grant_permissions(["clipboard-read", "clipboard-write"])
    page = browser.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    page.locator("[data-copy]").click()
    expect(page.locator(".tools [role=status]")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == live_server.url + unquote(article.get_absolute_url())
    assert copied.endswith("/افتتاح-السوق-القديمة/")
    page.goto(copied)
    expect(page.locator("h1")).to_have_text("افتتاح السوق القديمة")


def test_sharing_without_javascript(live_server, article, chromium):
    context = chromium.new_context(locale="ar", java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    readable = live_server.url + unquote(article.get_absolute_url())
    expect(page.locator("#address")).to_have_value(readable)
    expect(page.locator(".tools button:visible")).to_have_count(0)
    for link in page.locator(".tools li a").all():
        assert readable in unquote(link.get_attribute("href"))
    context.close()


def test_three_requests_before_images(live_server, article, browser):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append((request.resource_type, request.url)))
    page.goto(live_server.url + article.get_absolute_url(), wait_until="networkidle")
    kinds = sorted(kind for kind, _ in asked if kind not in {"image", "other"})
    assert kinds == ["document", "script", "stylesheet"]


def test_every_stop_of_the_keyboard_is_seen_and_in_order(live_server, article, browser):
    page = browser.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    in_document = "[...document.querySelectorAll('a, button, input, summary')]"
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        number, outline = page.evaluate(
            f"""() => [{in_document}.indexOf(document.activeElement),
                       getComputedStyle(document.activeElement).outlineStyle]"""
        )
        if number < 0 or number in seen:
            break
        assert outline == "solid", number
        seen.append(number)
    assert seen == sorted(seen)
    assert len(seen) > 15


@pytest.mark.parametrize(
    ("digits", "shown"), [("european", "قبل 3 ساعات"), ("arabic", "قبل ٣ ساعات")]
)
def test_a_relative_time_goes_on(live_server, browser, digits, shown):
    """In the words of the server, however long a page stays open."""
    now = timezone.now()
    make_article("خبر اليوم", published_at=now - timedelta(hours=2, minutes=5))
    cookie = f"levantine.{digits}.system.normal"
    browser.add_cookies([{"name": "choices", "value": cookie, "url": live_server.url}])
    page = browser.new_page()
    page.clock.install(time=now)
    page.goto(live_server.url)
    time = page.locator("main time")
    expect(time).to_have_text("قبل ساعتين")
    page.clock.run_for(60_000)
    expect(time).to_have_text("قبل ساعتين")
    page.clock.fast_forward("01:00:00")
    expect(time).to_have_text(shown)
    page.clock.fast_forward("24:00:00")
    expect(time).to_have_text(time.get_attribute("title"))


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_pictures_that_come_late_move_nothing(live_server, open_browser, settings, tmp_path, width):
    settings.MEDIA_ROOT = tmp_path
    editor = User.objects.create_superuser("root")
    image, _failed = add_image(as_file(), by=editor)
    section = make_section()
    for _ in range(16):  # the places, the latest, and two of the section
        make_article(section=section, image=image, image_alt_ar="حديقة فيها أشجار")
    page = open_browser(viewport={"width": width, "height": 900}).new_page()
    waiting, arriving = [], False
    page.route("**/media/**", lambda one: one.continue_() if arriving else waiting.append(one))
    page.goto(live_server.url, wait_until="domcontentloaded")
    becomes(page, lambda: bool(waiting), True)
    places = "[...document.querySelectorAll('.teaser')].map((e) => e.getBoundingClientRect().top + scrollY)"
    before = page.evaluate(places)
    assert len(before) == 16

    arriving = True
    for held in waiting:
        held.continue_()
    pictures = page.locator("picture img")
    assert pictures.count() == 8
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
    arrived = "(all) => all.every((e) => e.complete && e.naturalWidth)"
    becomes(page, lambda: pictures.evaluate_all(arrived), True)
    # Of a rendition's height half a pixel is rounded; a place that is not held moves by a hundred.
    assert page.evaluate(places) == pytest.approx(before, abs=4)
    assert page.evaluate("document.documentElement.scrollWidth") == width
