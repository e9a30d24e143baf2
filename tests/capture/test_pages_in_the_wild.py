"""Pages that differ from the layout in ways that once lost text, or took one thing for another."""

from datetime import date

import pytest

from articles.capture import PageRefused, parse_page
from tests.capture.test_news_page import (
    FIRST,
    HEADLINE,
    PUBLISHED,
    SECOND,
    SOURCE,
    THIRD,
    codes,
    page,
    roles,
)

OPEN = "عاد الماء صباح اليوم إلى أحياء المدينة الشرقية بعد انقطاع دام شهراً كاملاً بسبب عطل في المضخات القديمة التي لم تبدل منذ عشرين عاماً"
RELATED = ["معرض للكتاب في الساحة", "فريق محلي يفوز بالبطولة"]


def test_a_first_paragraph_without_a_full_stop() -> None:
    for ending in ("", "»", "؟", "!"):
        article = parse_page(
            page(HEADLINE, PUBLISHED, SOURCE, OPEN + ending, SECOND, THIRD)
        ).article
        assert article.paragraphs == [OPEN + ending, SECOND, THIRD]


def test_paragraphs_that_all_lack_their_full_stop() -> None:
    texts = [f"{OPEN} في الحي {number}" for number in range(6)]
    assert parse_page(page(HEADLINE, PUBLISHED, SOURCE, *texts)).article.paragraphs == texts


def test_a_pull_quote_before_the_first_paragraph() -> None:
    quote = "كي لا يبقى بيت واحد بلا ماء في هذا الحر"
    article = parse_page(page(HEADLINE, PUBLISHED, SOURCE, quote, FIRST, SECOND)).article
    assert [tuple(found) for found in article.pull_quotes] == [(quote, 0)]


@pytest.mark.parametrize(
    "headline",
    [
        "إنتاج القمح في سوريا يتراجع إلى النصف هذا العام", "نشر نتائج الثانوية العامة", "تاريخ دمشق القديمة في كتاب",
        "تقديم مساعدات لأهالي الحي", "مراسل يروي يوماً في السوق", "صورة السوق قبل مئة عام", "تقرير: الجفاف يقترب",
        "للمزيد من الدعم يلجأ المزارعون إلى المصارف", "تحديث: ارتفاع العدد إلى 120", "كتبت رواية عن الحي فصارت فيلماً",
    ],
)  # fmt: skip
def test_related_headlines_that_begin_like_labels(headline: str) -> None:
    related = [RELATED[0], headline, RELATED[1]]
    reading = parse_page(
        page(HEADLINE, PUBLISHED, SOURCE, FIRST, SECOND, "\n".join(["مقالات مقترحة", *related]))
    )
    assert reading.article.related == tuple(related)
    assert reading.problems == ()


def test_a_related_headline_with_a_full_stop() -> None:
    related = [
        RELATED[0],
        "وزارة التربية تعلن موعد الامتحانات في كل المحافظات هذا العام.",
        RELATED[1],
    ]
    text = page(HEADLINE, PUBLISHED, SOURCE, FIRST, "\n".join(["مقالات مقترحة", *related]))
    assert parse_page(text).article.related == tuple(related)


@pytest.mark.parametrize(
    "headline",
    [
        "قسم العيادات في مشفى المدينة يعود إلى العمل", "قسمت العاصفة الجسر القديم نصفين",
        "تقرير: الجفاف يقترب من السهول", "صورة: السوق كما كان قبل مئة عام", "تحديث: الطرق سالكة إلى الجبل اليوم",
        "السوق القديم يعود إلى أصحابه - خاص", "الماء يعود إلى الأحياء الشرقية من المدينة بعد شهر كامل.",
        "وزارة التربية تعلن موعد الامتحانات",
    ],
)  # fmt: skip
def test_headlines_that_begin_or_end_like_something_else(headline: str) -> None:
    article = parse_page(
        page(headline, PUBLISHED, SOURCE, FIRST, "لا أحد يعرف متى تصل المضخات", SECOND, THIRD)
    ).article
    assert (article.headline, article.source) == (headline, SOURCE)
    assert article.paragraphs[:2] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "headline",
    ["وزارة التربية تعلن موعد الامتحانات", "محمد يقود الفريق إلى النهائي", "عودة سوق المدينة"],
)
def test_headlines_under_a_date(headline: str) -> None:
    article = parse_page(page("21.05.2018 | 11:05 دمشق", headline, SOURCE, FIRST, SECOND)).article
    assert (article.headline, article.source, article.byline) == (headline, SOURCE, None)


