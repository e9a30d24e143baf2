import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editing import Notice, publish
from articles.models import Article, Correction
from tests.builders import make_article, make_source, make_translated_article, utc
from tests.forging import forging
from tests.stories import change_story, publish_story, withdraw_story, write

pytestmark = pytest.mark.django_db


def correct(chief, text, article=None, issued_at=None, kind="correction", **fields):
    """An article with a notice; the correction."""
    article = article or make_article(**fields)
    notice = Notice(text, "In English" if article.has_english else "")
    change_story(article, chief, kind, notice, summary_ar=f"ملخص {text}")
    correction = Correction.objects.order_by("pk").last()
    if issued_at:
        with forging():
            Correction.objects.filter(pk=correction.pk).update(issued_at=issued_at)
    return correction


def log(client, query="", prefix=""):
    """The texts of the notices on a page of the log."""
    response = client.get(f"{prefix}/corrections/{query}")
    assert response.status_code == 200
    return [entry.correction.text_ar for entry in response.context["logged"]]


def read(client, prefix=""):
    return client.get(f"{prefix}/corrections/").content.decode()


def test_all_of_them_the_newest_first(client, chief):
    correct(chief, "ثان", issued_at=utc(2026, 5, 2))
    correct(chief, "أول", issued_at=utc(2026, 5, 1), kind="clarification")
    withdraw_story(make_article(), chief, "ثالث")
    assert log(client) == ["ثالث", "ثان", "أول"]


def test_an_entry(client, chief):
    source = make_source("وكالة الفرات")
    article = make_article("افتتاح <السوق>", source=source)
    correction = correct(chief, "ورد «17» والصواب «70».", article, utc(2018, 5, 24, 23, 1))
    html = re.sub(r"\s+", " ", read(client))
    assert f'<article class="teaser" id="correction-{correction.pk}">' in html
    assert '<time datetime="2018-05-25T02:01:00+03:00">25.05.2018 | 02:01 دمشق</time>' in html
    assert f'<a href="{article.get_absolute_url()}">افتتاح &lt;السوق&gt;</a>' in html
    assert "<p>ورد «17» والصواب «70».</p>" in html
    assert f'<a href="{source.get_absolute_url()}"><bdi>وكالة الفرات</bdi></a>' in html
    assert f'<a href="/articles/{article.pk}/history/#correction-{correction.pk}">' in html


class TestFilters:
    @pytest.fixture(autouse=True)
    def three(self, chief):
        source = make_source("وكالة الفرات", slug="euphrates")
        correct(chief, "الفرات", source=source, issued_at=utc(2026, 5, 1, 20, 59))
        correct(chief, "بلا مصدر", issued_at=utc(2026, 5, 1, 21, 0))
        correct(chief, "حديث", issued_at=utc(2026, 5, 3))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?source=euphrates", ["الفرات"]),
            ("?since=2.5.2026", ["حديث", "بلا مصدر"]),  # in Damascus it is the second already
            ("?until=1/5/2026", ["الفرات"]),
            ("?since=2.5.2026&until=2026-05-02", ["بلا مصدر"]),
            ("?since=٢ أيار ٢٠٢٦&until=2 أيار 2026", ["بلا مصدر"]),
            ("?source=euphrates&since=2.5.2026", []),
            ("?source=&since=&until=", ["حديث", "بلا مصدر", "الفرات"]),
            ("?whatever=1", ["حديث", "بلا مصدر", "الفرات"]),
        ],
    )
    def test_source_and_damascus_days(self, client, query, found):
        assert log(client, query) == found

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("?source=nobody", "source"),
            ("?since=foo", "since"),
            ("?until=31.2.2026", "until"),
            ("?since=3.5.2026&until=2.5.2026", "until"),
            ("?since=%00", "since"),
        ],
    )
    def test_a_mistake_is_told_at_its_field(self, client, query, field):
        response = client.get(f"/corrections/{query}")
        assert response.status_code == 200
        assert list(response.context["form"].errors) == [field]
        assert response.context["logged"] == []

    def test_a_narrowed_log_is_not_for_search_engines(self, client):
        assert (
            '<meta name="robots" content="noindex">'
            in client.get("/corrections/?since=2.5.2026").content.decode()
        )
        html = read(client)
        assert "noindex" not in html
        assert '<link rel="canonical" href="http://testserver/corrections/">' in html

    def test_pages_keep_the_filters(self, client, chief):
        article = make_article()
        for number in range(20):
            correct(chief, f"تصحيح {number}", article)
        html = client.get("/corrections/?since=2.5.2026&page=&source=").content.decode()
        assert 'href="?since=2.5.2026&amp;page=2"' in html
        assert log(client, "?since=2.5.2026&page=2")[-2:] == ["حديث", "بلا مصدر"]
        assert client.get("/corrections/?page=9").status_code == 404


