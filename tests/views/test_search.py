"""The search page, its feed and its suggestions, as a reader meets them."""

import random
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from articles.search import rebuild
from tests.builders import make_article, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db


def titles(response):
    assert response.status_code == 200
    return [hit.article.title_ar for hit in response.context["hits"]]


def marked(segments):
    return [text for text, is_match in segments if is_match]


class TestWords:
    @pytest.mark.parametrize(
        "words", ["احمد", "أحمد", "أَحْمَد", "المدرسه", "مدرسة احمد", "«أحمد»", "أحـمد"]
    )
    def test_words_are_found_however_they_are_spelled(self, client, words):
        make_article("أحمد يعود إلى المدرسة")
        make_article("خبر آخر")
        assert titles(client.get("/search/", {"q": words})) == ["أحمد يعود إلى المدرسة"]

    def test_the_passage_marks_whole_words_in_their_own_spelling(self, client):
        body = "<p>نص أول.</p><p>وقف أَحْمَدُ أمام المَدْرَسَةِ، وخلفه <strong>والدبّابات</strong>.</p>"
        make_article("خبر", body_ar=body)
        (hit,) = client.get("/search/", {"q": "احمد مدارس دبابه"}).context["hits"]
        assert marked(hit.reading.passage) == ["أَحْمَدُ", "المَدْرَسَةِ", "والدبّابات"]
        assert "".join(text for text, _ in hit.reading.passage) == (
            "وقف أَحْمَدُ أمام المَدْرَسَةِ، وخلفه والدبّابات."
        )

    def test_a_long_paragraph_is_cut_between_words_around_the_best_place(self, client):
        words = [f"كلمة{chr(0x627 + n % 20)}" for n in range(120)]
        words[70:72] = ["جنوب", "دمشق"]
        make_article("خبر", body_ar=f"<p>{' '.join(words)}</p>")
        (hit,) = client.get("/search/", {"q": "من جنوب دمشق"}).context["hits"]
        passage = "".join(text for text, _ in hit.reading.passage)
        assert passage == f"… {' '.join(words[63:97])} …"
        assert marked(hit.reading.passage) == ["جنوب", "دمشق"]

    def test_what_has_some_of_the_words_is_said_to(self, client):
        make_article("جسر النهر")
        make_article("جسر المدينة")
        response = client.get("/search/", {"q": "جسر النهر"})
        assert [hit.opens_partial for hit in response.context["hits"]] == [False, True]
        assert response.context["total"] == 1

    @pytest.mark.parametrize("typed", ["؟؟", "a", "-جسر"])
    def test_what_asks_for_nothing_lists_nothing(self, client, typed):
        make_article("جسر")
        assert titles(client.get("/search/", {"q": typed})) == []

    def test_what_has_none_of_the_words_is_listed_newest_first(self, client):
        old = make_article("نهر", published_at=utc(2018, 5, 3))
        new = make_article("سوق", published_at=utc(2018, 5, 4))
        make_article("جسر", published_at=utc(2018, 5, 5))
        make_article("نهر", published_at=utc(2018, 6, 5))
        for typed in ("-جسر أيار 2018", "-«جسر» من 1.5.2018 إلى 30.5.2018"):
            hits = client.get("/search/", {"q": typed}).context["hits"]
            assert [hit.article for hit in hits] == [new, old]

    def test_an_empty_answer_shows_what_is_nearest(self, client):
        newest = make_article("مخيمات الشمال", published_at=utc(2018, 5, 5))
        older = make_article("خبر", body_ar="<p>في المخيم نهر.</p>", published_at=utc(2018, 5, 3))
        response = client.get("/search/", {"q": "مخيمظظظظظظ"})
        assert titles(response) == []
        assert response.context["nearest"] == ("مخيم", [newest])
        assert "مخيمات الشمال" in response.content.decode()
        response = client.get("/search/", {"q": "نهرظظظظظ", "until": "1.1.2017"})
        assert response.context["nearest"] == ("نهر", [older])
        assert client.get("/search/", {"q": "ظظظظظ"}).context["nearest"] is None

    def test_what_is_nearest_has_nothing_that_is_excluded(self, client):
        source = make_source("وكالة الفرات")
        make_article("مخيمات الشمال", body_ar="<p>على النهر.</p>", published_at=utc(2018, 5, 5))
        make_article("مخيمات الجنوب", source=source, published_at=utc(2018, 5, 4))
        other = make_article("مخيمات الشرق", published_at=utc(2018, 5, 3))
        response = client.get("/search/", {"q": "مخيمظظظظظظ -نهر -مصدر:الفرات"})
        assert response.context["nearest"] == ("مخيم", [other])
        assert client.get("/search/", {"q": "مخيم -مخيم"}).context["nearest"] is None

    def test_a_near_word_is_marked_too(self, client):
        for _ in range(3):
            make_article("افتتاح المدرسة")
        rebuild()
        hits = client.get("/search/", {"q": "المدرسسة"}).context["hits"]
        assert [marked(hit.reading.headline) for hit in hits] == [["المدرسة"]] * 3

    def test_a_correction_keeps_what_stands_around_the_word(self, client):
        for _ in range(3):
            make_article("افتتاح المدرسة")
        rebuild()
        response = client.get("/search/", {"q": "«افتتاح المدرسسة»؟"})
        ((correction, _),) = response.context["corrections"]
        assert correction.query == "«افتتاح المدرسة»؟"

    def test_markup_is_text(self, client):
        make_article("<b>جسر</b> & نهر", body_ar="<p>&lt;script&gt; جسر</p>")
        html = client.get("/search/", {"q": '<script>alert(1)</script> "جسر'}).content.decode()
        assert "<script>alert" not in html
        assert "<b>" not in html

    def test_a_correction_is_offered_and_not_taken(self, client):
        for _ in range(3):
            make_article("افتتاح المدرسة")
        rebuild()
        response = client.get("/search/", {"q": "المدرسسة", "sort": "date"})
        ((correction, address),) = response.context["corrections"]
        assert correction.query == "المدرسة"
        html = response.content.decode()
        assert f"?{escape(address)}" in html
        assert 'value="المدرسسة"' in html


