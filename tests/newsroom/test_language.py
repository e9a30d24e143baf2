"""The language of a page is in its address."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "language", "direction"),
    [("/", "ar", "rtl"), ("/en/", "en", "ltr"), ("/archive/", "ar", "rtl")],
)
def test_by_path_alone(client: Client, path: str, language: str, direction: str) -> None:
    response = client.get(path, headers={"accept-language": "en" if language == "ar" else "ar"})
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert f'<html lang="{language}" dir="{direction}"' in response.text


def test_the_desk_is_arabic(client: Client) -> None:
    response = client.get("/admin/login/", headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == "ar"


def test_english_arabic_addresses_are_not_doubled(client: Client) -> None:
    assert client.get("/ar/").status_code == 404


def test_english_without_its_slash(client: Client) -> None:
    response = client.get("/en")
    assert (response.status_code, response.headers["Location"]) == (301, "/en/")
