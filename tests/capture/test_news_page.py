"""The variants of captured pages, each as a small page of our own."""

from datetime import UTC, date, datetime

import pytest

from articles.capture import PageReading, PageRefused, Role, parse_page

HEADLINE = "عودة الماء إلى أحياء المدينة بعد شهر من الانقطاع"
PUBLISHED = "تاريخ النشر: 21.05.2018 | 12:25 دمشق"
UPDATED = "آخر تحديث: 25.05.2018 | 01:21 دمشق"
SOURCE = "صحيفة العينة"
FIRST = (
    "عاد الماء صباح اليوم إلى أحياء المدينة الشرقية بعد انقطاع دام شهراً كاملاً بسبب عطل في المضخات."
)
SECOND = "وقال مهندس في الورشة إن الفرق عملت ليلاً ونهاراً كي لا يبقى بيت واحد بلا ماء في هذا الحر، مضيفاً أن الشبكة القديمة تحتاج إلى تبديل كامل."
THIRD = "ويطالب السكان بخطة واضحة للصيانة حتى لا يتكرر الانقطاع في الصيف المقبل حين تشتد الحاجة."
QUOTE = "الفرق عملت ليلاً ونهاراً كي لا يبقى بيت واحد بلا ماء"
RELATED = ["خطة لتبديل شبكة المياه القديمة", "صهاريج الشرب تغيب عن الأحياء الشرقية"]


def page(*blocks: str, between: str = "\n\n") -> str:
    return between.join(blocks)


def whole(*, related: str = "مقالات مقترحة", between: str = "\n\n") -> str:
    tail = "\n".join([related, *RELATED])
    return page(
        HEADLINE, PUBLISHED, UPDATED, SOURCE, FIRST, QUOTE, SECOND, THIRD, tail, between=between
    )


def roles(reading: PageReading) -> list[str]:
    return [str(role) for role in reading.roles if role]


def codes(reading: PageReading) -> list[str]:
    return [problem.code for problem in reading.problems]


WHOLE_ROLES = [
    *("headline", "published", "updated", "source"),
    *("paragraph", "pull quote", "paragraph", "paragraph"),
    *("related heading", "related", "related"),
]


def assert_whole(reading: PageReading) -> None:
    article = reading.article
    assert article.headline == HEADLINE
    assert article.published is not None
    assert article.published.instant == datetime(2018, 5, 21, 9, 25, tzinfo=UTC)
    assert article.updated is not None
    assert article.updated.instant == datetime(2018, 5, 24, 22, 21, tzinfo=UTC)
    assert article.source == SOURCE
    assert article.byline is None
    assert article.paragraphs == [FIRST, SECOND, THIRD]
    assert [tuple(quote) for quote in article.pull_quotes] == [(QUOTE, 1)]
    assert article.related == tuple(RELATED)
    assert article.tags == ()
    assert roles(reading) == WHOLE_ROLES


