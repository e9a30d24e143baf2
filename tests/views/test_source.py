import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from articles.choices import COOKIE, Choices
from articles.models import Citation, Status
from tests.builders import make_article, make_source, make_translated_article, utc
from tests.stories import change_story, publish_story

pytestmark = pytest.mark.django_db


def test_the_articles_of_one_source(client):
    source = make_source("وكالة الفرات", homepage="https://example.org/")
    make_article("من الفرات", source=source)
    make_article("من غيرها", source=make_source("وكالة أخرى"))
    make_article("بلا مصدر")
    html = client.get(source.get_absolute_url()).content.decode()
    assert "<h1><bdi>وكالة الفرات</bdi></h1>" in html
    assert "من الفرات" in html
    assert "من غيرها" not in html
    assert "بلا مصدر" not in html
    assert '<bdi dir="ltr">https://example.org/</bdi>' in html


def test_an_arabic_name_on_an_english_page(client):
    source = make_source("وكالة الفرات")
    make_translated_article(source=source)
    html = client.get(f"/en{source.get_absolute_url()}").content.decode()
    assert '<h1><bdi lang="ar" dir="rtl">وكالة الفرات</bdi></h1>' in html
    assert "The park reopens" in html


def test_an_english_name(client):
    source = make_source("وكالة الفرات", name_en="Euphrates Agency")
    html = client.get(f"/en{source.get_absolute_url()}").content.decode()
    assert "<h1><bdi>Euphrates Agency</bdi></h1>" in html
    assert "Nothing here has been translated into English yet." in html


@pytest.mark.parametrize("slug", ["لا-أحد", "a%00b", "x" * 500])
def test_a_source_that_does_not_exist(client, slug):
    assert client.get(f"/sources/{slug}/").status_code == 404


def test_as_many_queries_for_one_as_for_many(client):
    source = make_source()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(source.get_absolute_url())
        return len(captured)

    make_article(source=source)
    one = queries()
    for _ in range(10):
        make_article(source=source)
    assert queries() == one


class TestWhereItIsCited:
    @pytest.fixture
    def source(self):
        return make_source("شبكة الأنهار")

    @staticmethod
    def cite(source, article, state="confirmed"):
        return Citation.objects.create(article=article, source=source, state=state)

    @staticmethod
    def listed(response) -> list[str]:
        return [article.title_ar for article in response.context["cited"]]

    def test_public_articles_that_an_editor_confirmed(self, client, source):
        self.cite(source, make_article("يستند إليها", source=make_source()))
        self.cite(source, make_article("لم يحسم"), "proposed")
        self.cite(source, make_article("لا يستند"), "dismissed")
        self.cite(source, make_article("مسودة", status=Status.DRAFT))
        self.cite(make_source("شبكة أخرى"), make_article("عند غيرها"))
        make_article("من نشرها", source=source)
        response = client.get(source.get_absolute_url())
        assert self.listed(response) == ["يستند إليها"]
        assert [article.title_ar for article in response.context["articles"]] == ["من نشرها"]
        assert "وكالة الفرات" in response.content.decode()

    def test_in_english_those_that_can_be_read_in_english(self, client, source):
        self.cite(source, make_article("بالعربية وحدها"))
        response = client.get(f"/en{source.get_absolute_url()}")
        assert self.listed(response) == []
        assert response.context["has_english"] is False
        self.cite(source, make_translated_article("بلغتين"))
        response = client.get(f"/en{source.get_absolute_url()}")
        assert self.listed(response) == ["بلغتين"]
        assert response.context["has_english"] is True

    def test_each_list_has_its_own_pages(self, client, source):
        for _ in range(21):
            make_article(source=source)
            self.cite(source, make_article(source=make_source(f"مصدر {_}")))
        address = source.get_absolute_url()
        html = client.get(address).content.decode()
        assert 'href="?page=2"' in html
        assert 'href="?cited=2#cited"' in html
        response = client.get(f"{address}?page=2&cited=2")
        assert len(response.context["articles"]) == len(self.listed(response)) == 1
        html = response.content.decode()
        assert 'href="?cited=2&amp;page=1"' in html
        assert 'href="?cited=1&amp;page=2#cited"' in html
        assert '<meta name="robots" content="noindex">' in html

    @pytest.mark.parametrize("number", ["0", "x", "99", "9" * 30])
    def test_a_page_that_is_not_there(self, client, source, number):
        assert client.get(f"{source.get_absolute_url()}?cited={number}").status_code == 200

    def test_as_many_queries_for_one_as_for_many(self, client, source):
        def queries(address):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            return len(captured)

        article = make_article()
        self.cite(source, article)
        page, story = source.get_absolute_url(), article.get_absolute_url()
        one = queries(page), queries(story)
        for number in range(5):
            other = make_source(f"مصدر {number}")
            self.cite(source, make_article(source=other))
            self.cite(other, article)
        assert (queries(page), queries(story)) == one


