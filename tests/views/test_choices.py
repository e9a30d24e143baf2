import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db  # the page around the choices names the sections

OURS = {"origin": "http://testserver"}


def choose(client, headers=OURS, **sent):
    return client.post("/choices/", sent, headers=headers)


def test_what_was_sent_is_kept_and_the_reader_goes_back(client):
    response = choose(client, months="both", digits="arabic", theme="dark", next="/archive/?page=2")
    assert (response.status_code, response["Location"]) == (303, "/archive/?page=2")
    cookie = response.cookies["choices"]
    assert cookie.value == "both.arabic.dark.normal"
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == ("Lax", True, "/")
    assert cookie["max-age"] == 365 * 24 * 3600


def test_one_choice_leaves_the_others(client):
    choose(client, months="roman", size="large")
    assert choose(client, theme="contrast").cookies["choices"].value == (
        "roman.european.contrast.large"
    )


def test_the_defaults_are_no_cookie(client):
    choose(client, theme="dark")
    response = choose(client, theme="system")
    assert response.cookies["choices"]["max-age"] == 0


def test_what_cannot_be_chosen_changes_nothing(client):
    choose(client, theme="dark")
    assert choose(client, theme="'><", size="9").cookies["choices"].value == (
        "levantine.european.dark.normal"
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:x",
        "",
    ],
)
def test_nobody_is_sent_elsewhere(client, address):
    assert choose(client, theme="dark", next=address)["Location"] == "/choices/"
    page = client.get("/choices/", {"next": address}).text
    assert '<input type="hidden" name="next" value="">' in page


class TestOrigin:
    """No token and so no cookie on a page: the browser says where a form comes from."""

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"origin": "https://elsewhere.example"},
            {"origin": "null"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "cross-site"} | OURS,
        ],
    )
    def test_a_form_from_elsewhere_changes_nothing(self, headers):
        response = choose(Client(enforce_csrf_checks=True), headers, theme="dark")
        assert response.status_code == 403
        assert not response.cookies
        assert re.search(r'<p class="panel" role="alert">[^<]+</p>', response.text)

    @pytest.mark.parametrize("headers", [OURS, {"sec-fetch-site": "same-origin", "origin": "null"}])
    def test_one_of_ours_does(self, headers):
        response = choose(Client(enforce_csrf_checks=True), headers, theme="dark")
        assert response.status_code == 303


class TestPage:
    def test_what_is_chosen_is_marked(self, client):
        choose(client, months="both", theme="dark")
        page = client.get("/choices/").text
        marked = re.findall(r'name="(\w+)" value="(\w+)" checked', page)
        assert marked == [
            ("months", "both"), ("digits", "european"), ("size", "normal"), ("theme", "dark"),
        ]  # fmt: skip
        assert '<meta name="robots" content="noindex">' in page

    def test_in_english_only_what_applies_there(self, client):
        page = client.get("/en/choices/").text
        assert re.findall(r'<fieldset|name="(\w+)" value="\w+" checked', page) == [
            "", "size", "", "theme",
        ]  # fmt: skip

    @pytest.mark.django_db
    def test_every_page_leads_there_and_back(self, client):
        assert (
            '<a href="/choices/?next=%2Farchive%2F%3Fpage%3D1" rel="nofollow">'
            in client.get("/archive/?page=1").text
        )
        page = client.get("/choices/?next=%2Farchive%2F%3Fpage%3D1").text
        assert '<input type="hidden" name="next" value="/archive/?page=1">' in page

    @pytest.mark.parametrize(
        ("theme", "scheme", "colours"),
        [
            ("system", "light dark", 2),
            ("light", "light", 1),
            ("dark", "dark", 1),
            ("contrast", "light dark", 2),
        ],
    )
    def test_the_browser_is_told_before_any_style(self, client, theme, scheme, colours):
        choose(client, theme=theme)
        page = client.get("/choices/").text
        assert f'<meta name="color-scheme" content="{scheme}">' in page
        assert page.count('<meta name="theme-color"') == colours