class TestFilters:
    def test_source(self, client):
        make_article("من الفرات", source=make_source("وكالة الفرات"))
        make_article("من غيرها", source=make_source("وكالة أخرى"))
        assert titles(client.get("/search/", {"source": "وكالة-الفرات"})) == ["من الفرات"]
        assert titles(client.get("/search/", {"q": "من مصدر:أخرى"})) == ["من غيرها"]
        assert titles(client.get("/search/", {"q": "مصدر:أخرى"})) == ["من غيرها"]
        response = client.get("/search/", {"q": "مصدر:لا-أحد"})
        assert titles(response) == []
        assert response.context["unknown_sources"]

    def test_days_are_days_in_damascus_and_both_count(self, client):
        for title, instant in [
            ("خبر قبل", utc(2018, 5, 24, 20, 59)),
            ("خبر أول لحظة", utc(2018, 5, 24, 21)),
            ("خبر ليلاً", utc(2018, 5, 24, 23, 1)),
            ("خبر آخر لحظة", utc(2018, 5, 25, 20, 59)),
            ("خبر بعد", utc(2018, 5, 25, 21)),
        ]:
            make_article(title, published_at=instant)
        day = {"since": "2018-05-25", "until": "2018-05-25", "sort": "date"}
        expected = ["خبر آخر لحظة", "خبر ليلاً", "خبر أول لحظة"]
        assert titles(client.get("/search/", day)) == expected
        assert titles(client.get("/search/", day | {"q": "خبر"})) == expected
        assert titles(client.get("/search/", {"q": "25 أيار 2018"})) == expected

    @pytest.mark.parametrize(
        "written",
        ["05.06.2018", "5/6/2018", "2018-06-05", "٥.٦.٢٠١٨", "5 حزيران 2018", "5 June 2018"],
    )
    def test_a_day_as_people_write_it_is_day_first(self, client, written):
        make_article("في حزيران", published_at=utc(2018, 6, 5, 9))
        make_article("في أيار", published_at=utc(2018, 5, 6, 9))
        response = client.get("/search/", {"since": written})
        assert titles(response) == ["في حزيران"]
        assert 'value="05.06.2018"' in response.content.decode()

    @pytest.mark.parametrize("bad", ["foo", "2018-02-30", "31.02.2018", "9" * 300, "<b>"])
    def test_what_is_no_day_is_said_in_arabic(self, client, bad):
        make_article()
        for name in ("since", "until"):
            response = client.get("/search/", {name: bad, "q": "خبر"})
            html = response.content.decode()
            assert titles(response) == []
            assert "أدخل تاريخاً صحيحاً." in html
            assert "نرجو تصحيح الحقول المعلَّمة." in html
            assert "<b>" not in html

    def test_an_end_before_the_beginning(self, client):
        response = client.get("/search/", {"since": "2018-05-25", "until": "2018-05-24"})
        assert "اليوم الأخير يسبق اليوم الأول." in response.content.decode()
        assert titles(response) == []

    def test_a_topic_stands_as_it_was_typed(self, client):
        for title in ("تعلم لغة", "لغة اليوم"):
            make_article(title, tags=["C++ وأخواتها"])
        make_article("لغة أخرى")
        shown = '<bdi lang="ar" dir="rtl"><bdi>C++</bdi> وأخواتها</bdi>'
        assert shown in client.get("/search/", {"q": "لغة"}).text
        assert shown in client.get("/search/", {"topic": "C++ وأخواتها"}).text

    def test_facets_are_links_that_narrow_and_can_be_taken_back(self, client):
        source = make_source("وكالة الفرات")
        make_article("جسر", source=source, tags=["مياه"], published_at=utc(2017, 5, 1))
        make_article("جسر النهر", tags=["مياه"], published_at=utc(2018, 5, 1))
        facets = client.get("/search/", {"q": "جسر"}).context["facets"]
        assert [(str(link.label), link.count) for link in facets["source"]] == [("وكالة الفرات", 1)]
        assert [(link.label, link.count) for link in facets["year"]] == [(2018, 1), (2017, 1)]
        assert [(link.label, link.count) for link in facets["topic"]] == [("مياه", 2)]
        for kind, number in (("source", 0), ("year", 1)):
            response = client.get(f"/search/?{facets[kind][number].query}")
            assert titles(response) == ["جسر"], kind
        narrowed = client.get(f"/search/?{facets['source'][0].query}").context["facets"]["source"]
        assert [(str(link.label), link.count) for link in narrowed] == [("وكالة الفرات", None)]
        assert len(titles(client.get(f"/search/?{narrowed[0].query}"))) == 2

    def test_filters_stay_in_the_links_to_other_pages(self, client):
        for number in range(11):
            make_article(f"أحمد {number}")
        response = client.get("/search/", {"q": "أحمد", "source": "", "since": "2018-05-21"})
        link = "?q=%D8%A3%D8%AD%D9%85%D8%AF&since=2018-05-21&page=2"
        assert f'<a rel="next" href="{escape(link)}">' in response.content.decode()
        assert len(titles(client.get(f"/search/{link}"))) == 1
        # The same search in English, from its first page.
        address = "/en/search/?q=%D8%A3%D8%AD%D9%85%D8%AF&since=2018-05-21"
        assert f'href="{escape(address)}"' in client.get(f"/search/{link}").content.decode()

    @pytest.mark.parametrize("page", ["0", "-1", "99", "foo", "٢"])
    def test_a_page_that_is_not_there_is_the_nearest(self, client, page):
        make_article("جسر")
        assert titles(client.get("/search/", {"q": "جسر", "page": page})) == ["جسر"]


