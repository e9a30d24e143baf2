"""The readers' pages in a real browser."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from articles.models import Citation, RelatedLink
from tests.browser.steps import follow
from tests.builders import make_article, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db(transaction=True)

LONG_WORD = "https://example.org/" + "a" * 120


@pytest.fixture
def site(live_server):
    """A site with a little of everything, long words among it; its pages by name."""
    source = make_source("وكالة الفرات للأنباء والتوثيق والأرشفة")
    article = make_translated_article(
        "افتتاح سوق الزرب في حلب بعد ترميمه",
        source=source,
        byline_ar="ليلى الحموي",
        published_at=utc(2018, 5, 21, 9, 25),
        updated_at=utc(2018, 5, 24, 23, 1),
        tags=["حلب", "أسواق"],
        body_ar=(
            f"<p>قال رئيس البلدية {LONG_WORD}</p>"
            '<blockquote class="pull"><p>انتظرنا هذا اليوم ثلاث سنوات</p></blockquote>'
            f"<p>{'وتشمل الخطة أحياء أخرى. ' * 40}</p>"
        ),
    )
    RelatedLink.objects.create(
        article=article, title="عنوان قديم", target=make_article("خبر مقترح", source=source)
    )
    RelatedLink.objects.create(article=article, title="عنوان لا يقود إلى شيء", position=1)
    for number in range(25):
        make_article(f"خبر رقم {number}", source=source, published_at=utc(2018, 5, 1 + number, 9))
    return {
        "server": live_server.url,
        "pages": {
            "front": "/",
            "article": article.get_absolute_url(),
            "archive": "/archive/",
            "search": "/archive/?q=حلب",
            "mistake": "/archive/?since=foo",
            "year": "/archive/2018/",
            "month": "/archive/2018/05/",
            "day": "/archive/2018/05/21/",
            "source": source.get_absolute_url(),
            "corrections": "/corrections/",
            "choices": "/choices/",
            "digest": "/digest/",
            "English front": "/en/",
            "English article": f"/en{article.get_absolute_url()}",
            "English archive": "/en/archive/",
            "English digest": "/en/digest/",
        },
    }


def test_every_page_at_every_width(site, browser):
    """No sideways scrolling, nothing from another host, no complaint in the console."""
    page = browser.new_page()
    complaints, hosts = [], set()
    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    too_wide, directions = [], {}
    for name, path in site["pages"].items():
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            response = page.goto(site["server"] + path)
            assert response.status == 200, name
            beyond = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if beyond > 0:
                too_wide.append(f"{name} at {width}: {beyond} px")
        directions[name] = page.evaluate("getComputedStyle(document.documentElement).direction")
    assert too_wide == []
    assert complaints == []
    assert hosts == {urlsplit(site["server"]).netloc}
    assert directions == {
        name: "ltr" if name.startswith("English") else "rtl" for name in site["pages"]
    }


def test_text_is_set_for_reading_arabic(site, browser):
    page = browser.new_page()
    page.goto(site["server"] + site["pages"]["article"])
    styles = page.evaluate(
        """() => [...document.querySelectorAll('body *')].map(element => {
            const style = getComputedStyle(element);
            return [style.letterSpacing, style.fontStyle, style.textTransform].join(' ');
        })"""
    )
    assert set(styles) == {"normal normal none"}
    size, leading = page.evaluate(
        """() => {
            const style = getComputedStyle(document.querySelector('.body p'));
            return [parseFloat(style.fontSize), parseFloat(style.lineHeight)];
        }"""
    )
    assert size >= 18
    assert leading / size >= 1.8


def test_a_finger_hits_every_control(site, browser):
    """Links and controls outside running text are 44 px high (WCAG 2.5.5), the skip link aside."""
    page = browser.new_page()
    page.set_viewport_size({"width": 360, "height": 900})
    for name in ("front", "article", "archive", "month", "source", "choices"):
        page.goto(site["server"] + site["pages"][name])
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, input:not([type=hidden], [type=radio]), select, label:has([type=radio])')]
                .filter(element => !element.closest('.skip, .body') && element.checkVisibility())
                .filter(element => Math.max(...[...element.getClientRects()].map(r => r.height)) < 44)
                .map(element => element.outerHTML.slice(0, 100))"""
        )
        assert small == [], name


def test_reading_without_javascript(site, scriptless):
    """From the front page to an article, its related article, its day and its translation."""
    page = scriptless.new_page()
    page.goto(site["server"])
    follow(page.get_by_role("link", name="خبر رقم 24"))
    expect(page.locator("h1")).to_have_text("خبر رقم 24")
    page.goto(site["server"] + site["pages"]["article"])
    follow(page.get_by_role("link", name="خبر مقترح"))
    expect(page.locator("h1")).to_have_text("خبر مقترح")
    page.go_back()
    follow(page.get_by_role("link", name="English"))
    expect(page.locator("h1")).to_have_text("The park reopens")
    follow(page.get_by_role("link", name="العربية"))
    follow(page.get_by_role("link", name="كل مقالات 21 أيار 2018"))
    expect(page.locator("h1")).to_have_text("21 أيار 2018")


def test_searching_the_archive_without_javascript(site, scriptless):
    page = scriptless.new_page()
    page.goto(site["server"])
    follow(page.get_by_role("navigation", name="الأقسام").get_by_role("link", name="الأرشيف"))
    page.get_by_label("كلمات").fill("افتتاح الزرب")
    page.get_by_label("من", exact=True).fill("2018-05-21")
    follow(page.get_by_role("button", name="ابحث"))
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_label("كلمات")).to_have_value("افتتاح الزرب")
    follow(page.get_by_role("link", name="افتتاح سوق الزرب"))
    expect(page.locator("time").nth(1)).to_have_text("تاريخ النشر: 21.05.2018 | 12:25 دمشق")


def test_the_first_key_skips_to_the_content(site, browser):
    page = browser.new_page()
    page.goto(site["server"])
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("انتقل إلى المحتوى")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_a_mistake_is_tied_to_its_field(site, browser):
    page = browser.new_page()
    page.goto(site["server"] + site["pages"]["mistake"])
    field = page.get_by_label("من", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    described_by = field.get_attribute("aria-describedby")
    expect(page.locator(f"#{described_by}")).to_have_text("أدخل تاريخاً صحيحاً.")


def test_dark_and_print(site, browser):
    page = browser.new_page()
    page.emulate_media(color_scheme="dark")
    page.goto(site["server"] + site["pages"]["article"])
    body = expect(page.locator("body"))
    body.to_have_css("background-color", "rgb(22, 20, 18)")
    page.emulate_media(media="print")
    body.to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.get_by_role("navigation").first).not_to_be_visible()
    expect(page.locator(".pull")).to_be_visible()


def test_a_full_front_page_on_a_wide_screen_and_on_paper(live_server, browser):
    """What is beside the lead fills its column; on paper no grid is printed over itself."""
    for number in range(10):
        article = make_article(f"خبر {number}", published_at=utc(2018, 5, 21, number))
    Citation.objects.create(article=article, source=make_source(), state="confirmed")
    page = browser.new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(live_server.url)
    main, latest, trust = (
        page.locator(f".{name}").bounding_box() for name in ("front-main", "latest", "front-trust")
    )
    assert trust["x"] == latest["x"] < main["x"]
    assert latest["y"] + latest["height"] < trust["y"] < main["y"] + main["height"]
    page.emulate_media(media="print")
    for name in ("front-page", "front-main", "prominent", "front-trust"):
        expect(page.locator(f".{name}")).to_have_css("display", "block")
