"""The topics that tags lead to, written where both doors end."""

import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Topic, TopicLink
from articles.search import store_document, topics_of
from articles.search.topics import Tagged, link_topics
from tests.builders import make_article, utc

pytestmark = pytest.mark.django_db


def links() -> set[tuple[str, int]]:
    return set(TopicLink.objects.values_list("topic__name_ar", "article"))


def topics() -> list[tuple[str, str, str]]:
    return list(Topic.objects.order_by("pk").values_list("key", "name_ar", "slug"))


def tagged(*tags: str) -> Tagged:
    return Tagged(utc(2018, 5, 21), tags)


def test_spellings_of_one_tag_are_one_topic_under_the_first():
    one = make_article(tags=["الأسواق القديمة", "حلب"])
    two = make_article(tags=["الاسواق القديمه"])
    assert topics() == [
        ("الاسواق القديمه", "الأسواق القديمة", "الأسواق-القديمة"),
        ("حلب", "حلب", "حلب"),
    ]
    assert links() == {("الأسواق القديمة", one.pk), ("حلب", one.pk), ("الأسواق القديمة", two.pk)}


def test_other_tags_are_other_topics():
    article, other = make_article(tags=["حلب", "طقس"]), make_article(tags=["حلب"])
    link_topics({article.pk: tagged("طقس", "دمشق"), other.pk: tagged("حلب")})
    assert links() == {("طقس", article.pk), ("دمشق", article.pk), ("حلب", other.pk)}
    link_topics({article.pk: tagged()})
    assert links() == {("حلب", other.pk)}


def test_a_link_has_the_time_of_its_article():
    article = make_article(tags=["حلب"])
    assert TopicLink.objects.get().published_at == article.published_at
    article.published_at = utc(2019, 1, 1)
    store_document(article)
    assert TopicLink.objects.get().published_at == utc(2019, 1, 1)


def test_what_cannot_be_read_is_no_topic():
    make_article(tags=["…", "!", ""])
    assert topics() == []


def test_topics_with_one_address_are_told_apart():
    """An address is cut at eighty letters; what differs behind that is another topic."""
    tags = ["سوق " * 30 + end for end in ("قديم", "جديد", "كبير")]
    for tag in tags:
        make_article(tags=[tag])
    address = topics()[0][2]
    assert [slug for _, _, slug in topics()] == [address, f"{address}-2", f"{address}-3"]


def test_a_tag_of_a_topic_that_was_merged_leads_to_the_other():
    make_article(tags=["أسواق", "سوق"])
    kept, gone = Topic.objects.get(name_ar="أسواق"), Topic.objects.get(name_ar="سوق")
    gone.merged_into = kept
    gone.save()
    article = make_article(tags=["سوق"])
    assert ("أسواق", article.pk) in links()
    assert topics_of(["سوق", "أسواق", "لا أحد"]) == {"سوق": kept, "لا أحد": None}


def test_as_many_queries_for_one_as_for_many():
    articles = [make_article() for _ in range(20)]
    TopicLink.objects.all().delete()

    def queries(tags_of):
        with CaptureQueriesContext(connection) as captured:
            link_topics(tags_of)
        return len(captured)

    one = queries({articles[0].pk: tagged("أول")})
    many = {article.pk: tagged("أول", f"وسم {article.pk}") for article in articles[1:]}
    assert queries(many) == one
    # What is so already is read, and nothing is written.
    assert queries(many) < one


def test_the_migration_links_what_was_here_as_the_doors_do():
    make_article(tags=["الأسواق القديمة", "حلب"])
    make_article(tags=["الاسواق القديمه", "…"])
    make_article(tags=[])
    before = topics(), links()
    Topic.objects.all().delete()
    migration = importlib.import_module("articles.migrations.0015_link_topics")
    migration.link(apps, None)
    migration.link(apps, None)
    assert (topics(), links()) == before
    assert not TopicLink.objects.exclude(published_at=utc(2018, 5, 21, 8, 5)).exists()
