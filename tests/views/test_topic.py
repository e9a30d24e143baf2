import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Status, Topic
from tests.builders import make_article, make_translated_article, utc

pytestmark = pytest.mark.django_db


def titles(response):
    return [article.title_ar for article in response.context["articles"]]


def test_the_articles_of_a_topic_however_its_tag_is_spelled(client):
    make_article("القديم", tags=["أسواق حلب"])
    make_article("الجديد", tags=["طقس", "اسواق حلب"], published_at=utc(2018, 6, 1))
    make_article("غيره", tags=["طقس"])
    make_article("مسودة", tags=["أسواق حلب"], status=Status.DRAFT)
    response = client.get("/topics/أسواق-حلب/")
    html = response.content.decode()
    assert titles(response) == ["الجديد", "القديم"]
    assert "<h1><bdi>أسواق حلب</bdi></h1>" in html
    assert "مقالان" in html


def test_in_english_by_its_english_name(client):
    make_translated_article("مترجم", tags=["أسواق"])
    make_article("بالعربية فقط", tags=["أسواق"])
    Topic.objects.update(name_en="Markets", description_en="Where people buy and sell.")
    response = client.get("/en/topics/أسواق/")
    html = response.content.decode()
    assert titles(response) == ["مترجم"]
    assert "<title>Markets — Newsroom</title>" in html
    assert "Where people buy and sell." in html


def test_in_english_it_says_so_where_nothing_is_translated(client):
    make_article(tags=["أسواق"])
    response = client.get("/en/topics/أسواق/")
    assert response.context["has_english"] is False
    assert '<h1><bdi lang="ar" dir="rtl">أسواق</bdi></h1>' in response.content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_tags_of_drafts_are_not_told(client, prefix):
    article = make_article(tags=["سر"], status=Status.DRAFT)
    assert client.get(f"{prefix}/topics/سر/").status_code == 404
    type(article).objects.update(status=Status.PUBLISHED)
    assert client.get(f"{prefix}/topics/سر/").status_code == 200


def test_one_that_was_merged_leads_to_the_other(client):
    make_article(tags=["أسواق"])
    make_article(tags=["سوق"])
    kept, gone = Topic.objects.get(name_ar="أسواق"), Topic.objects.get(name_ar="سوق")
    gone.merged_into = kept
    gone.save()
    for prefix in ("", "/en"):
        response = client.get(f"{prefix}{gone.get_absolute_url()}")
        assert (response.status_code, response["Location"]) == (
            301,
            f"{prefix}{kept.get_absolute_url()}",
        )


@pytest.mark.parametrize("slug", ["لا-أحد", "a%00b", "x" * 500])
def test_one_that_does_not_exist(client, slug):
    assert client.get(f"/topics/{slug}/").status_code == 404


def test_as_many_queries_for_one_as_for_many(client):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    article = make_article(tags=["أسواق"])
    story = article.get_absolute_url()
    one = queries("/topics/أسواق/"), queries(story)
    article.tags = [f"وسم {number}" for number in range(6)]
    article.save()
    for number in range(8):
        make_article(tags=["أسواق", f"وسم {number}"])
    assert (queries("/topics/أسواق/"), queries(story)) == one