class TestTheLayout:
    def test_the_labelled_page(self) -> None:
        reading = parse_page(whole())
        assert_whole(reading)
        assert reading.problems == ()
        assert reading.article.published.text == "21.05.2018 | 12:25 دمشق"
        assert reading.article.updated.text == "25.05.2018 | 01:21 دمشق"

    @pytest.mark.parametrize(
        "between", ["\n", "\n\n\n\n", "\r\n\r\n", "\r\n", "\n \t\n", "\n\u00a0\n"]
    )
    def test_blank_lines_do_not_matter(self, between: str) -> None:
        assert_whole(parse_page(whole(between=between)))

    def test_white_space_and_bom(self) -> None:
        spoiled = "\ufeff" + whole().replace(" ", "\u00a0").replace("\n", " \t\n")
        assert_whole(parse_page(spoiled))

    def test_every_line_has_a_role(self) -> None:
        text = whole(between="\n\n\n")
        reading = parse_page(text)
        lines = text.split("\n")
        assert len(reading.roles) == len(lines)
        assert [bool(role) for role in reading.roles] == [bool(line.strip()) for line in lines]

    @pytest.mark.parametrize(
        "heading",
        [
            "اقرأ أيضاً",
            "إقرأ أيضًا:",
            "مواضيع ذات صلة",
            "أخبار ذات صلة",
            "مقالات ذات صلة:",
            "شاهد أيضاً",
        ],
    )
    def test_other_related_headings(self, heading: str) -> None:
        assert_whole(parse_page(whole(related=heading)))

    @pytest.mark.parametrize(
        ("published", "updated"),
        [
            ("نُشر في: 21.05.2018 | 12:25 دمشق", "تاريخ التحديث: 25.05.2018 | 01:21 دمشق"),
            ("نشر بتاريخ 21/5/2018 - 12:25", "آخر تعديل 25/5/2018 - 01:21"),
            ("نُشِرَ في 21 أيار 2018، 12:25", "حُدّث في 25 أيار 2018، 01:21"),
            ("21.05.2018 | 12:25 دمشق", "25.05.2018 | 01:21 دمشق"),
            ("2018.05.21 | 12:25 دمشق", "آخر تحديث: 25.05.2018 | 01:21 دمشق"),
            ("الإثنين 21 مايو/أيار 2018 - 12:25 م", "تم التحديث: 25-05-2018 1:21 ص"),
            ("تاريخ النشر: ٢١.٠٥.٢٠١٨ | ١٢:٢٥ دمشق", "آخر تحديث: ۲۵.۰۵.۲۰۱۸ | ۰۱:۲۱ دمشق"),
            (
                "تاريخ النشر: 21.05.2018 | 09:25 غرينتش",
                "آخر تحديث: 24.05.2018 | 22:21 بتوقيت غرينتش",
            ),
        ],
    )
    def test_other_labels_and_dates(self, published: str, updated: str) -> None:
        text = whole().replace(PUBLISHED, published).replace(UPDATED, updated)
        assert_whole(parse_page(text))


class TestTimes:
    def test_no_update_line(self) -> None:
        reading = parse_page(whole().replace(f"{UPDATED}\n\n", ""))
        assert reading.article.updated is None
        assert reading.problems == ()

    def test_both_times_on_one_line(self) -> None:
        reading = parse_page(
            whole().replace(f"{PUBLISHED}\n\n{UPDATED}", f"{PUBLISHED} - {UPDATED}")
        )
        assert reading.article.published.instant == datetime(2018, 5, 21, 9, 25, tzinfo=UTC)
        assert reading.article.updated.instant == datetime(2018, 5, 24, 22, 21, tzinfo=UTC)

    def test_date_before_the_headline(self) -> None:
        text = page("الإثنين 21 أيار 2018", HEADLINE, SOURCE, FIRST, SECOND)
        article = parse_page(text).article
        assert (article.headline, article.source) == (HEADLINE, SOURCE)
        assert article.published.day == date(2018, 5, 21)
        assert article.published.instant is None

    def test_date_at_the_end(self) -> None:
        text = page(HEADLINE, SOURCE, FIRST, SECOND, "نُشر في 21.05.2018 | 12:25 دمشق")
        reading = parse_page(text)
        assert reading.article.published.instant == datetime(2018, 5, 21, 9, 25, tzinfo=UTC)
        assert reading.article.source == SOURCE
        assert roles(reading)[-1] == "published"

    def test_date_at_the_end_behind_the_related_headlines(self) -> None:
        text = page(
            HEADLINE, SOURCE, FIRST, "\n".join(["اقرأ أيضاً", *RELATED]), "21.05.2018 | 12:25 دمشق"
        )
        reading = parse_page(text)
        assert reading.article.published.day == date(2018, 5, 21)
        assert reading.article.related == tuple(RELATED)

    def test_date_author_and_source_on_one_line(self) -> None:
        text = page(HEADLINE, f"21/5/2018 | سلمى النموذجي | {SOURCE}", FIRST, SECOND)
        article = parse_page(text).article
        assert article.published.day == date(2018, 5, 21)
        assert (article.source, article.byline) == (SOURCE, "سلمى النموذجي")

    @pytest.mark.parametrize(
        ("printed", "code"),
        [
            ("تاريخ النشر: 31.02.2018 | 12:25 دمشق", "unreadable-date"),
            ("تاريخ النشر: قريباً", "unreadable-date"),
            ("تاريخ النشر: 25.10.2018 | 23:30 دمشق", "ambiguous-time"),
            ("تاريخ النشر: 30.03.2018 | 00:30 دمشق", "nonexistent-time"),
            ("تاريخ النشر: 21.05.2018 | 12:25 بتوقيت طوكيو", "unknown-zone"),
        ],
    )
    def test_doubtful_times_are_reported_with_their_line(self, printed: str, code: str) -> None:
        reading = parse_page(page(HEADLINE, printed, SOURCE, FIRST, SECOND))
        assert (code, 3) in [(problem.code, problem.line) for problem in reading.problems]

    def test_update_before_publication(self) -> None:
        reading = parse_page(whole().replace("25.05.2018", "20.05.2018"))
        assert codes(reading) == ["updated-before-published"]

    def test_an_ambiguous_update_before_its_publication_was_the_second_occurrence(self) -> None:
        text = page(
            HEADLINE, "نشر في 25.10.2018 | 23:40 بتوقيت غرينتش".replace("23:40", "20:45"),
            "آخر تحديث: 25.10.2018 | 23:15 دمشق", SOURCE, FIRST,
        )  # fmt: skip
        reading = parse_page(text)
        assert reading.article.updated.instant == datetime(2018, 10, 25, 21, 15, tzinfo=UTC)
        assert codes(reading) == ["ambiguous-time"]


