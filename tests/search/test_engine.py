"""What is found and in which order; the same with every backend."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Citation, SearchIndex, SearchWord, Status, WordFamily
from articles.search import (
    Results,
    Wanted,
    corrections_of,
    find_ids,
    parse_query,
    rebuild,
    search,
    store_document,
)
from articles.search import suggest as suggest_at
from articles.search.retrieval import MOST
from tests.builders import make_article, make_image, make_source, make_translated_article, utc

pytestmark = pytest.mark.usefixtures("backend")


def run(text: str, *, language: str = "ar", **filters: Any) -> Results:
    query = parse_query(text)
    period = {"since": query.since, "until": query.until}
    return search(Wanted(query, language, **period | filters), now=timezone.now())


def found(text: str, **filters: Any) -> list[int]:
    return list(run(text, **filters).article_ids)


class TestSpelling:
    @pytest.mark.parametrize(
        ("written", "typed"),
        [
            ("رجع مِن السوق", "من السوق"),
            ("أحمد يعود", "احمد"),
            ("احمد يعود", "أَحْمَد"),
            ("مدينة قديمة", "مدينه"),
            ("المخيم المحاصر", "مخيم"),
            ("خيمة في مخيم", "المخيم"),
            ("الطريق للمخيم", "مخيم"),
            ("سكان المخيم", "للمخيم"),
            ("الجنود والدبابات", "دبابات"),
            ("دبابات في الشارع", "والدبابات"),
            ("نحو ١٧٠٠ عائلة", "1700"),
            ("نحو 1,700 عائلة", "١٧٠٠"),
            ("مصدر مطلع", "مصادر"),
            ("قالت مصادر محلية", "المصدر"),
            ("حافلة مدرسية", "حافلات"),
            ("مدن الشمال", "المدينة"),
            ("المـ.ـوت البطيء", "الموت"),
            ("مســؤول كبير", "مسئول"),
            ("فی شهر مایو", "في مايو"),
            ("معارك أيار", "مايو"),
            ("The schools reopen", "school"),
            ("فريق Syria TV", "syria فريق"),
            ("طائرات ﻣﺴﻴﺮﺓ", "مسيرة"),
        ],
    )
    def test_found_however_it_is_written(self, written, typed):
        make_article("خبر آخر عن الطقس")
        article = make_article(written)
        assert found(typed)[:1] == [article.pk]

    @pytest.mark.parametrize(
        ("written", "typed"),
        [("زير الماء", "وزير"), ("وزير", "زير"), ("الدار", "والدار في حي"), ("له بيت", "الله")],
    )
    def test_a_letter_of_the_word_itself_is_never_cut(self, written, typed):
        make_article(written, body_ar="<p>نص.</p>")
        assert run(typed).whole == 0

    def test_a_feminine_noun_is_not_the_feminine_of_another(self):
        make_article("مدرّس الرياضيات")
        article = make_article("مدرسة القرية")
        assert found("مدرسة") == [article.pk]

    def test_an_adjective_is_found_in_either_gender(self):
        article = make_article("حديقة جميلة")
        assert found("جميل") == [article.pk]

    def test_a_family_added_in_the_desk_counts_at_once(self):
        article = make_article("ورشات لتعليم الخياطة")
        assert found("مشغل") == []
        WordFamily.objects.create(words="مشغل ورشة")
        assert found("مشغل") == [article.pk]


class TestOrder:
    def test_as_typed_then_folded_then_stem(self):
        same = {"body_ar": "<p>نص عن أمر آخر.</p>", "published_at": utc(2018, 5, 21)}
        stem = make_article("مدارس", **same)
        folded = make_article("مدرسة", **same)
        typed = make_article("مدرسه", **same)
        assert found("مدرسه") == [typed.pk, folded.pk, stem.pk]

    def test_in_the_body_too(self):
        texts = ["عاد من المدارس مساءً.", "عاد من المدرسة مساءً.", "عاد من المدرسه مساءً."]
        articles = [make_article("خبر", body_ar=f"<p>{text}</p>") for text in texts]
        assert found("المدرسه") == [article.pk for article in reversed(articles)]

    def test_all_words_before_some(self):
        some = make_article("جسر المدينة القديم الجديد", body_ar="<p>الجسر الجسر الجسر.</p>")
        every = make_article("خبر", body_ar="<p>يمر الجسر فوق النهر.</p>")
        results = run("جسر النهر")
        assert results.article_ids == (every.pk, some.pk)
        assert results.whole == 1

    def test_headline_then_summary_then_body(self):
        body = make_article("خبر", body_ar="<p>الحديقة.</p>")
        summary = make_article("خبر", summary_ar="الحديقة", body_ar="<p>نص.</p>")
        headline = make_article("الحديقة", body_ar="<p>نص.</p>")
        assert found("الحديقة") == [headline.pk, summary.pk, body.pk]

    def test_words_together_before_words_apart(self):
        apart = make_article("جنوب البلاد وشرقها وسماء دمشق")
        together = make_article("شرق البلاد وسماؤها جنوب دمشق")
        assert found("جنوب دمشق") == [together.pk, apart.pk]

    def test_the_newer_first_then_the_greater_id(self):
        old = make_article("حديقة", published_at=utc(2012, 1, 1))
        new = make_article("حديقة", published_at=utc(2018, 1, 1))
        twin = make_article("حديقة", published_at=utc(2018, 1, 1))
        assert found("حديقة") == [twin.pk, new.pk, old.pk]

    def test_by_date(self):
        old = make_article("حديقة", published_at=utc(2012, 1, 1))
        new = make_article("خبر", body_ar="<p>حديقة.</p>", published_at=utc(2018, 1, 1))
        assert found("حديقة") == [old.pk, new.pk]
        assert found("حديقة", sort="date") == [new.pk, old.pk]


class TestCaptions:
    SAID = {"image_alt_ar": "ولد على درّاجة", "image_caption_ar": "عند المدارس القديمة"}

    def test_found_and_shown_by_what_the_caption_says(self):
        make_article("خبر آخر")
        article = make_article("خبر", image=make_image(), **self.SAID)
        results = run("مدرسة قديمه")
        assert (results.article_ids, results.whole) == ((article.pk,), 1)
        assert [
            (segment.text, segment.is_match)
            for segment in results.reading_of(article, "ar").passage
        ] == [("عند ", False), ("المدارس", True), (" ", False), ("القديمة", True)]

    def test_it_counts_as_the_body_does(self):
        same = {"body_ar": "<p>نص.</p>", "image": make_image(), "image_alt_ar": "أشجار"}
        summary = make_article("خبر", summary_ar="الحديقة", **same)
        twice = make_article("خبر", image_caption_ar="الحديقة قرب الحديقة", **same)
        once = make_article("خبر", **same | {"body_ar": "<p>نص. الحديقة.</p>"})
        thrice = make_article("خبر", **same | {"body_ar": "<p>الحديقة نص الحديقة نص الحديقة.</p>"})
        assert found("الحديقة") == [thrice.pk, summary.pk, twice.pk, once.pk]

    def test_a_caption_without_a_picture_and_an_alternative_text_are_not_read(self):
        make_article("خبر", **self.SAID)
        make_article("خبر", image=make_image(), image_alt_ar=self.SAID["image_alt_ar"])
        assert found("مدارس") == []
        assert found("درّاجة") == []

    def test_no_phrase_runs_from_the_body_into_it(self):
        article = make_article("خبر", body_ar="<p>إلى دمشق</p>", image=make_image(), **self.SAID)
        assert found("«عند المدارس القديمة»") == [article.pk]
        assert found("«دمشق عند المدارس»") == []

    def test_each_language_has_its_own(self):
        said = {"image": make_image(), "image_caption_en": "At the old mill"}
        article = make_translated_article("خبر", **said, **self.SAID)
        assert found("mill", language="en") == [article.pk]
        assert found("mill") == []
        assert found("المدارس", language="en") == []

    def test_its_source_and_topic_are_still_found(self):
        source = make_source()
        article = make_article("خبر", source=source, tags=["مياه"], image=make_image(), **self.SAID)
        assert found("مدارس", source=source) == [article.pk]
        assert found("مدارس", topic="مياه") == [article.pk]

    def test_its_words_are_counted(self):
        make_article("خبر", image=make_image(), **self.SAID | {"image_caption_ar": "طاحونة"})
        make_article("خبر", image_caption_ar="ساقية")
        rebuild()
        words = SearchWord.objects.filter(word__in=["طاحونه", "ساقيه"])
        assert list(words.values_list("word", "documents")) == [("طاحونه", 1)]


class TestSyntax:
    def test_a_phrase_is_word_by_word(self):
        make_article("دمشق جنوب")
        article = make_article("في جنوب دمشق")
        assert found("«جنوب دمشق»") == [article.pk]
        assert found('"دمشق جنوب البلاد"') == []

    def test_no_phrase_runs_from_the_headline_into_the_body(self):
        make_article("أخبار جنوب", body_ar="<p>دمشق اليوم.</p>")
        assert found("«جنوب دمشق»") == []

    def test_excluded(self):
        make_article("جسر المدينة")
        article = make_article("جسر النهر")
        assert found("جسر -المدينة") == [article.pk]
        assert found('جسر -"المدينة"') == [article.pk]
        assert found("-المدينة") == [article.pk]

    def test_excluded_from_the_body_too(self):
        make_article("جسر النهر", body_ar="<p>قرب المدينة.</p>")
        article = make_article("جسر النهر", body_ar="<p>بعيد.</p>")
        assert found("جسر النهر -المدينة") == [article.pk]
        assert found("جسر البحر -المدينة") == [article.pk]

    def test_a_source_by_any_of_its_names(self):
        source = make_source("وكالة الفرات", name_en="Euphrates", aliases=["الفرات نيوز"])
        article = make_article("جسر", source=source)
        make_article("جسر", source=make_source("وكالة أخرى"))
        for typed in ("جسر مصدر:الفرات", 'source:"وكالة الفرات" جسر', "جسر مصدر:euphrates"):
            assert found(typed) == [article.pk], typed
        assert found("جسر مصدر:لا-أحد") == []

    def test_days_in_words(self):
        may = make_article("جسر", published_at=utc(2018, 5, 31, 20, 59))
        june = make_article("جسر", published_at=utc(2018, 5, 31, 21))
        assert found("جسر أيار 2018") == [may.pk]
        assert found("جسر ١.٦.٢٠١٨") == [june.pk]
        assert found("جسر", since=date(2018, 6, 1)) == [june.pk]
        assert found("جسر", until=date(2018, 5, 31)) == [may.pk]

    def test_function_words_ask_for_nothing(self):
        article = make_article("جسر جديد")
        assert run("عن الجسر الذي في").article_ids == (article.pk,)
        assert run("عن الجسر الذي في").whole == 1
        assert run("في").whole == 0

    @pytest.mark.parametrize(
        "typed",
        [
            *[
                "",
                " ",
                "؟",
                "«»",
                '"',
                "-",
                "--",
                "ًٌٍ",
                "AND",
                "NEAR(",
                "a*",
                "()",
                "* : ^ ' \\",
                "%",
                "ـ",
            ],
            *[
                "\u202e",
                "(" * 300,
                '"' * 301,
                "-" * 999,
                "كلمة " * 2500,
                "ك" * 10_000,
                "source:",
                "s1 0x",
            ],
        ],
    )
    def test_nothing_typed_is_an_error(self, typed):
        make_article("جسر")
        results = run(typed)
        assert results.whole == 0
        assert suggest(typed) == ([], [])
        assert find_ids(typed) == []


class TestWhoSees:
    def test_only_what_is_public_now(self):
        make_article("جسر", status=Status.DRAFT)
        make_article("جسر", status=Status.WITHDRAWN)
        make_article("جسر", published_at=timezone.now() + timedelta(hours=1))
        make_article("جسر", status=Status.DRAFT, published_at=None)
        assert found("جسر") == []
        assert suggest("جسر") == ([], [])
        assert len(find_ids("جسر")) == 4

    def test_a_language_searches_its_own_texts(self):
        article = make_translated_article("تفتح الحديقة", title_en="The park reopens")
        make_article("حديقة أخرى")
        assert found("parks", language="en") == [article.pk]
        assert found("الحديقة", language="en") == []
        assert found("parks") == []
        assert find_ids("parks") == [article.pk]


class TestFacets:
    def test_counts_of_what_has_all_the_words(self):
        source, other = make_source("وكالة الفرات"), make_source("وكالة أخرى")
        for year, of, tags in [
            (2017, source, ["مياه"]),
            (2018, source, []),
            (2018, other, ["مياه"]),
        ]:
            make_article("جسر", published_at=utc(year, 5, 1), source=of, tags=tags)
        make_article("نهر", source=source)
        facets = run("جسر").facets
        assert list(facets.sources) == [(source.pk, 2), (other.pk, 1)]
        assert list(facets.years) == [(2018, 2), (2017, 1)]
        assert list(facets.topics) == [("مياه", 2)]

    def test_spellings_of_a_topic_are_one(self):
        make_article("جسر", tags=["حلبٌ", "حلب"])
        make_article("جسر", tags=["حلب"])
        assert [count for _, count in run("جسر").facets.topics] == [2]

    def test_a_topic_however_it_is_spelled(self):
        article = make_article("جسر", tags=["المياه والري"])
        make_article("جسر")
        assert found("جسر", topic="المياة والري") == [article.pk]
        assert found("", topic="المياه والري") == [article.pk]


class TestExclusion:
    def test_of_a_source(self):
        kept, gone = make_source("صوت العاصمة"), make_source("وكالة الفرات")
        article = make_article("جسر", source=kept)
        other = make_article("نهر", source=kept, published_at=utc(2018, 5, 1))
        make_article("جسر", source=gone)
        assert found("جسر -مصدر:الفرات") == [article.pk]
        assert found("-مصدر:الفرات") == [article.pk, other.pk]
        assert found("-مصدر:الفرات -نهر") == [article.pk]
        assert found("مصدر:العاصمة -جسر") == [other.pk]

    def test_of_a_word_is_of_all_that_a_search_for_it_finds(self):
        article = make_article("جسر على النهر")
        make_article("جسر في المدينة")
        make_article("جسر بين المدن")
        assert found("جسر -مدينة") == [article.pk]

    def test_of_a_source_nobody_knows(self):
        article = make_article("جسر")
        assert found("جسر -مصدر:المجهول") == [article.pk]


class TestOffers:
    def test_a_word_one_slip_away_in_the_spelling_of_the_archive(self):
        for _ in range(3):
            make_article("افتتاح المدرسة")
        rebuild()
        results = run("افتتاح المدرسسة")
        asked = Wanted(parse_query("افتتاح المدرسسة"), "ar")
        assert corrections_of(asked, results, now=timezone.now()) == [
            ("spelling", "افتتاح المدرسة")
        ]
        assert results.whole == 0
        assert len(results.article_ids) == 3

    def test_of_a_word_that_one_article_has(self):
        make_article("نتائج الامتحانات")
        rebuild()
        asked = Wanted(parse_query("الامتحنات"), "ar")
        results = run("الامتحنات")
        assert len(results.article_ids) == 1
        assert corrections_of(asked, results, now=timezone.now()) == [("spelling", "الامتحانات")]

    def test_the_other_keyboard(self):
        make_article("خبر عن المدرسة")
        rebuild()
        asked = Wanted(parse_query("hgl]vsm"), "ar")
        assert corrections_of(asked, run("hgl]vsm"), now=timezone.now()) == [
            ("keyboard", "المدرسة")
        ]

    def test_no_word_of_what_readers_may_not_see(self):
        for _ in range(4):
            make_article("افتتاح المدرسة", status=Status.DRAFT)
        make_article("خبر")
        rebuild()
        for typed in ("المدرسسة", "hgl]vsm"):
            asked = Wanted(parse_query(typed), "ar")
            assert corrections_of(asked, run(typed), now=timezone.now()) == []

    def test_no_word_of_what_was_withdrawn_since(self):
        article = make_article("افتتاح المدرسة")
        make_article("خبر")
        rebuild()
        article.status = Status.WITHDRAWN
        article.save(update_fields=["status"])
        store_document(article)
        asked = Wanted(parse_query("المدرسسة"), "ar")
        assert corrections_of(asked, run("المدرسسة"), now=timezone.now()) == []

    def test_nothing_beside_a_good_answer(self):
        for _ in range(3):
            make_article("افتتاح المدرسة")
        rebuild()
        asked = Wanted(parse_query("المدرسة"), "ar")
        assert corrections_of(asked, run("المدرسة"), now=timezone.now()) == []


def suggest(text: str) -> tuple[list[str], list[str]]:
    articles, sources = suggest_at(text, "ar", now=timezone.now())
    return [article.title_ar for article in articles], [source.name_ar for source in sources]


class TestSuggestions:
    def test_headlines_and_sources_by_what_has_been_typed(self):
        article = make_article("أحمد في المخيم")
        make_article("آخر", source=make_source("مخيم الأخبار"))
        cited, doubted, drafted, _silent = (
            make_source(f"مخيم {name}") for name in ("المذكور", "المحتمل", "المسودات", "الصامت")
        )
        for source, state in ((cited, "confirmed"), (doubted, "proposed")):
            Citation.objects.create(article=article, source=source, state=state)
        make_article("مسودة", source=drafted, status=Status.DRAFT)
        for typed in ("مخ", "المخ", "احمد المخي", "أحمد في الم مخ"):
            titles, _ = suggest(typed)
            assert titles == (["أحمد في المخيم"] if typed != "أحمد في الم مخ" else []), typed
        # Only sources of which a reader finds something.
        assert suggest("مخ")[1] == ["مخيم الأخبار", "مخيم المذكور"]
        assert suggest("م") == ([], [])


class TestBounds:
    def test_a_common_word_is_counted_to_a_thousand(self, monkeypatch):
        monkeypatch.setattr("articles.search.retrieval.MOST", 5)
        monkeypatch.setattr("articles.search.engine.MOST", 5)
        for _ in range(8):
            make_article("جسر")
        oldest = make_article("جسر النهر", published_at=utc(2010, 1, 1))
        results = run("جسر")
        assert (results.whole, results.capped) == (9, True)
        assert oldest.pk in results.article_ids
        assert MOST == 1000

    def test_as_many_queries_for_one_as_for_many(self, django_assert_max_num_queries):
        make_article("جسر على النهر")
        run("جسر النهر")
        with django_assert_max_num_queries(30) as one:
            run("جسر النهر")
        for _ in range(12):
            make_article("جسر على النهر")
        with django_assert_max_num_queries(len(one.captured_queries)):
            run("جسر النهر")


class TestRebuild:
    def test_search_goes_on_while_it_runs_and_nothing_is_lost(self):
        article = make_article("جسر قديم")
        seen = []

        def meanwhile(step: str, done: int, total: int) -> None:
            if step == "index" and not seen:
                seen.append(found("جسر"))
                article.title_ar = "نهر جديد"
                article.save()
                from articles.search import store_document

                store_document(article)
                make_article("جسر جديد")

        rebuild(meanwhile)
        assert seen == [[article.pk]]
        assert found("نهر") == [article.pk]
        assert len(found("جسر")) == 1
        assert SearchIndex.objects.get().slot == 1

    def test_what_is_changed_between_analysis_and_transaction_is_indexed_as_changed(
        self, monkeypatch
    ):
        article = make_article("جسر قديم")

        def change(already: float = 0) -> None:
            if article.title_ar == "جسر قديم":
                article.title_ar = "نهر جديد"
                article.save()
                store_document(article)

        monkeypatch.setattr("articles.search.rebuilding.let_others_write", change)
        rebuild()
        assert found("نهر") == [article.pk]
        assert found("جسر") == []

    def test_it_goes_on_where_it_was_stopped(self, monkeypatch):
        monkeypatch.setattr("articles.search.rebuilding._CHUNK", 1)
        articles = [make_article(f"جسر {number}") for number in range(3)]
        steps = []

        def stop(step: str, done: int, total: int) -> None:
            steps.append((step, done, total))
            if (step, done) == ("index", 2):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rebuild(stop)
        assert len(found("جسر")) == 3
        steps.clear()
        rebuild(lambda *step: steps.append(step))
        assert steps == [("index", 3, 3)]
        assert sorted(found("جسر")) == [article.pk for article in articles]
        assert SearchWord.objects.filter(word="جسر").get().documents == 3

    def test_others_write_between_its_transactions(self, monkeypatch):
        monkeypatch.setattr("articles.search.rebuilding._CHUNK", 1)
        pauses = []
        monkeypatch.setattr("articles.search.backends.time.sleep", pauses.append)
        for number in range(3):
            make_article(f"جسر {number}")
        rebuild()
        if connection.features.has_select_for_update:
            assert pauses == []
        else:
            assert len(pauses) >= 3
            assert min(pauses) > 0.1  # seconds; a waiting writer looks that often

    def test_it_can_be_repeated(self):
        make_article("جسر")
        for slot in (1, 0, 1):
            rebuild()
            assert SearchIndex.objects.get().slot == slot
            assert len(found("جسر")) == 1
