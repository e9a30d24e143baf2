"""Names, numbers and foreign runs stand where they are read: the hard cases, measured."""

import re

import pytest

from articles.choices import Choices
from articles.models import Article
from tests.builders import make_article, make_source, utc

pytestmark = pytest.mark.django_db(transaction=True)

# Where pieces of a text are drawn: the middle of each, from the first one with that text on.
MIDDLES = """(element, pieces) => {
    const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const found = []
    let from = 0
    for (let node = nodes.nextNode(); node; node = nodes.nextNode(), from = 0) {
        while (found.length < pieces.length) {
            const at = node.data.indexOf(pieces[found.length], from)
            if (at < 0) break
            from = at + pieces[found.length].length
            const range = document.createRange()
            range.setStart(node, at)
            range.setEnd(node, from)
            const { left, right } = range.getBoundingClientRect()
            found.push((left + right) / 2)
        }
    }
    return found
}"""


@pytest.fixture
def hard_cases(live_server):
    """An article of a source in Latin letters, with what turns round if it is not isolated."""
    article = make_article(
        "iPhone 17 يصل إلى دمشق",
        source=make_source("Radio (FM) 99.9"),
        byline_ar="BBC عربي",
        updated_at=utc(2018, 5, 24, 23, 1),
        tags=["COVID-19", "نتيجة 3-2"],
        body_ar=(
            "<p>اشترت شركة Example (المحدودة) هاتفاً بسعر 1,200 دولار.</p>"
            "<p>API جديد يصدر اليوم.</p>"
        ),
    )
    return live_server.url, article


def order(page, selector, *pieces):
    """The pieces as they are drawn, from the right to the left."""
    middles = page.locator(selector).first.evaluate(MIDDLES, list(pieces))
    assert len(middles) == len(pieces), f"{pieces} are not all in {selector}"
    return [piece for _, piece in sorted(zip(middles, pieces, strict=True), reverse=True)]


@pytest.mark.parametrize(
    ("choices", "day", "clock"),
    [(Choices(), "21.05.2018", "11:05"), (Choices(digits="arabic"), "٢١.٠٥.٢٠١٨", "١١:٠٥")],
)
def test_the_line_of_the_time_in_both_digits(hard_cases, browser, choices, day, clock):
    server, article = hard_cases
    browser.add_cookies([{"name": "choices", "value": choices.key, "url": server}])
    page = browser.new_page()
    page.goto(server + article.get_absolute_url())
    line = ".dateline time"
    read = ["تاريخ النشر:", day, "|", clock, "دمشق"]
    assert order(page, line, *read) == read
    for number, sign in ((day, "."), (clock, ":")):
        parts = number.split(sign)
        assert order(page, line, *parts) == parts[::-1]  # a number goes left to right


def test_an_article(hard_cases, browser):
    server, article = hard_cases
    page = browser.new_page()
    page.goto(server + article.get_absolute_url())
    assert page.title() == "\u2068iPhone 17 يصل إلى دمشق\u2069 — غرفة الأخبار"
    assert order(page, "h1", "iPhone", "17", "يصل", "دمشق") == ["17", "iPhone", "يصل", "دمشق"]
    source = ["Radio", "(", "FM", ")", "99.9"]
    assert order(page, ".kicker", *source) == source[::-1]
    assert order(page, ".byline", "BBC", "عربي") == ["BBC", "عربي"]
    bought = ["شركة", "Example", "(", "المحدودة", ")", "هاتفاً", "1,200", "دولار"]
    assert order(page, ".body p", *bought) == bought
    assert order(page, ".body p:nth-child(2)", "API", "جديد") == ["API", "جديد"]
    assert order(page, ".tags li", "COVID", "-", "19") == ["19", "-", "COVID"]
    assert order(page, ".tags li:nth-child(2)", "نتيجة", "3", "-", "2") == ["نتيجة", "3", "-", "2"]


def test_runs_in_arabic_stand_as_they_were_typed(hard_cases, browser):
    """In the body, the headline and a list; scores and ranges from the right, as Arabic has them."""
    server, article = hard_cases
    lines = {
        "لغة C++ سهلة": ["لغة", "++", "C", "سهلة"],
        "هاتف +963 11 222 مفتوح": ["هاتف", "222", "11", "963", "+", "مفتوح"],
        "الحرارة -5 إلى 50%": ["الحرارة", "5", "-", "إلى", "%", "50"],
        "فاز 3 - 1 ومن 10-15": ["فاز", "3", "-", "1", "ومن", "10", "-", "15"],
        "6-4 فاز": ["6", "-", "4", "فاز"],
        "قالت (BBC) أمس": ["قالت", "(", "BBC", ")", "أمس"],
        "بطولة Blitz: 24 لاعبة": ["بطولة", "Blitz", "24", "لاعبة"],
        "الدوام 10:30 – 11:00": ["الدوام", "10:30", "–", "11:00"],
    }
    Article.objects.update(
        title_ar="نسبة 7% في 6-4", body_ar="".join(f"<p>{line}</p>" for line in lines)
    )
    page = browser.new_page()
    page.goto(server + article.get_absolute_url())
    found = {}
    for number, line in enumerate(lines, 1):
        typed = re.findall(r"\w+(?::\w+)?|[^\w\s:]+", line)
        found[line] = order(page, f".body p:nth-child({number})", *typed)
    assert found == lines
    headline = ["نسبة", "%", "7", "في", "6", "-", "4"]
    typed = ["نسبة", "7", "%", "في", "6", "-", "4"]
    assert order(page, "h1", *typed) == headline
    page.goto(server)
    assert order(page, ".teaser-headline", *typed) == headline


def test_a_list_puts_the_source_before_the_date(hard_cases, browser):
    server, _article = hard_cases
    page = browser.new_page()
    page.goto(f"{server}/archive/")
    read = ["Radio", "21", "أيار", "2018"]
    assert order(page, ".teaser .meta", *read) == read
    assert order(page, ".teaser .meta", "Radio", "99.9") == ["99.9", "Radio"]