class TestNames:
    @pytest.mark.parametrize(
        ("lines", "source", "byline"),
        [
            (["إذاعة المثال - إسطنبول"], "إذاعة المثال", "إسطنبول"),
            (["إسطنبول - إذاعة المثال"], "إذاعة المثال", "إسطنبول"),
            (["إذاعة المثال | سلمى النموذجي"], "إذاعة المثال", "سلمى النموذجي"),
            (["إذاعة المثال", "سلمى النموذجي"], "إذاعة المثال", "سلمى النموذجي"),
            (["سلمى النموذجي", "إذاعة المثال"], "إذاعة المثال", "سلمى النموذجي"),
            (["إذاعة المثال", "حلب"], "إذاعة المثال", "حلب"),
            (["إذاعة المثال", "كتب: رامي المثال"], "إذاعة المثال", "رامي المثال"),
            (["بقلم رامي المثال", "إذاعة المثال"], "إذاعة المثال", "رامي المثال"),
            (["المصدر: إذاعة المثال"], "إذاعة المثال", None),
            (["سوالف بلدنا"], "سوالف بلدنا", None),
            (["سلمى النموذجي"], None, "سلمى النموذجي"),
            ([], None, None),
        ],
    )
    def test_source_and_byline(
        self, lines: list[str], source: str | None, byline: str | None
    ) -> None:
        reading = parse_page(page(HEADLINE, PUBLISHED, *lines, FIRST, SECOND))
        assert (reading.article.source, reading.article.byline) == (source, byline)
        assert reading.article.paragraphs == [FIRST, SECOND]
        assert codes(reading) == ([] if source else ["missing-source"])

    def test_a_source_known_here_is_told_from_a_byline(self) -> None:
        text = page(HEADLINE, PUBLISHED, "حكايا - سلمى النموذجي", FIRST)
        reading = parse_page(text, known_sources=frozenset({"حكايا"}))
        assert (reading.article.source, reading.article.byline) == ("حكايا", "سلمى النموذجي")

    def test_a_list_of_credits_is_furniture(self) -> None:
        text = page(HEADLINE, PUBLISHED, SOURCE, "تقديم: سلمى النموذجي\nإعداد: رامي المثال", FIRST)
        reading = parse_page(text)
        assert reading.article.byline is None
        assert roles(reading) == [
            "headline", "published", "source", "furniture", "furniture", "paragraph",
        ]  # fmt: skip


