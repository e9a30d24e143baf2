"""A reader's choices: the cookie, what holds where it is forged, what is in force when."""

from itertools import product

import pytest
from django.test import Client

from articles.choices import VALUES, Choices, choices_in_force, choosing, read_choices
from tests.builders import make_article

DEFAULT = "levantine.european.system.normal"


def test_every_way_to_choose_is_read_back() -> None:
    keys = {Choices(*values).key for values in product(*VALUES.values())}
    assert len(keys) == 96
    assert {read_choices(key).key for key in keys} == keys


@pytest.mark.parametrize(
    ("cookie", "key"),
    [
        (None, DEFAULT),
        ("", DEFAULT),
        ("both.arabic.dark", DEFAULT),
        ("both.arabic.dark.large.x", DEFAULT),
        ('both.arabic."><script>.large', "both.arabic.system.large"),
        ("x" * 4000, DEFAULT),
        ("BOTH.arabic.dark.huge", "levantine.arabic.dark.normal"),
    ],
)
def test_what_is_unknown_is_as_not_chosen(cookie: str | None, key: str) -> None:
    assert read_choices(cookie).key == key


def test_they_hold_for_one_reader_at_a_time() -> None:
    with choosing(Choices(months="both")):
        assert choices_in_force().months == "both"
    assert choices_in_force() == Choices()


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def reader(self, client: Client) -> Client:
        client.cookies["choices"] = "both.arabic.dark.large"
        return client

    def test_an_arabic_page(self, reader: Client) -> None:
        article = make_article()
        page = reader.get(article.get_absolute_url())
        assert page.headers["Vary"] == "Cookie"
        assert '<html lang="ar" dir="rtl" data-theme="dark" data-size="large">' in page.text
        assert (
            '<time datetime="2018-05-21T11:05:00+03:00">تاريخ النشر: ٢١.٠٥.٢٠١٨ | ١١:٠٥ دمشق</time>'
        ) in page.text
        assert "<bdi>٢١ أيار/مايو ٢٠١٨</bdi>" in page.text

    def test_lists_count_in_them(self, reader: Client) -> None:
        for _ in range(21):
            make_article()
        archive = reader.get("/archive/?page=2").text
        assert "<bdi>٢١</bdi> مقالاً" in archive
        assert "<bdi>٢</bdi> من <bdi>٢</bdi>" in archive
        assert '<a href="/archive/2018/"><bdi>٢٠١٨</bdi></a>' in archive
        assert "<title>الأرشيف (٢)" in archive
        assert 'href="?page=1"' in archive
        month = reader.get("/archive/2018/05/").text
        assert "<h1>أيار/مايو ٢٠١٨</h1>" in month
        assert '<a href="/archive/2018/05/21/"><bdi>٢١</bdi></a>' in month

    def test_english_takes_the_theme_and_the_size_alone(self, reader: Client) -> None:
        page = reader.get("/en/").text
        assert '<html lang="en" dir="ltr" data-theme="dark" data-size="large">' in page
        assert not set(page) & set("٠١٢٣٤٥٦٧٨٩")

    def test_without_choices_nothing_is_set(self, client: Client) -> None:
        page = client.get("/")
        assert '<html lang="ar" dir="rtl">' in page.text
        assert page.headers["Vary"] == "Cookie"
        assert "Set-Cookie" not in page.headers

    def test_json_and_feeds_are_the_same_for_everyone(self, reader: Client) -> None:
        make_article("سوق 12")
        for path in ("/search/suggestions/?q=سوق", "/search/feed/?q=سوق"):
            response = reader.get(path)
            assert "Vary" not in response.headers, path
            assert "سوق 12" in response.text
            assert not set(response.text) & set("٠١٢٣٤٥٦٧٨٩")

    def test_the_desk_has_none(self, reader: Client) -> None:
        response = reader.get("/admin/login/")
        assert response.wsgi_request.choices == Choices()
        assert reader.get("/").wsgi_request.choices.key == "both.arabic.dark.large"
