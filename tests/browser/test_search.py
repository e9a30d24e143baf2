"""The search page in a real browser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.steps import follow
from tests.builders import make_article, make_source, make_translated_article, utc
from tests.importing.pages import Page, import_folder, other_paragraphs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server):
    """The address of a site with enough articles for facets and a second page."""
    river, hills = make_source("وكالة النهر"), make_source("إذاعة التلال")
    make_article(
        "مَدرسة البلدة تفتح مكتبتها لأهل الحي",
        source=river,
        tags=["كتب"],
        body_ar="<p>قال مدير المدرسة أحمد الناطور إن المكتبة تستقبل الزوار، وللمدرسة ساحة واسعة.</p>",
    )
    make_translated_article(
        "حديقة الحي تستقبل زوارها",
        source=hills,
        tags=["حدائق"],
        title_en="Park welcomes its first visitors",
        body_en="<p>The mayor planted the last tree in the park.</p>",
    )
    for number in range(12):
        make_article(
            f"نشرة السوق رقم {number}",
            source=(river, hills)[number % 2],
            published_at=utc(2015 + number % 3, 6, 1 + number, 9),
            body_ar="<p>ارتفع سعر الزيت قليلاً في سوق البلدة.</p>",
        )
    return live_server.url


SEARCHES = {
    "form": "/search/",
    "words": "/search/?q=السوق",
    "second page": "/search/?q=السوق&page=2",
    "some of the words": "/search/?q=حديقة الزيت",
    "filters": "/search/?q=السوق&source=وكالة-النهر&since=1.1.2015&until=31.12.2017&topic=كتب",
    "typed filters": "/search/?q=السوق -مكتبة مصدر:النهر حزيران 2015",
    "list": "/search/?source=وكالة-النهر",
    "nothing": f"/search/?q={'ضظ' * 60}",
    "other keyboard": "/search/?q=hgs,r",
    "only excluded": "/search/?q=-سوق",
    "no such source": "/search/?q=السوق مصدر:البحر",
    "mistake": "/search/?q=السوق&since=foo",
    "English form": "/en/search/",
    "English words": "/en/search/?q=park",
    "English list": "/en/search/?source=إذاعة-التلال",
    "English nothing": "/en/search/?q=zeppelin",
}
# What an Arabic page may say in Latin letters.
LATIN = {"English", "RSS", "hgs"}


def marked(page, within="body"):
    return page.locator(f"{within} mark").all_inner_texts()


def type_words(page, words):
    """Put words into their box, at one stroke; what is suggested for them, once it is."""
    page.get_by_label("كلمات").fill(words)
    page.get_by_role("listbox").wait_for()
    return page.get_by_role("listbox").get_by_role("option")


def test_every_search_at_every_width(site, browser):
    """No sideways scrolling, no complaint, controls for fingers, not a word of English in Arabic."""
    page = browser.new_page()
    complaints, hosts = [], set()
    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for name, path in SEARCHES.items():
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.goto(site + path).status == 200, name
            beyond, small = page.evaluate(
                """() => [
                    document.documentElement.scrollWidth - document.documentElement.clientWidth,
                    [...document.querySelectorAll('a, button, input, select, summary')]
                        .filter(element => element.checkVisibility() && !element.closest('.skip'))
                        .filter(element => element.type !== 'hidden')
                        .filter(element => Math.max(...[...element.getClientRects()].map(r => r.height)) < 44)
                        .map(element => element.outerHTML.slice(0, 100)),
                ]"""
            )
            assert beyond <= 0, f"{name} at {width}"
            assert small == [], f"{name} at {width}"
        english = name.startswith("English")
        shown = page.evaluate("[document.title, document.body.innerText].join(' ')")
        if not english:
            assert set(re.findall("[A-Za-z]{3,}", shown)) <= LATIN, name
        direction = page.evaluate("getComputedStyle(document.documentElement).direction")
        assert direction == ("ltr" if english else "rtl"), name
    assert complaints == []
    assert hosts == {urlsplit(site).netloc}


def test_marks_are_whole_words_in_their_own_spelling(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/search/?q=المدرسه احمد")
    assert marked(page, "h3") == ["مَدرسة"]
    assert marked(page, ".teaser-opening") == ["المدرسة", "أحمد", "وللمدرسة"]
    # Nothing is put between the pieces of a text.
    expect(page.get_by_role("heading", level=3)).to_have_text("مَدرسة البلدة تفتح مكتبتها لأهل الحي")
    expect(page.locator(".teaser-opening")).to_have_text(
        "قال مدير المدرسة أحمد الناطور إن المكتبة تستقبل الزوار، وللمدرسة ساحة واسعة."
    )
    expect(page.get_by_label("كلمات")).to_have_value("المدرسه احمد")
    assert page.title() == "المدرسه احمد — البحث — غرفة الأخبار"


IMPORTED = (
    "خرجت حافلات من جنوب دِمشق فجر الإثنين وعلى متنها ١٬٧٠٠ شخص، كما قال أحمد السقا.",
    "وأعيد فتح المَدرسة في الحي القريب، ويقصد أطفال المخيم مدارس أخرى في الجنوب.",
)


@pytest.mark.parametrize(
    ("typed", "words", "passage"),
    [
        ("من جنوب دمشق", ["من", "جنوب", "دِمشق"], 0),
        ("احمد", ["أحمد"], 0),
        ("المدرسه", ["المَدرسة", "مدارس"], 1),
        ("للمخيم", ["المخيم"], 1),
        ("١٧٠٠", ["١٬٧٠٠"], 0),
        ("1700", ["١٬٧٠٠"], 0),
    ],
)
def test_imported_pages_are_found_and_marked(live_server, browser, tmp_path, typed, words, passage):
    Page(headline="حافلات تغادر عند الفجر", paragraphs=IMPORTED, quote="").write(tmp_path)
    Page(paragraphs=other_paragraphs(2)).write(tmp_path, "002.txt")
    import_folder(tmp_path)
    page = browser.new_page()
    page.goto(f"{live_server.url}/search/?q={typed}")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("heading", level=3)).to_have_text("حافلات تغادر عند الفجر")
    expect(page.locator(".teaser-opening")).to_contain_text(IMPORTED[passage])
    assert marked(page, ".teaser-opening") == words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_are_seen_without_colours(site, browser, scheme):
    page = browser.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/search/?q=المدرسة")
    weight, line, contrast = page.locator(".teaser-opening mark").first.evaluate(
        """(mark) => {
            const style = getComputedStyle(mark)
            const luminance = (colour) => colour.match(/[0-9]+/g).slice(0, 3)
                .map((part) => part / 255)
                .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
                .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], 0)
            const both = [luminance(style.color), luminance(style.backgroundColor)].sort()
            return [style.fontWeight, style.textDecorationLine, (both[1] + .05) / (both[0] + .05)]
        }"""
    )
    assert (weight, line) == ("700", "underline")
    assert contrast >= 7


def test_what_narrows_is_folded_on_a_phone_and_open_beside_the_results(site, browser):
    page = browser.new_page()
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{site}/search/?q=السوق")
    year = page.get_by_role("link", name="2016 4")
    expect(year).not_to_be_visible()
    page.get_by_text("ضيّق النتائج").click()
    expect(year).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/search/?q=السوق")
    expect(page.get_by_text("ضيّق النتائج")).not_to_be_visible()
    follow(year)
    expect(page.get_by_role("heading", name="4 مقالات")).to_be_visible()
    follow(page.get_by_role("link", name="أزل: من 1 كانون الثاني 2016 إلى 31 كانون الأول 2016"))
    expect(page.get_by_role("heading", name="12 مقالاً")).to_be_visible()


def test_suggestions_by_keyboard(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/archive/")
    box = page.get_by_role("combobox", name="كلمات")
    options = type_words(page, "نش")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-controls", page.get_by_role("listbox").get_attribute("id"))
    expect(page.get_by_role("status")).to_have_text(f"الاقتراحات: {options.count()}")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    # The first Escape closes, and takes nothing away.
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).not_to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("نش")
    # With nothing chosen, Enter searches.
    follow(box, "Enter")
    options = type_words(page, "مدرسة الب")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    follow(box, "Enter")
    expect(page.locator("h1")).to_have_text("مَدرسة البلدة تفتح مكتبتها لأهل الحي")


def test_suggestions_by_mouse_lead_to_sources_too(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/search/")
    follow(type_words(page, "تلا").get_by_text("إذاعة التلال"))
    expect(page.locator("h1")).to_have_text("إذاعة التلال")


def test_suggestions_are_text(live_server, browser):
    title = "<b id=bold>سوق</b> <img src=x onerror=alert(1)> الحي"
    make_article(title)
    page = browser.new_page()
    page.goto(f"{live_server.url}/search/")
    expect(type_words(page, "سوق")).to_have_text(title)
    page.goto(f"{live_server.url}/search/?q=سوق")
    expect(page.get_by_role("heading", level=3)).to_have_text(title)
    expect(page.locator("#bold, main img")).to_have_count(0)


def test_what_is_typed_in_one_breath_is_asked_once(site, browser):
    page = browser.new_page()
    asked = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if "suggestions/?" in request.url else 0,
    )
    page.clock.install(time="2026-01-01T09:00:00")
    page.goto(f"{site}/search/")
    page.clock.pause_at("2026-01-01T10:00:00")  # so that a breath is one, however slow the machine
    box = page.get_by_label("كلمات")
    box.press_sequentially("ن")
    page.clock.run_for(400)
    box.press_sequentially("شرة السوق")
    page.clock.run_for(400)
    page.get_by_role("listbox").wait_for()
    assert [parse_qs(urlsplit(url).query) for url in asked] == [{"q": ["نشرة السوق"]}]


def test_searching_without_javascript(site, scriptless):
    page = scriptless.new_page()
    page.goto(f"{site}/not-here/")
    page.get_by_label("ابحث في الأرشيف").fill("السوق")
    follow(page.get_by_role("button", name="ابحث"))
    expect(page.get_by_role("heading", name="12 مقالاً")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(10)
    follow(page.get_by_role("link", name="التالية"))
    expect(page.get_by_role("article")).to_have_count(2)
    follow(page.get_by_role("link", name="السابقة"))
    page.get_by_label("الترتيب").select_option(label="الأحدث أولاً")
    page.get_by_label("من", exact=True).fill("1.1.2017")
    follow(page.get_by_role("button", name="ابحث"))
    expect(page.get_by_role("heading", name="4 مقالات")).to_be_visible()
    expect(page.get_by_role("article").first.get_by_role("link").first).to_have_text(
        "نشرة السوق رقم 11"
    )
    page.get_by_role("link", name="خلاصة RSS لهذا البحث").wait_for()
    follow(page.get_by_role("link", name="نشرة السوق رقم 11"))
    expect(page.locator("h1")).to_have_text("نشرة السوق رقم 11")


def test_what_has_only_some_of_the_words_says_so(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/search/?q=حديقة الزيت")
    heading = page.get_by_role("heading", level=2).first
    expect(heading).to_have_text("لا مقال فيه كل هذه الكلمات؛ في المقالات التالية بعضها.")
    page.goto(f"{site}/search/?q=مكتبة البلدة")
    headings = page.locator(".results h2")
    expect(headings).to_have_text(["مقال واحد", "في المقالات التالية بعض الكلمات."])


def test_what_was_read_from_the_words_is_said(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/search/?q=السوق -مكتبة مصدر:النهر حزيران 2015")
    said = " ".join(page.locator(".understood").inner_text().split())
    assert said == ("فُهم من الكلمات: من 1 حزيران 2015 إلى 30 حزيران 2015 المصدر النهر من دون مكتبة")
    page.goto(f"{site}/search/?q=السوق مصدر:البحر")
    expect(page.get_by_text("لا مصدر بهذا الاسم.")).to_be_visible()
    page.goto(f"{site}/search/?q=-سوق")
    said = " ".join(page.locator(".understood").inner_text().split())
    assert said == "فُهم من الكلمات: من دون سوق"
    expect(page.get_by_role("heading", name="مقالان")).to_be_visible()
    expect(page.locator("mark")).to_have_count(0)


def test_nothing_found_leads_on(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/search/?q=الزيت&source=إذاعة-التلال&since=2020-01-01")
    nothing = page.locator(".nothing")
    expect(nothing).to_contain_text("البحث عن: الزيت")
    for chip in ("أزل: إذاعة التلال", "أزل: من 1 كانون الثاني 2020"):
        expect(page.get_by_role("link", name=chip)).to_be_visible()
    follow(nothing.get_by_role("link", name="الكلمات نفسها من دون تضييق"))
    expect(page.get_by_role("heading", name="12 مقالاً")).to_be_visible()


def test_a_tag_leads_to_its_topic(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/search/?q=مكتبتها")
    follow(page.get_by_role("article").get_by_role("link").first)
    follow(page.get_by_role("link", name="كتب", exact=True))
    expect(page.locator("h1")).to_have_text("كتب")
    expect(page.get_by_role("heading", name="مقال واحد")).to_be_visible()


def test_a_search_by_topic_alone_is_a_list(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/search/?topic=كتب")
    expect(page.get_by_role("heading", name="مقال واحد")).to_be_visible()
    expect(page.locator("mark")).to_have_count(0)
    follow(page.get_by_role("link", name="أزل: كتب"))
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.locator("details.typing[open]")).to_be_visible()


def test_english(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/en/search/?q=PARK visitors")
    assert marked(page, "h3") == ["Park", "visitors"]
    article = page.get_by_role("article")
    source = article.locator("bdi")
    expect(source).to_have_text("إذاعة التلال")
    assert (source.get_attribute("lang"), source.get_attribute("dir")) == ("ar", "rtl")
    assert page.title() == "PARK visitors — Search — Newsroom"
    foreign = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && /[\\u0600-\\u06ff]/.test(n.data)))
            .filter((e) => !e.closest('[lang=ar]'))
            .map((e) => e.outerHTML)"""
    )
    assert foreign == []
