import re
from html import unescape

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import isolate_runs, isolate_text_runs, sanitize
from articles.body.policy import TAGS, URL_SCHEMES
from tests.body.strategies import BODIES

# In brackets, what is isolated.
TURNED_ROUND = [
    "لغة [C++] سهلة، والـ[C#] أسهل، و[Visual C++] و[Disney+]",
    "كتب [@example_news] وأضاف [#news (FM)] أمس",
    "قال «[Hello, world!]» وقال [AT&amp;T+] أيضاً",
    "في ([C++])، وفي https://example.org/a. وفي [https://example.org/]، أمس",
    "هاتف [+963 11 222] أو [011-222-3333] أو [00963 (11) 222] أو ([011 222 333])",
    "ربح [1 000 000] ليرة ثم [10&nbsp;000]",
    "نسبة [50%] من [1,200.5 %]، و5-[10%] وبـ[3‰]",
    "الحرارة [-5] ثم [+5] ثم ([−5])، وبـ[-5]، و[-5°C] و[25 °C] و[5°] مئوية",
    "[-5%]",
    "[Blitz]: 24 فريقاً، و[Open Board 2.1]، 24 لاعباً، و(BBC): 24 خبراً",
    "([5]-[3]) فاز",
    "[1]-[5]-[2018] كان",
]
RIGHT_BY_ITSELF = [
    "فاز 3 - 1 وخسر 3-1 أو 3–1، ومن 10-15 أو 10 -15",
    "الدوام 10:30 – 11:00 في 21.05.2018 أو 21/05/2018 أو 2018-05-21",
    "قالت (BBC) وشركة Example (FM) أن COVID-19 وصل، وبثت CNN. ثم Yahoo! أمس",
    "بريد info@example.org وموقع https://example.org/a?x=1 أمس",
    "Blitz: بطولة، ثم Knights، وفي May 21, 2018 أمس، و10: 30",
    "سعر 1,234.5 دولار أو 50$ في دمشق-5، عدد 12/ب، المادة (5)، [1]",
    "٥٠٪ و-٥ و٣-١ و٥٠%",
    'وصلة <a href="https://example.org/?a=C++&amp;b=50%">هنا</a>',
]


def test_what_would_be_turned_round_is_isolated_and_nothing_else():
    for marked in TURNED_ROUND:
        plain = re.sub(r"[\[\]]", "", marked)
        assert isolate_runs(plain) == marked.replace("[", "<bdi>").replace("]", "</bdi>")
    for text in RIGHT_BY_ITSELF:
        assert isolate_runs(text) == text


def test_plain_text_has_isolates_for_it():
    text = "لغة C++ بنسبة 50% & <bdi> &amp; فوز 3-1"
    shown = "لغة \u2068C++\u2069 بنسبة \u206850%\u2069 & <bdi> &amp; فوز 3-1"
    assert isolate_text_runs(text) == shown
    assert isolate_text_runs("عنوان") == "عنوان"


@pytest.mark.parametrize("before", ["<p>", "<ul><li>", "<h2>", '<blockquote class="pull"><p>«'])
def test_a_score_before_the_first_letter_is_arabic_too(before):
    assert isolate_runs(f"{before}3-1 فاز") == f"{before}<bdi>3</bdi>-<bdi>1</bdi> فاز"


AS_A_PARSER_HAS_IT = nh3.Cleaner(
    tags={*TAGS, "bdi"},
    attributes={"a": {"href"}},
    allowed_classes={"blockquote": {"pull"}},
    url_schemes=URL_SCHEMES,
    link_rel="noopener",
)
BITS = st.sampled_from(
    [
        "C++",
        "+963",
        "-5",
        "50%",
        " ",
        "(",
        ")",
        "[",
        "]",
        "«",
        "»",
        "!",
        "3-1",
        "000",
        "°C",
        "#a",
        "ا",
        "&amp;",
    ]
)
RUNS = BODIES | st.lists(BITS, max_size=12).map(lambda bits: sanitize(f"<p>{''.join(bits)}</p>"))


@given(RUNS)
def test_the_text_stays_the_markup_is_valid_and_twice_is_once(html):
    shown = isolate_runs(html)
    assert re.sub(r"</?bdi>", "", shown) == html
    assert AS_A_PARSER_HAS_IT.clean(shown) == shown
    assert re.sub(r"<bdi>[^<]+</bdi>", "", shown).count("bdi>") == 0
    assert isolate_runs(shown) == shown


@given(RUNS)
def test_a_bracket_is_isolated_with_its_partner_or_not_at_all(html):
    for run in re.findall(r"<bdi>(.*?)</bdi>", isolate_runs(html)):
        text = unescape(run)
        assert (text.count("("), text.count("[")) == (text.count(")"), text.count("]"))
