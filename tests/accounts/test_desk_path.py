"""The desk at another path: everything of it follows, and nothing is left where it was."""

import importlib
import os
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.test import Client
from django.urls import clear_url_caches, reverse

import newsroom.urls

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(settings):
    """The desk at ``back/room/``."""

    def read_again():
        clear_url_caches()
        importlib.reload(newsroom.urls)

    before = site.ADMIN_PATH
    settings.ADMIN_PATH = "back/room/"
    read_again()
    yield
    settings.ADMIN_PATH = before
    read_again()


def test_everything_follows(elsewhere, settings):
    settings.MFA_REQUIRED = ["editor"]
    User.objects.create_superuser("root", password="x")
    for path in ("/admin/", "/admin/login/", "/admin/account/"):
        gone = Client().get(path)
        assert gone.status_code == 404, path
        assert b"/back/room/" not in gone.content
    assert reverse("admin:login") == reverse("account_login") == "/back/room/login/"
    assert Client().get("/back/room/")["Location"] == "/back/room/login/?next=/back/room/"
    client = Client()
    led = client.post("/back/room/login/", {"username": "root", "password": "x"})
    assert led["Location"] == "/back/room/"
    assert client.get("/back/room/auth/user/")["Location"] == "/back/room/account/"
    # The desk takes no reader's choices, wherever it is.
    answer = client.get(
        "/back/room/account/", headers={"cookie": "choices=roman.arabic.dark.large"}
    )
    assert answer.wsgi_request.choices.theme == "system"
    robots = Client().get("/robots.txt").content.decode()
    assert "back/room" not in robots  # to name it is to give it away
    assert "/admin/" not in robots
    page = client.get("/back/room/account/").content.decode()
    assert '<meta name="robots" content="NONE,NOARCHIVE">' in page
    assert "/admin/" not in page.replace("/static/admin/", "")


def test_a_path_that_hides_readers_pages_is_refused(settings):
    def said():
        return [one.id for one in run_checks() if one.id == "articles.E004"]

    assert said() == []
    for path in ("articles/", "en/", "static/desk/", "api/", "media/", "feeds/"):
        settings.ADMIN_PATH = path
        assert said() == ["articles.E004"], path


@pytest.mark.parametrize("path", ["../", "a b/", "مكتب/", ""])
def test_a_path_that_is_none_does_not_start(path):
    done = subprocess.run(
        [sys.executable, "-c", "import newsroom.settings"],
        cwd=site.BASE_DIR,
        env={"ENV_FILE": os.devnull, "ADMIN_PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ADMIN_PATH is not a path of the desk" in done.stderr


def test_groups_that_do_not_exist_are_named(settings):
    settings.MFA_REQUIRED = ["editor", "editors"]
    assert [one.msg for one in run_checks() if one.id == "articles.E005"] == [
        "MFA_REQUIRED names 'editors', which is no group of the newsroom."
    ]