class TestThePage:
    def test_a_search_is_not_for_search_engines(self, client):
        make_article()
        noindex = '<meta name="robots" content="noindex">'
        assert noindex in client.get("/search/?q=خبر").content.decode()
        html = client.get("/search/?utm_source=x").content.decode()
        assert noindex not in html
        assert '<link rel="canonical" href="http://testserver/search/">' in html

    def test_nothing_was_asked(self, client):
        make_article()
        response = client.get("/search/")
        assert titles(response) == []
        assert "results" not in response.context

    def test_english_searches_what_is_translated(self, client):
        make_article("حديقة بالعربية فقط", body_en="", source=make_source("وكالة الفرات"))
        make_translated_article("حديقة")
        assert titles(client.get("/en/search/?q=parks")) == ["حديقة"]
        assert titles(client.get("/en/search/?q=حديقة")) == []

    def test_as_many_queries_for_one_as_for_many(self, client):
        def queries():
            with CaptureQueriesContext(
                connection,
            ) as captured:
                client.get("/search/", {"q": "جسر النهر"})
            return len(captured)

        source = make_source()
        make_article("جسر النهر", source=source)
        queries()
        one = queries()
        for _ in range(9):
            make_article("جسر النهر", source=source)
        assert queries() <= one

    def test_only_reading(self, client):
        for address in ("/search/", "/search/feed/", "/search/suggestions/"):
            assert client.post(address).status_code in (403, 405), address