def test_navigation_at_the_foot_makes_no_listing() -> None:
    text = page(
        HEADLINE,
        PUBLISHED,
        SOURCE,
        FIRST,
        "لا أحد يعرف متى تصل المضخات",
        SECOND,
        THIRD,
        "السابق\nالتالي",
    )
    assert parse_page(text).article.paragraphs == [FIRST, SECOND, THIRD]


def test_a_chronology() -> None:
    text = page(HEADLINE, PUBLISHED, SOURCE, FIRST, "12 آذار 2015", SECOND, "14 نيسان 2016", THIRD)
    article = parse_page(text).article
    assert article.published.day == date(2018, 5, 21)
    assert article.updated is None
    assert [text for kind, text in article.blocks if kind == "subheading"] == [
        "12 آذار 2015",
        "14 نيسان 2016",
    ]


TEASER = "تفاصيل كثيرة عن الحي والسوق والناس الذين عادوا إليه بعد غياب طويل وما زالوا ينتظرون الماء والكهرباء والخبز كل صباح من أيام هذا الشتاء الطويل"


@pytest.mark.parametrize(
    "blocks",
    [
        [f"خبر رقمه {n} من أخبار المدينة\n21.05.2018 | 1{n}:05 دمشق\n{TEASER}" for n in range(6)],
        [f"خبر رقمه {n} من أخبار المدينة\n{TEASER}\nاقرأ المزيد" for n in range(6)],
        ["الأكثر قراءة", *RELATED],
        ["#سوق_المدينة", *[f"خبر رقمه {n} من أخبار السوق" for n in range(4)]],
        ["وسوم: سوق المدينة", *[f"خبر رقمه {n} من أخبار السوق" for n in range(4)]],
    ],
)
def test_listings(blocks: list[str]) -> None:
    with pytest.raises(PageRefused) as refused:
        parse_page(page(*blocks))
    assert refused.value.code == "not-an-article"


def test_hashtags() -> None:
    tagged = "#المدينة_الآن انتهى صباح الموسم الطويل في البساتين، وبدأت المعاصر عملها حتى ساعات الليل، ويقول أصحابها إن الزيت هذا العام أجود."
    article = parse_page(
        page(HEADLINE, PUBLISHED, SOURCE, "#المدينة #سوق_قديم", FIRST, tagged, SECOND)
    ).article
    assert article.paragraphs == [FIRST, tagged, SECOND]
    assert article.tags == ("المدينة", "سوق قديم")
    assert article.byline is None


def test_a_pull_quote_that_is_a_whole_paragraph() -> None:
    article = parse_page(
        page(HEADLINE, PUBLISHED, SOURCE, FIRST, SECOND, THIRD.rstrip("."), THIRD)
    ).article
    assert article.paragraphs == [FIRST, SECOND, THIRD]
    assert [quote.text for quote in article.pull_quotes] == [THIRD.rstrip(".")]


@pytest.mark.parametrize("after", ["كي لا يبقى بيت واحد بلا ماء في هذا الحر", "شبكة قديمة", OPEN])
def test_the_body_goes_on_behind_related_headlines(after: str) -> None:
    article = parse_page(
        page(HEADLINE, PUBLISHED, SOURCE, FIRST, f"اقرأ أيضاً\n{RELATED[0]}", after, SECOND, THIRD)
    ).article
    assert article.related == (RELATED[0],)
    assert after in [text for _, text in article.blocks]