def test_a_story_says_which_sources_it_cites(client):
    article = make_translated_article(source=make_source())
    confirmed = make_source("شبكة الأنهار")
    Citation.objects.create(article=article, source=confirmed, state="confirmed")
    Citation.objects.create(article=article, source=make_source("شبكة أخرى"))
    html = client.get(article.get_absolute_url()).content.decode()
    assert f'<a href="{confirmed.get_absolute_url()}"><bdi>شبكة الأنهار</bdi></a>' in html
    assert "شبكة أخرى" not in html
    html = client.get(f"/en{article.get_absolute_url()}").content.decode()
    assert "Sources cited in this story" in html
    assert '<bdi lang="ar" dir="rtl">شبكة الأنهار</bdi>' in html


def test_a_story_that_cites_nobody_says_nothing_of_it(client):
    html = client.get(make_article().get_absolute_url()).content.decode()
    assert "cited-heading" not in html


class TestRecord:
    @staticmethod
    def record(client, address):
        html = client.get(address).content.decode()
        chips = html.partition('<ul class="chips"')[2].partition("</ul>")[0]
        return re.findall(r'<li><a href="([^"]*)"><span>(.*?)</span></a></li>', chips)

    def test_numbers_that_lead_somewhere(self, client, chief):
        source = make_source("وكالة الفرات")
        slug = "%D9%88%D9%83%D8%A7%D9%84%D8%A9-%D8%A7%D9%84%D9%81%D8%B1%D8%A7%D8%AA"
        make_article(source=source, published_at=utc(2016, 12, 31, 23))  # 2017 in Damascus
        corrected = publish_story(chief, source=source)
        change_story(corrected, chief, "correction", summary_ar="ملخص")
        article = make_article()
        Citation.objects.create(article=article, source=source, state="confirmed")
        assert self.record(client, source.get_absolute_url()) == [
            ("#results-heading", "مقالان"),
            (
                f"/search/?source={slug}&amp;since=1.1.2017&amp;until=31.12.2017",
                gettext("first in <bdi>%(year)s</bdi>") % {"year": 2017},
            ),
            (
                f"/search/?source={slug}&amp;since=1.1.2018&amp;until=31.12.2018",
                gettext("last in <bdi>%(year)s</bdi>") % {"year": 2018},
            ),
            ("#cited", "مذكور في مقال واحد"),
            (f"/corrections/?source={slug}", "تنويه واحد"),
        ]
        year = self.record(client, source.get_absolute_url())[1][0].replace("&amp;", "&")
        assert client.get(year).context["total"] == 1
        notices = client.get(f"/corrections/?source={source.slug}").context["logged"]
        assert [entry.correction.article_id for entry in notices] == [corrected.pk]

    def test_in_the_figures_that_a_reader_chose(self, client):
        source = make_source("وكالة الفرات")
        for year in (2016, 2018):
            make_article(source=source, published_at=utc(year, 5, 21))
        cited = [Citation(article=make_article(), source=source, state="confirmed") for _ in "abc"]
        Citation.objects.bulk_create(cited)
        client.cookies[COOKIE] = Choices(digits="arabic").key
        assert [words for _, words in self.record(client, source.get_absolute_url())] == [
            "مقالان",
            gettext("first in <bdi>%(year)s</bdi>") % {"year": "٢٠١٦"},
            gettext("last in <bdi>%(year)s</bdi>") % {"year": "٢٠١٨"},
            "مذكور في <bdi>٣</bdi> مقالات",
        ]

    def test_in_english_what_can_be_read_in_english(self, client, chief):
        source = make_source("وكالة الفرات")
        make_article(source=source, published_at=utc(2015, 1, 1))
        corrected = publish_story(chief, source=source)
        change_story(corrected, chief, "correction", summary_ar="ملخص")
        make_translated_article(source=source)
        found = self.record(client, f"/en{source.get_absolute_url()}")
        assert [words for _, words in found] == ["<bdi>1</bdi> article", "first in <bdi>2018</bdi>"]

    def test_one_of_which_nothing_is_known(self, client):
        assert self.record(client, make_source().get_absolute_url()) == []
