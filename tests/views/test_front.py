from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editing import Notice
from articles.models import Citation, FrontSlot
from tests.builders import (
    make_article,
    make_section,
    make_source,
    make_translated_article,
    utc,
)
from tests.stories import change_story, publish_story

pytestmark = pytest.mark.django_db


def headlines(response):
    """What stands in the places, then the latest beside them."""
    page = response.context
    listed = [page["lead"], *page["prominent"], *page["latest"]]
    return [article.title_ar for article in listed if article]


def test_by_publication_and_not_by_arrival(client):
    now = timezone.now()
    make_article("الأول", published_at=now - timedelta(hours=3))
    make_article("الأحدث", published_at=now - timedelta(minutes=1))
    make_article("من الأرشيف", published_at=utc(2012, 3, 1))
    make_article("الثاني", published_at=now - timedelta(hours=2))
    response = client.get("/")
    assert headlines(response) == ["الأحدث", "الثاني", "الأول", "من الأرشيف"]
    assert "قبل ساعتين" in response.content.decode()


def test_seven_places_and_seven_of_the_latest_each_once(client):
    for number in range(27):
        make_article(f"خبر {number:02}", published_at=utc(2018, 5, 1) + timedelta(hours=number))
    response = client.get("/")
    assert headlines(response) == [f"خبر {number:02}" for number in range(26, 12, -1)]
    assert response.content.decode().count('<article class="teaser"') == 14


def test_what_was_published_long_ago_is_never_among_the_latest(client):
    """A thousand old pages imported today leave the latest to what is new."""
    for number in range(10):
        make_article(f"قديم {number}", published_at=utc(2012, 3, 1, number))
    for number in range(8):
        make_article(f"جديد {number}", published_at=utc(2018, 5, 21, number))
    page = client.get("/").context
    assert [article.title_ar for article in page["latest"]] == ["جديد 0"]
    assert page["lead"].title_ar == "جديد 7"


class TestPlaces:
    def test_what_the_chief_placed_stands_there_and_the_rest_goes_by_date(self, client):
        articles = [
            make_article(f"خبر {number}", published_at=utc(2018, 5, 1, number))
            for number in range(10)
        ]
        FrontSlot.objects.create(position=1, article=articles[0])
        FrontSlot.objects.create(position=3, article=articles[1])
        assert headlines(client.get("/")) == [
            *("خبر 0", "خبر 9", "خبر 1", "خبر 8", "خبر 7", "خبر 6", "خبر 5"),
            *("خبر 4", "خبر 3", "خبر 2"),
        ]

    @pytest.mark.parametrize(
        "gone", [{"status": "draft"}, {"status": "withdrawn"}, {"published_at": utc(2090, 1, 1)}]
    )
    def test_the_place_of_what_readers_cannot_see_goes_by_date(self, client, gone):
        placed = make_article("كان هنا", **gone)
        make_article("الأحدث")
        FrontSlot.objects.create(position=1, article=placed)
        assert headlines(client.get("/")) == ["الأحدث"]

    def test_until_its_time_is_over(self, client):
        make_article("الأحدث", published_at=utc(2018, 6, 1))
        slot = FrontSlot.objects.create(position=1, article=make_article("القديم"))
        for until, first in ((None, "القديم"), (1, "القديم"), (-1, "الأحدث")):
            slot.until = until and timezone.now() + timedelta(hours=until)
            slot.save()
            assert headlines(client.get("/"))[0] == first

    def test_in_english_only_what_is_translated(self, client):
        FrontSlot.objects.create(position=1, article=make_article("بالعربية فقط"))
        placed = make_translated_article("مترجم قديم", published_at=utc(2017, 1, 1))
        FrontSlot.objects.create(position=2, article=placed)
        make_translated_article("مترجم")
        assert headlines(client.get("/en/")) == ["مترجم", "مترجم قديم"]


class TestSections:
    def test_the_newest_of_each_that_do_not_stand_above(self, client):
        culture, sport = make_section("ثقافة", position=2), make_section("رياضة", position=1)
        make_section("فارغ")
        for number in range(15):
            make_article(f"جديد {number}", section=sport, published_at=utc(2018, 5, 2, number))
        for number in range(6):
            make_article(f"قديم {number}", section=culture, published_at=utc(2012, 1, 1, number))
        response = client.get("/")
        assert [
            (block.section.name_ar, [article.title_ar for article in block.articles])
            for block in response.context["blocks"]
        ] == [
            ("رياضة", ["جديد 0"]),
            ("ثقافة", ["قديم 5", "قديم 4", "قديم 3"]),
        ]
        assert f'<a href="{culture.get_absolute_url()}"><bdi>ثقافة</bdi></a>' in (
            response.content.decode()
        )


