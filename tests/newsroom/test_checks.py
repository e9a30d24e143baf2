import json

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from articles import checks
from articles.templatetags.newsroom import fonts_stylesheet


def test_a_time_zone_database_that_knows_2022() -> None:
    assert checks.time_zones() == []


def test_one_that_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "knows_damascus", lambda: False)
    (error,) = checks.time_zones()
    assert error.id == "articles.E001"
    assert "PYTHONTZPATH" in error.hint


@pytest.mark.parametrize(
    "authority",
    ["news.example,2026", "news.example,2026-11", "desk@news.example,2026-11-25", "127.0.0.1,2026"],
)
def test_an_authority_of_which_ids_can_be_made(settings, authority) -> None:
    settings.TAG_AUTHORITY = authority
    assert checks.permanent_ids() == []


@pytest.mark.parametrize(
    "authority", ["", "news.example", "news.example,26", "غرفة,2026", "a b,2026"]
)
def test_one_of_which_none_can(settings, authority) -> None:
    settings.TAG_AUTHORITY = authority
    (error,) = checks.permanent_ids()
    assert error.id == "articles.E002"


def test_policies_that_schema_org_knows(settings) -> None:
    settings.PUBLISHER_POLICIES = {"correctionsPolicy": "/corrections-policy/"}
    assert checks.publisher_policies() == []
    settings.PUBLISHER_POLICIES = {"corectionsPolicy": "/corrections-policy/"}
    (error,) = checks.publisher_policies()
    assert error.id == "articles.E003"
    assert "'corectionsPolicy'" in error.msg


def test_where_no_headline_image_can_be_drawn(settings) -> None:
    settings.CARD_FONT = "/nowhere/none.ttf"
    (warning,) = checks.headline_images()
    assert warning.id == "articles.W001"
    assert warning.msg == "No headline images are drawn: there is no typeface."


def test_faces_that_came_after_the_static_files(settings, tmp_path) -> None:
    assert checks.own_faces() == []
    settings.FONTS_DIR = "/srv/fonts"
    settings.STATIC_ROOT = tmp_path
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    (warning,) = checks.own_faces()
    assert warning.id == "articles.W002"
    assert fonts_stylesheet() == ""  # a page is shown all the same
    named = {"version": "1.1", "hash": "", "paths": {"fonts/fonts.css": "fonts/fonts.1.css"}}
    (tmp_path / "staticfiles.json").write_text(json.dumps(named))
    staticfiles_storage.hashed_files = staticfiles_storage.load_manifest()[0]
    assert checks.own_faces() == []
    assert fonts_stylesheet() == "/static/fonts/fonts.1.css"
