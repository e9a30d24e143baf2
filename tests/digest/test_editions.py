"""What is in a digest: what is new, and what was wrong."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles.digest import find_scope, list_scopes, make_edition
from articles.digest.editions import MOST, Entry
from articles.editing import begin_history, merge_topics
from articles.models import Correction, Section, Source, Status, Topic
from tests.builders import make_source, utc
from tests.digest.conftest import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def edition(scope: str = "all", language: str = "ar", since=NOW - DAY, until=NOW):
    with translation.override(language):
        return make_edition(find_scope(scope), language, since, until)


def headlines(**asked) -> list[str]:
    return [entry.headline for entry in edition(**asked).articles]


def correct(article, kind="correction", at=NOW - timedelta(hours=1), **fields) -> Correction:
    begin_history(article)
    defaults = {"text_ar": "ورد «17»، والصواب «70».", "text_en": "Not 17 but 70."}
    return Correction.objects.create(
        article=article,
        revision=article.revisions.get(),
        kind=kind,
        issued_at=at,
        **defaults | fields,
    )


def test_what_is_new(news):
    news("قبل ساعتين", summary_ar="ملخص", source=make_source())
    news("قبل ساعة", published_at=NOW - timedelta(hours=1))
    news("من الدفعة السابقة", announced_at=NOW - DAY)
    news("بعد قليل", announced_at=NOW + timedelta(seconds=1))
    news("مسودة", status=Status.DRAFT)
    news("انتهى", expires_at=NOW)
    news("أرشيف استُورد اليوم", published_at=utc(2018, 5, 21))
    assert headlines() == ["قبل ساعة", "قبل ساعتين"]
    found = edition()
    article = found.articles[1]
    assert article == Entry(
        "قبل ساعتين", article.address, "ملخص", "وكالة الفرات", "25 تشرين الثاني 2026، 05:00", "ar"
    )
    assert article.address.startswith("https://news.example/articles/")
    assert found.articles[0].words == "افتتحت البلدية الحديقة بعد ترميمها."
    assert found.day == "الأربعاء 25 تشرين الثاني 2026"
    assert found.more == 0


def test_a_few_days_without_one_are_caught_up(news):
    news("أول أمس", published_at=NOW - 2.5 * DAY, announced_at=NOW - 2.5 * DAY)
    assert headlines() == []
    assert headlines(since=NOW - 3 * DAY) == ["أول أمس"]


def test_of_a_source(news):
    source = make_source()
    news("منها", source=source)
    news("من غيرها")
    assert headlines(scope=f"source/{source.pk}") == ["منها"]


def test_of_a_section(news):
    section = Section.objects.create(name_ar="المدن", name_en="Cities", slug="cities")
    Section.objects.create(name_ar="فارغ", slug="empty")
    news("منه", section=section, source=make_source())
    news("من غيره")
    assert headlines(scope=f"section/{section.pk}") == ["منه"]
    assert edition(scope=f"section/{section.pk}").scope.title == "المدن"
    assert edition(scope=f"section/{section.pk}", language="en").scope.title == "Cities"


def test_of_a_topic_and_of_what_it_was_merged_into(news, admin_user):
    news("منه", tags=["جفاف"])
    news("من الآخر", tags=["شح المياه"])
    news("من غيرهما")
    drought, scarcity = Topic.objects.order_by("name_ar")
    assert headlines(scope=f"topic/{drought.pk}") == ["منه"]
    merge_topics(drought, scarcity, by=admin_user)
    for topic in (drought, scarcity):
        assert sorted(headlines(scope=f"topic/{topic.pk}")) == ["من الآخر", "منه"]
        assert edition(scope=f"topic/{topic.pk}").scope.title == "شح المياه"


def test_a_topic_can_be_chosen_where_one_comes_from_its_page(news):
    news(tags=["جفاف"], published_at=NOW - DAY)
    news(tags=["مسودة"], status=Status.DRAFT)
    drought, drafted = (Topic.objects.get(name_ar=name) for name in ("جفاف", "مسودة"))

    def names(asked: str, language: str = "ar") -> list[str]:
        return [scope.name for _, scopes in list_scopes(language, asked) for scope in scopes]

    assert names("") == names(f"topic/{drafted.pk}") == names("topic/x") == ["all"]
    assert names(f"topic/{drought.pk}") == ["all", f"topic/{drought.pk}"]
    assert names(f"topic/{drought.pk}", "en") == ["all"]


def test_what_can_be_chosen(news):
    source = make_source()
    section = Section.objects.create(name_ar="المدن", slug="cities")
    news(section=section, source=source)
    names = [[scope.name for scope in scopes] for _label, scopes in list_scopes("ar")]
    assert names == [["all"], [f"section/{section.pk}"], [f"source/{source.pk}"]]
    assert [label for label, _scopes in list_scopes("en")] == [""]


@pytest.mark.parametrize(
    "name",
    ["", "all/1", "source/", "topic/9", "source/x", "source/٣", "source/99", "source/" + "9" * 30],
)
def test_what_is_no_scope(name):
    assert find_scope(name) is None


def test_in_english_what_is_translated(news):
    news("بالعربية")
    news("بالاثنتين", title_en="In both", body_en="<p>Words.</p>", source=make_source())
    (entry,) = edition(language="en").articles
    assert (entry.headline, entry.words, entry.time) == (
        "In both",
        "Words.",
        "25 November 2026, 05:00",
    )
    assert entry.address.startswith("https://news.example/en/articles/")


def test_corrections_of_the_day(news):
    old = news("قديم", published_at=utc(2018, 5, 21), announced_at=utc(2018, 5, 21))
    correct(old)
    correct(news("أمس", announced_at=NOW - 2 * DAY), at=NOW - 2 * DAY)
    withdrawn = news("سُحب", status=Status.WITHDRAWN, is_gone=True)
    correct(withdrawn, kind="retraction", text_ar="سحبناه.")
    entries = edition().corrections
    assert [(entry.kind, entry.headline, entry.words) for entry in entries] == [
        ("سحب", "", "سحبناه."), ("تصحيح", "قديم", "ورد «17»، والصواب «70»."),
    ]  # fmt: skip
    assert edition(scope=f"source/{make_source().pk}").is_empty


def test_the_rest_is_counted(news):
    for _ in range(MOST + 2):
        news()
    assert (len(edition().articles), edition().more) == (MOST, 2)


def test_queries_do_not_grow(news):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            edition()
        return len(queries)

    correct(news(source=make_source()))
    one = count()
    for number in range(3):
        correct(news(source=make_source(f"مصدر {number}")))
    assert count() == one


def test_subjects_are_one_line(news):
    name = "Agency\r\nBcc: x@y.example"
    source = make_source()
    Source.objects.filter(pk=source.pk).update(name_ar=name)
    subject = edition(scope=f"source/{source.pk}").subject
    assert "\n" not in subject
    assert "\u2068Agency Bcc: x@y.example\u2069" in subject
