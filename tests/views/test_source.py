import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_article, make_source, make_translated_article

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
