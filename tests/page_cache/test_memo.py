"""What every page shows is found once for each generation."""

from itertools import count

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from articles.models import RelatedLink, Section
from articles.page_cache import GENERATION, Generation, memo, once_a_generation
from tests.builders import make_article, make_section, make_source


def asked_for(number):
    environ = {} if number is None else {GENERATION: Generation(number, 1e10)}
    return RequestFactory().get("/", **environ)


def test_it_is_found_once_and_again_after_a_change():
    numbers = count()

    def find(number, key="test"):
        return once_a_generation(asked_for(number), key, lambda: next(numbers))

    assert [find(1), find(1), find(2), find(2)] == [0, 0, 1, 1]
    assert [find(2, "other"), find(2)] == [2, 1]


def test_without_a_generation_it_is_found_every_time():
    numbers = count()
    for request in (asked_for(None), asked_for(None), None):
        once_a_generation(request, "none", lambda: next(numbers))
    assert next(numbers) == 3


@pytest.mark.django_db
def test_the_navigation_costs_one_page_of_a_generation(client):
    make_article(section=make_section())
    of_one = {GENERATION: Generation(-1, 1e10)}
    client.get("/archive/", **of_one)
    with CaptureQueriesContext(connection) as anew:
        client.get("/archive/")
    with CaptureQueriesContext(connection) as again:
        page = client.get("/archive/", **of_one).content.decode()
    assert len(again) == len(anew) - 2
    assert Section.objects.get().get_absolute_url() in page
    assert Section.objects.get().get_absolute_url() not in client.get("/en/").content.decode()


@pytest.mark.django_db
def test_an_article_with_topics_and_links_is_three_queries(client):
    article = make_article(source=make_source(), section=make_section(), tags=["سدود", "مياه"])
    for target in (make_article("خبر آخر"), None):
        RelatedLink.objects.create(article=article, title="خبر", target=target)
    kept = {GENERATION: Generation(-2, 1e10)}
    client.get("/archive/", **kept)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(article.get_absolute_url(), **kept).content.decode()
    assert "خبر آخر" in page
    assert len(queries) == 3


def test_threads_at_two_generations_do_not_share_what_they_find(monkeypatch):
    class Slow(Generation):
        """While it is compared, another thread makes a page of the next generation."""

        others = iter([asked_for(12)])

        def __ne__(self, other):
            for asked in self.others:
                assert once_a_generation(asked, "slow", lambda: "new") == "new"
            return tuple(self) != tuple(other)

    asked = asked_for(11)
    monkeypatch.setattr(memo, "_found", (Slow(11, 1e10), {"slow": "old"}))
    assert once_a_generation(asked, "slow", lambda: "again") == "old"
