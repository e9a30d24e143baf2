import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Status
from tests.builders import make_article, make_section, make_translated_article, utc

pytestmark = pytest.mark.django_db


def titles(response):
    return [article.title_ar for article in response.context["articles"]]


def test_its_articles_the_newest_with_its_first_words(client):
    section = make_section("محليات", description_ar="ما يجري في المدن.")
    make_article("القديم", section=section, body_ar="<p>كلمات القديم.</p>")
    make_article(
        "الجديد", section=section, published_at=utc(2018, 6, 1), body_ar="<p>كلمات الجديد.</p>"
    )
    make_article("بلا قسم")
    make_article("في غيره", section=make_section("رياضة"))
    make_article("مسودة", section=section, status=Status.DRAFT)
    response = client.get(section.get_absolute_url())
    html = response.content.decode()
    assert titles(response) == ["الجديد", "القديم"]
    assert "<h1><bdi>محليات</bdi></h1>" in html
    assert '<p class="standfirst">ما يجري في المدن.</p>' in html
    assert '<meta name="description" content="ما يجري في المدن.">' in html
    assert "كلمات الجديد." in html
    assert "كلمات القديم." not in html
    assert html.count('<article class="teaser">') == 2


def test_its_second_page_is_a_list(client):
    section = make_section()
    for number in range(21):
        make_article(f"خبر {number}", section=section, published_at=utc(2018, 5, 1, number))
    response = client.get(f"{section.get_absolute_url()}?page=2")
    assert titles(response) == ["خبر 0"]
    assert 'class="lead"' not in response.content.decode()


def test_in_english(client):
    section = make_section("محليات", name_en="Local")
    make_article("بالعربية فقط", section=section)
    address = f"/en{section.get_absolute_url()}"
    response = client.get(address)
    assert response.context["has_english"] is False
    assert "Nothing here has been translated into English yet." in response.content.decode()
    make_translated_article(section=section)
    html = client.get(address).content.decode()
    assert "<h1><bdi>Local</bdi></h1>" in html
    assert "The park reopens" in html
    assert "<title>Local — Newsroom</title>" in html


@pytest.mark.parametrize("slug", ["لا-أحد", "a%00b", "x" * 500])
def test_one_that_does_not_exist(client, slug):
    assert client.get(f"/sections/{slug}/").status_code == 404


class TestNavigation:
    @staticmethod
    def links(client, address):
        html = client.get(address).content.decode()
        nav = html.partition('<nav class="sections"')[2].partition("</nav>")[0]
        return [line.strip() for line in nav.splitlines() if "/sections/" in line]

    def test_sections_with_something_to_read_in_their_order_this_one_marked(self, client):
        second, first = make_section("ثقافة", position=2), make_section("رياضة", position=1)
        empty = make_section("فارغ")
        make_article(section=empty, status=Status.DRAFT)
        for section in (first, second):
            make_article(section=section)
        here, there = first.get_absolute_url(), second.get_absolute_url()
        assert self.links(client, here) == [
            f'<li><a href="{here}" aria-current="page"><bdi>رياضة</bdi></a></li>',
            f'<li><a href="{there}"><bdi>ثقافة</bdi></a></li>',
        ]
        assert self.links(client, "/en/") == []
        make_translated_article(section=second)
        assert self.links(client, "/en/") == [
            f'<li><a href="/en{there}"><bdi lang="ar" dir="rtl">ثقافة</bdi></a></li>'
        ]

    def test_one_query_for_one_and_for_many(self, client):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get("/no-such-page/")
            return len(captured)

        make_article(section=make_section("قسم"))
        assert queries() == 2  # the sections, and the newsroom's own pages
        for number in range(5):
            make_article(section=make_section(f"قسم {number}"))
        assert queries() == 2


def test_as_many_queries_for_one_as_for_many(client):
    section = make_section()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(section.get_absolute_url())
        return len(captured)

    make_article(section=section)
    one = queries()
    for _ in range(10):
        make_article(section=section)
    assert queries() == one