@pytest.mark.parametrize(
    "line", ["اقرأ أيضاً {}", "اقرأ أيضاً.. {}", "(اقرأ أيضاً: {})", "شاهد أيضاً | {}"]
)
def test_inline_related_in_other_forms(line: str) -> None:
    article = parse_page(
        page(HEADLINE, PUBLISHED, SOURCE, FIRST, line.format(RELATED[0]), SECOND)
    ).article
    assert article.related == (RELATED[0],)
    assert article.paragraphs == [FIRST, SECOND]


def test_a_second_article_is_reported_and_left_out() -> None:
    text = page(
        HEADLINE, PUBLISHED, SOURCE, FIRST, SECOND, f"اقرأ أيضاً\n{RELATED[0]}\n22.06.2019 | 10:00 دمشق", THIRD, OPEN + "."
    )  # fmt: skip
    reading = parse_page(text)
    assert reading.article.paragraphs == [FIRST, SECOND]
    assert codes(reading) == ["second-article", *["unrecognised-line"] * 3]


@pytest.mark.parametrize(
    ("lines", "source", "byline"),
    [
        (["21 أيار 2018دمشق", "إذاعة المثال"], "إذاعة المثال", "دمشق"),
        (["ثائر النموذجي", "إذاعة المثال"], "إذاعة المثال", "ثائر النموذجي"),
        (["إذاعة المثال، إسطنبول"], "إذاعة المثال", "إسطنبول"),
        (["إذاعة المثال (إسطنبول)"], "إذاعة المثال", "إسطنبول"),
        (["منذ 7 سنوات", "إذاعة المثال"], "إذاعة المثال", None),
        (["souq.jpg", "تجار في السوق القديم", "إذاعة المثال"], "إذاعة المثال", None),
    ],
)
def test_names_at_the_top(lines: list[str], source: str, byline: str | None) -> None:
    date_line = [] if "2018" in lines[0] else [PUBLISHED]
    article = parse_page(page(HEADLINE, *date_line, *lines, FIRST, SECOND)).article
    assert (article.headline, article.source, article.byline) == (HEADLINE, source, byline)
    assert article.published.day == date(2018, 5, 21)


def test_a_breadcrumb() -> None:
    reading = parse_page(page("الرئيسية > أخبار > سوريا", HEADLINE, PUBLISHED, SOURCE, FIRST))
    assert reading.article.headline == HEADLINE
    assert roles(reading)[0] == "furniture"


@pytest.mark.parametrize(
    "sentence",
    ["افتتح السوق أول مرة يوم 12 آذار 1995.", "نشر بتاريخ 12 آذار 2015 تقرير عن السوق."],
)
def test_a_date_in_a_sentence_is_not_the_pages(sentence: str) -> None:
    reading = parse_page(page(HEADLINE, SOURCE, FIRST, sentence, SECOND))
    assert "missing-published" in codes(reading)


def test_a_label_with_its_date_on_the_next_line() -> None:
    reading = parse_page(
        page(
            HEADLINE,
            "تاريخ النشر:",
            "09.02.2020 | 07:40 دمشق",
            "آخر تحديث:\n10.02.2020",
            SOURCE,
            FIRST,
        )
    )
    assert roles(reading)[:6] == [
        "headline",
        "published",
        "published",
        "updated",
        "updated",
        "source",
    ]
    assert reading.problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "شاركنا رأيك", "أرسل إلى صديق", "طباعة المقال", "حجم الخط: كبير", "A+ A-", "مشاركة عبر", "AFP", "Getty Images",
        "صورة أرشيفية", "© رويترز", "جميع الحقوق محفوظة",
    ],
)  # fmt: skip
def test_more_furniture(line: str) -> None:
    reading = parse_page(page(HEADLINE, PUBLISHED, SOURCE, FIRST, line, SECOND))
    assert roles(reading) == [
        "headline",
        "published",
        "source",
        "paragraph",
        "furniture",
        "paragraph",
    ]