class TestHeadlines:
    @pytest.mark.parametrize("kicker", ["تقرير خاص", "سوريا", "عاجل"])
    def test_a_kicker_is_no_headline(self, kicker: str) -> None:
        reading = parse_page(page(kicker, whole()))
        assert reading.article.headline == HEADLINE
        assert roles(reading) == ["furniture", *WHOLE_ROLES]

    def test_the_headline_twice(self) -> None:
        reading = parse_page(page(HEADLINE, whole()))
        assert roles(reading) == ["headline", *WHOLE_ROLES]
        assert reading.problems == ()

    def test_a_headline_that_begins_like_a_label(self) -> None:
        for headline in (
            "تقرير أممي يحذر من الجفاف",
            "نشر قوائم الناجحين في الشهادة الثانوية",
            "علامات على موسم وفير",
        ):
            reading = parse_page(whole().replace(HEADLINE, headline))
            assert reading.article.headline == headline

    def test_no_headline(self) -> None:
        reading = parse_page(page(PUBLISHED, SOURCE, FIRST, SECOND))
        assert reading.article.headline is None
        assert reading.article.source == SOURCE
        assert codes(reading) == ["missing-headline"]

    def test_no_body(self) -> None:
        reading = parse_page(
            page(HEADLINE, PUBLISHED, SOURCE, "\n".join(["مقالات مقترحة", *RELATED]))
        )
        assert codes(reading) == ["missing-body"]
        assert reading.article.related == tuple(RELATED)

    def test_no_time(self) -> None:
        reading = parse_page(page(HEADLINE, SOURCE, FIRST, SECOND))
        assert codes(reading) == ["missing-published"]
        assert (reading.article.headline, reading.article.source) == (HEADLINE, SOURCE)


