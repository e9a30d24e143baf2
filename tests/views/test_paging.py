"""Lists as long as the archive: numbered so far, counted so far, and gone on behind the last number."""

import pytest

from articles.models import Article, BoundedPaginator, Status
from articles.views.listing import ArticleListView
from tests.builders import make_article, make_source, utc

pytestmark = pytest.mark.django_db


def make_articles(count, **fields):
    """Articles a minute apart, the newest first."""
    return [make_article(published_at=utc(2018, 5, 21, 8, 59 - n), **fields) for n in range(count)]


@pytest.fixture
def short_pages(monkeypatch):
    """Two pages of two articles have numbers."""
    monkeypatch.setattr(ArticleListView, "paginate_by", 2)
    monkeypatch.setattr(ArticleListView, "most_pages", 2)


def shown(response):
    return [article.pk for article in response.context["articles"]]


class TestPaginator:
    def pages(self, most_pages):
        return BoundedPaginator(Article.objects.latest_first(), 2, most_pages=most_pages)

    @pytest.mark.parametrize(
        ("count", "counted", "is_cut"), [(0, 0, False), (3, 3, False), (4, 4, False), (5, 4, True)]
    )
    def test_it_counts_no_further_than_its_pages(self, count, counted, is_cut):
        make_articles(count)
        pages = self.pages(2)
        assert (pages.count, pages.is_cut) == (counted, is_cut)

    def test_each_page_has_its_rows_in_order(self):
        ids = [article.pk for article in make_articles(5)]
        pages = self.pages(9)
        assert [[row.pk for row in pages.page(n)] for n in (1, 2, 3)] == [
            ids[:2],
            ids[2:4],
            ids[4:],
        ]

    def test_the_cost_of_a_page_is_that_of_any(self, django_assert_num_queries):
        make_articles(5)
        for number in (1, 3):
            with django_assert_num_queries(3):
                self.pages(9).page(number)


class TestBehindTheLastNumber:
    @pytest.mark.usefixtures("short_pages")
    @pytest.mark.parametrize("address", ["/archive/", "/archive/2018/", "/archive/2018/05/21/"])
    def test_every_article_can_be_reached(self, client, address):
        ids = [article.pk for article in make_articles(9)]
        reached, query = [], ""
        while query is not None:
            response = client.get(f"{address}{query}")
            reached += shown(response)
            page = response.context["page_obj"]
            if page.has_next():
                before = (
                    f"before={response.context['before'].pk}&"
                    if "before" in response.context
                    else ""
                )
                query = f"?{before}page={page.next_page_number()}"
            else:
                older = response.context.get("older")
                query = f"?{older}" if older else None
            if query:
                assert f'<a rel="next" href="{query.replace("&", "&amp;")}">' in response.text
        assert reached == ids

    @pytest.mark.usefixtures("short_pages")
    def test_articles_of_one_instant_are_told_apart(self, client):
        ids = [make_article(published_at=utc(2018, 5, 21)).pk for _ in range(3)][::-1]
        assert shown(client.get(f"/archive/?before={ids[0]}")) == ids[1:]

    @pytest.mark.usefixtures("short_pages")
    def test_of_a_topic_and_of_a_source(self, client):
        source = make_source("وكالة الفرات")
        articles = make_articles(5, source=source, tags=["الزراعة"])
        ids = [article.pk for article in articles]
        topic = articles[0].topic_links.get().topic
        for page in (source, topic):
            address = f"{page.get_absolute_url()}?before={ids[1]}"
            assert shown(client.get(address)) == ids[2:4]
            assert shown(client.get(f"{address}&page=2")) == ids[4:]

    @pytest.mark.usefixtures("short_pages")
    def test_what_the_page_says(self, client):
        ids = [article.pk for article in make_articles(5)]
        first = client.get("/archive/").text
        assert "أكثر من <bdi>4</bdi>" in first or "More than <bdi>4</bdi>" in first
        behind = client.get(f"/archive/?before={ids[3]}").text
        assert '<meta name="robots" content="noindex">' in behind
        assert '<a href="/archive/"><span aria-hidden="true">«</span>' in behind

    @pytest.mark.usefixtures("short_pages")
    def test_a_number_beyond_the_last_is_the_last(self, client):
        ids = [article.pk for article in make_articles(5)]
        response = client.get("/archive/?page=700")
        assert shown(response) == ids[2:4]
        assert '<link rel="canonical" href="http://testserver/archive/?page=2">' in response.text

    def test_a_list_that_is_not_cut_has_no_such_page(self, client):
        make_articles(3)
        assert client.get("/archive/?page=2").status_code == 404

    def test_it_goes_on_behind_what_was_withdrawn_since(self, client):
        first, second = make_articles(2)
        first.status = Status.WITHDRAWN
        first.save()
        assert shown(client.get(f"/archive/?before={first.pk}")) == [second.pk]

    @pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 19, "٣", "1,2"])
    def test_what_is_no_article(self, client, before):
        assert client.get(f"/archive/?before={before}").status_code == 404

    def test_a_draft_is_no_place(self, client):
        draft = make_article(status=Status.DRAFT)
        assert client.get(f"/archive/?before={draft.pk}").status_code == 404