class TestTrust:
    def test_the_most_cited_of_late(self, client):
        often, once, long_ago = (make_source(name) for name in ("كثيراً", "مرة", "قديماً"))
        now = timezone.now()
        for source, times in ((often, 2), (once, 1)):
            for _ in range(times):
                Citation.objects.create(
                    article=make_article(published_at=now), source=source, state="confirmed"
                )
        Citation.objects.create(article=make_article(), source=long_ago, state="confirmed")
        Citation.objects.create(article=make_article(published_at=now), source=long_ago)
        page = client.get("/").context
        assert [(one.name_ar, one.cited_count) for one in page["cited"]] == [
            ("كثيراً", 2),
            ("مرة", 1),
        ]
        assert page["cited_is_recent"]

    def test_of_all_times_where_there_is_none_of_late(self, client):
        source = make_source()
        Citation.objects.create(article=make_article(), source=source, state="confirmed")
        page = client.get("/").context
        assert [one.pk for one in page["cited"]] == [source.pk]
        assert not page["cited_is_recent"]
        assert not client.get("/en/").context["cited"]

    def test_the_last_corrections(self, client, chief):
        for number in range(4):
            change_story(
                publish_story(chief, f"خبر {number}"),
                chief,
                "correction",
                Notice(f"ورد خطأ في الخبر {number}."),
                summary_ar="ملخص آخر",
            )
        logged = client.get("/").context["logged"]
        assert [entry.correction.text_ar for entry in logged] == [
            f"ورد خطأ في الخبر {number}." for number in (3, 2, 1)
        ]
        assert not client.get("/en/").context["logged"]


def test_one_headline_of_first_order_which_is_the_name(client):
    make_article()
    html = client.get("/").content.decode()
    assert html.count("<h1") == 1
    assert '<span class="unseen">غرفة الأخبار</span></a></h1>' in html
    assert '<html lang="ar" dir="rtl">' in html
    assert "<title>غرفة الأخبار</title>" in html


def test_the_lead_opens_with_its_summary_or_its_first_paragraph(client):
    make_article("الثاني", body_ar="<p>فقرة أولى.</p><p>فقرة ثانية.</p>")
    make_article("الأول", summary_ar="خبر في سطر", published_at=utc(2018, 6, 1))
    html = client.get("/").content.decode()
    assert '<p class="teaser-opening">خبر في سطر</p>' in html
    assert '<p class="teaser-opening">فقرة أولى.</p>' in html
    assert "فقرة ثانية" not in html


def test_empty(client):
    assert "لم يُنشر شيء هنا بعد." in client.get("/").content.decode()


def test_english_lists_what_is_translated(client):
    make_article("بالعربية فقط")
    make_article("عنوان بلا متن", title_en="No body")
    make_translated_article("مترجم", title_en="Translated")
    response = client.get("/en/")
    assert headlines(response) == ["مترجم"]
    html = response.content.decode()
    assert '<html lang="en" dir="ltr">' in html
    assert "The town opened it on Monday." in html
    assert "Translated" in html
    assert "No body" not in html


def test_english_says_kindly_when_there_is_nothing(client):
    make_article("بالعربية فقط")
    html = client.get("/en/").content.decode()
    assert "Nothing here has been translated into English yet." in html
    assert '<a href="/" hreflang="ar">Read this page in Arabic</a>' in html


def test_as_many_queries_for_one_as_for_many(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    def fill(number):
        source, section = make_source(f"وكالة {number}"), make_section(f"قسم {number}")
        for month in range(1, 4):  # the oldest stand in their section alone
            article = make_article(
                source=source, section=section, published_at=utc(2018, month, 1, number)
            )
        Citation.objects.create(article=article, source=source, state="confirmed")
        if number < 5:
            FrontSlot.objects.create(position=number + 1, article=article)

    for number in range(4):
        fill(number)
    some = queries()
    for number in range(4, 12):
        fill(number)
    assert queries() == some


def test_nothing_that_splits_a_shared_cache(client):
    make_article()
    response = client.get("/")
    assert response["Vary"] == "Cookie"  # for what a reader chose (decision 0012)
    assert not response.cookies
    assert "csrf" not in response.text