class TestTheBody:
    def test_a_sentence_under_the_headline_opens_the_body(self) -> None:
        deck = "الورشات تعد بصيانة كاملة للشبكة قبل الصيف!"
        reading = parse_page(page(HEADLINE, deck, PUBLISHED, SOURCE, FIRST, SECOND))
        assert reading.article.paragraphs == [deck, FIRST, SECOND]
        assert roles(reading)[:4] == ["headline", "paragraph", "published", "source"]

    def test_a_pull_quote_that_stands_alone_is_reported(self) -> None:
        alone = "لا أحد يعرف متى تصل الدفعة التالية من المضخات الجديدة"
        reading = parse_page(page(HEADLINE, PUBLISHED, SOURCE, FIRST, alone, SECOND))
        assert [tuple(quote) for quote in reading.article.pull_quotes] == [(alone, 1)]
        assert [tuple(problem) for problem in reading.problems] == [
            ("pull-quote-by-position", 9, alone)
        ]

    def test_a_pull_quote_is_found_by_its_folded_text(self) -> None:
        spelled = "الفرقُ عملت ليلا و نهارا كي لا يبقى بيت واحد بلا ماء".replace("و نهارا", "ونهارا")
        reading = parse_page(whole().replace(f"\n{QUOTE}\n", f"\n{spelled}\n"))
        assert [quote.text for quote in reading.article.pull_quotes] == [spelled]

    def test_subheadings(self) -> None:
        reading = parse_page(page(HEADLINE, PUBLISHED, SOURCE, FIRST, "شبكة قديمة", SECOND, THIRD))
        assert reading.article.blocks == (
            ("paragraph", FIRST), ("subheading", "شبكة قديمة"),
            ("paragraph", SECOND), ("paragraph", THIRD),
        )  # fmt: skip

    def test_short_paragraphs(self) -> None:
        text = page(HEADLINE, PUBLISHED, SOURCE, "انتهى الانتظار.", "عاد الماء.", FIRST)
        assert parse_page(text).article.paragraphs == ["انتهى الانتظار.", "عاد الماء.", FIRST]

    def test_inline_related(self) -> None:
        text = page(HEADLINE, PUBLISHED, SOURCE, FIRST, f"اقرأ أيضاً: {RELATED[0]}", SECOND, THIRD)
        article = parse_page(text).article
        assert article.related == (RELATED[0],)
        assert article.paragraphs == [FIRST, SECOND, THIRD]

    def test_a_related_heading_between_paragraphs(self) -> None:
        text = page(HEADLINE, PUBLISHED, SOURCE, FIRST, f"اقرأ أيضاً\n{RELATED[0]}", SECOND, THIRD)
        article = parse_page(text).article
        assert article.related == (RELATED[0],)
        assert article.paragraphs == [FIRST, SECOND, THIRD]

    def test_furniture_and_tags(self) -> None:
        text = page(
            HEADLINE, PUBLISHED, SOURCE, "شارك\nطباعة\nحجم الخط\n+A\n-A", "water-2018.jpg",
            "ورشة الصيانة في محطة الضخ (صحيفة العينة)", FIRST, SECOND, "كلمات مفتاحية: مياه، صيانة",
        )  # fmt: skip
        reading = parse_page(text)
        assert reading.article.tags == ("مياه", "صيانة")
        assert roles(reading) == [
            "headline", "published", "source", *["furniture"] * 7, "paragraph", "paragraph", "tag",
        ]  # fmt: skip
        assert reading.problems == ()

    def test_tags_under_a_heading(self) -> None:
        reading = parse_page(
            page(HEADLINE, PUBLISHED, SOURCE, FIRST, "الوسوم\n#مياه\n#صيانة_الشبكات\nحلب")
        )
        assert reading.article.tags == ("مياه", "صيانة الشبكات", "حلب")
        assert roles(reading)[-4:] == ["furniture", "tag", "tag", "tag"]

    def test_a_caption_twice(self) -> None:
        caption = "عمال الورشة قرب المضخة الجديدة"
        reading = parse_page(page(HEADLINE, PUBLISHED, SOURCE, caption, caption, FIRST))
        assert roles(reading) == [
            "headline",
            "published",
            "source",
            "furniture",
            "furniture",
            "paragraph",
        ]

    @pytest.mark.parametrize("start", [0, 1, 4])
    def test_the_text_twice(self, start: int) -> None:
        blocks = [HEADLINE, PUBLISHED, UPDATED, SOURCE, FIRST, QUOTE, SECOND, THIRD]
        text = page(*blocks, *blocks[start:], "\n".join(["مقالات مقترحة", *RELATED]))
        reading = parse_page(text)
        assert reading.article.paragraphs == [FIRST, SECOND, THIRD]
        assert [quote.text for quote in reading.article.pull_quotes] == [QUOTE]
        assert reading.article.related == tuple(RELATED)
        assert codes(reading) == ["repeated-text"]

    def test_what_is_not_recognised_is_kept_and_reported(self) -> None:
        reading = parse_page(page(HEADLINE, PUBLISHED, SOURCE, FIRST, SECOND, "رقم الملف ألف باء"))
        assert roles(reading)[-1] == Role.UNRECOGNISED
        assert [tuple(problem) for problem in reading.problems] == [
            ("unrecognised-line", 11, "رقم الملف ألف باء")
        ]

    def test_invisible_characters_are_removed_and_reported(self) -> None:
        reading = parse_page(whole().replace("عاد الماء", "عاد\u202b الماء\u200b"))
        assert reading.article.paragraphs[0] == FIRST
        assert [tuple(problem) for problem in reading.problems] == [
            ("removed-invisible", 9, "U+202B U+200B")
        ]


class TestRefusals:
    def test_a_listing_of_dates_and_headlines(self) -> None:
        items = [
            f"{headline}\n{day}.05.2018"
            for day, headline in zip(range(10, 16), RELATED * 3, strict=False)
        ]
        with pytest.raises(PageRefused) as refused:
            parse_page(page("الوسم: مياه", *items))
        assert refused.value.code == "not-an-article"

    def test_a_listing_of_headlines(self) -> None:
        with pytest.raises(PageRefused):
            parse_page(
                page(
                    "أخبار محلية",
                    *[f"{headline} في الحي {n}" for n in "12345" for headline in RELATED],
                )
            )

    def test_a_listing_with_excerpts(self) -> None:
        items = [
            f"{headline}\n{n}.05.2018\n{FIRST}"
            for n, headline in zip(range(10, 14), RELATED * 2, strict=False)
        ]
        with pytest.raises(PageRefused):
            parse_page(page(*items, "الصفحة التالية"))