class TestHostile:
    PIECES = [
        *[
            '"',
            "«",
            "»",
            "“",
            "(",
            ")",
            "[",
            "{",
            "*",
            "^",
            ":",
            "-",
            "–",
            "+",
            "~",
            "\\",
            "/",
            "'",
        ],
        *[
            "AND",
            "OR",
            "NOT",
            "NEAR(",
            "NEAR/3",
            "source:",
            "مصدر:",
            'مصدر:"',
            "-source:",
            "s1",
            "0x",
        ],
        *["أيار 2018", "21.05.2018", "31.02.2018", "9999", "٩" * 40, "2018-05-21T10:00Z"],
        *[
            "\x00",
            "\u202e",
            "\u200f",
            "\ufeff",
            "\ud800",
            "ً",
            "ـ",
            "ـ.ـ",
            "\n",
            "\t",
            "🧨",
            "é",
            "İ",
        ],
        *[
            "جسر",
            "النهر",
            "من",
            "في",
            "bridge",
            "%",
            "_",
            "&q=",
            "<b>",
            "{{ q }}",
            "';--",
            "|",
            "!",
            "&",
        ],
    ]

    def test_hundreds_of_queries_return_pages(self, client):
        make_article("جسر على النهر", source=make_source())
        rng = random.Random(7)
        for _ in range(400):
            typed = "".join(
                rng.choice(self.PIECES) + rng.choice(["", " "]) for _ in range(rng.randint(1, 9))
            ).encode("utf-8", "replace")
            address = rng.choice(
                ["/search/", "/search/feed/", "/search/suggestions/", "/en/search/"]
            )
            assert client.get(address, {"q": typed}).status_code == 200, (address, typed)

    @pytest.mark.parametrize(
        "query",
        [
            {"q": "ك" * 10_000},
            {"q": "جسر " * 10_000},
            {"q": '"' * 10_000},
            {"q": "a\x00b"},
            {"q": "جسر", "source": "لا-أحد"},
            {"q": "جسر", "source": "a\x00b"},
            {"q": "جسر", "topic": "a\x00b" * 99},
            {"q": "جسر", "sort": "foo"},
            {"q": "جسر", "page": "9" * 99},
            {"since": "0001-01-01", "until": "9999-12-31"},
            {"q": "جسر", "since": "0001-01-01", "until": "9999-12-31"},
            {"q": b"\xff\xfe"},
        ],
        ids=lambda query: ",".join(query),
    )
    def test_nothing_in_the_address_breaks_the_page(self, client, query):
        make_article("جسر")
        assert client.get("/search/", query).status_code == 200
        assert client.get("/search/suggestions/", query).status_code == 200
        assert client.get("/search/feed/", query).status_code in (200, 404)

    def test_the_work_of_a_query_does_not_grow_with_its_length(self, client):
        make_article("جسر")

        def asked(query: str) -> list[int]:
            with CaptureQueriesContext(connection) as statements:
                assert client.get("/search/", {"q": query}).status_code == 200
            return [len(statement["sql"]) for statement in statements]

        words = [a + b + "صضطظعغ" for a in "بتثجح" for b in "خدذرز"]
        asked("جسر")  # the vocabulary is loaded once
        assert len(asked(" ".join(words))) <= len(asked(" ".join(words[:6])))
        assert sum(asked("ظعغ" * 20)) < sum(asked("ظعغ" * 5))


class TestFeed:
    def test_the_newest_that_have_all_the_words(self, client):
        make_article("جسر قديم", published_at=utc(2012, 1, 1))
        article = make_article("جسر النهر & غيره", summary_ar="ملخص", published_at=utc(2018, 5, 21))
        make_article("نهر")
        response = client.get("/search/feed/", {"q": "الجسر"})
        assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
        channel = ElementTree.fromstring(response.content).find("channel")
        assert channel.findtext("title") == "غرفة الأخبار: \u2068الجسر\u2069"
        assert channel.findtext("language") == "ar"
        assert channel.findtext("link").startswith("http://testserver/search/?q=")
        items = channel.findall("item")
        assert [item.findtext("title") for item in items] == ["جسر النهر & غيره", "جسر قديم"]
        assert items[0].findtext("description") == "ملخص"
        assert items[0].findtext("pubDate") == "Mon, 21 May 2018 03:00:00 +0300"
        assert items[0].findtext("guid").endswith(f":article/{article.pk}")
        assert items[0].find("guid").get("isPermaLink") == "false"

    def test_what_is_no_search_has_no_feed(self, client):
        assert client.get("/search/feed/", {"since": "foo"}).status_code == 404

    def test_english(self, client):
        make_translated_article("حديقة", title_en="The park reopens")
        channel = ElementTree.fromstring(client.get("/en/search/feed/?q=park").content).find(
            "channel"
        )
        assert channel.findtext("language") == "en"
        assert channel.findtext("item/title") == "The park reopens"


class TestSuggestions:
    def test_headlines_and_sources_with_their_addresses(self, client):
        article = make_article("أحمد في المخيم")
        make_article("مخيم", published_at=timezone.now() + timedelta(hours=1))
        source = make_article("آخر", source=make_source("مخيم الأخبار")).source
        response = client.get("/search/suggestions/", {"q": "مخ"})
        assert response.json() == {
            "articles": [{"title": "أحمد في المخيم", "url": article.get_absolute_url()}],
            "sources": [{"title": "مخيم الأخبار", "url": source.get_absolute_url()}],
        }
        assert "أحمد" in response.content.decode()