class TestWhatIsNotShown:
    def test_those_of_articles_that_nobody_can_read(self, client, chief):
        correct(chief, "منشور")
        expired = correct(chief, "انقضى").article
        Article.objects.filter(pk=expired.pk).update(
            expires_at=timezone.now() - timedelta(minutes=1)
        )
        withdraw_story(correct(chief, "قبل السحب").article, chief, "سُحب")
        assert log(client) == ["سُحب", "منشور"]

    def test_what_waits_to_be_published(self, client, chief):
        article = correct(chief, "منشور").article
        write(article, chief, title_ar="سر ينتظر")
        assert "سر ينتظر" not in read(client)


class TestRetractions:
    def test_they_lead_to_what_stands_there_now(self, client, chief):
        article = withdraw_story(publish_story(chief, "كما قُرئ"), chief)
        write(article, chief, title_ar="مسودة بعد السحب")
        html = read(client)
        assert f'<a href="/articles/{article.pk}/">كما قُرئ</a>' in html
        assert "مسودة" not in html
        assert f"/articles/{article.pk}/history/" not in html

    def test_of_what_must_be_gone_nothing_is_named(self, client, chief):
        article = withdraw_story(publish_story(chief, "محجوب"), chief, "سُحب.", is_gone=True)
        html = read(client)
        assert "محجوب" not in html
        assert "سُحب." in html
        assert f'<a href="/articles/{article.pk}/">' in html

    def test_published_again_it_stays_in_the_log(self, client, chief):
        article = withdraw_story(publish_story(chief, "أول"), chief, "سُحب")
        publish(article, by=chief)
        assert log(client) == ["سُحب"]
        assert f'<a href="{article.get_absolute_url()}">أول</a>' in read(client)


class TestEnglish:
    def test_only_what_is_in_english(self, client, chief):
        correct(chief, "بالعربية")
        article = make_translated_article()
        correct(chief, "باللغتين", article)
        withdraw_story(make_translated_article(title_en="Taken away"), chief, "سُحب")
        assert log(client, prefix="/en") == ["سُحب", "باللغتين"]
        html = read(client, "/en")
        assert "In English" in html
        assert f'<a href="/en{article.get_absolute_url()}">The park reopens</a>' in html
        assert "Taken away" in html
        assert 'href="/corrections/" hreflang="ar"' in html

    def test_where_there_is_none_there_is_no_link_to_it(self, client, chief):
        correct(chief, "بالعربية")
        assert "hreflang" not in read(client)
        assert log(client, prefix="/en") == []

    def test_an_article_that_came_back_in_arabic_only(self, client, chief):
        article = withdraw_story(make_translated_article("أول"), chief, "سُحب")
        article = write(article, chief, title_en="", body_en="")
        publish(article, by=chief)
        html = read(client, "/en")
        assert (f'<a href="{article.get_absolute_url()}" lang="ar" dir="rtl">أول</a>') in html


def test_nothing_yet(client):
    assert log(client) == []
    assert '<p class="nothing">' in read(client)


def test_only_reading(client):
    assert client.post("/corrections/").status_code == 405


def test_as_many_queries_for_one_as_for_many(client, chief):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            read(client)
        return len(captured)

    def one_of_each(number):
        correct(chief, "ت", source=make_source(f"م {number}"))
        withdraw_story(make_article(source=make_source(f"ن {number}")), chief)

    one_of_each(0)
    one = queries()
    for number in range(1, 5):
        one_of_each(number)
    assert queries() == one


def test_sources_with_a_notice_can_be_chosen(client, chief):
    correct(chief, "هذا", source=make_source("وكالة الفرات"))
    make_article(source=make_source("وكالة دجلة"))
    html = read(client)
    assert '<option value="وكالة-الفرات">' in html
    assert "وكالة دجلة" not in html
    assert "وكالة الفرات" not in read(client, "/en")
