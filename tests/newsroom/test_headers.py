"""What browsers are told of every answer, and the methods that there are."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from articles.models import Article
from newsroom.headers import METHODS
from tests.builders import make_article, make_source

pytestmark = pytest.mark.django_db


def policy(answer):
    """``{directive: what it allows}`` of a Content-Security-Policy."""
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: set(allowed) for name, *allowed in parts}


@pytest.fixture
def pages():
    article = make_article(source=make_source())
    return [
        "/",
        article.get_absolute_url(),
        f"/articles/{article.pk}/report/",
        "/search/?q=x",
        "/no-such-page/",
        "/api/v1/articles/",
        "/api/v1/nothing/",
        "/feeds/latest/rss/",
        "/sitemap.xml",
        "/admin/",
        "/admin/login/",
    ]


def test_no_page_lets_an_inline_script_or_another_host_in(client, pages):
    for page in pages:
        allowed = policy(client.get(page))
        assert allowed["default-src"] == {"'none'"}, page
        assert allowed["script-src"] == {"'self'"}, page
        assert allowed["style-src"] == {"'self'"}, page
        assert allowed["frame-ancestors"] == {"'none'"}, page
        assert allowed["base-uri"] == {"'none'"}, page
        assert allowed["form-action"] == {"'self'"}, page
        assert "unsafe" not in str(allowed), page


def test_no_script_makes_markup_of_text_but_in_the_desk(client, admin_client, pages):
    for page in {*pages, reverse("mfa_authenticate")} - {"/admin/"}:
        allowed = policy(client.get(page))
        assert allowed["require-trusted-types-for"] == {"'script'"}, page
        assert allowed["trusted-types"] == {"'none'"}, page
    form = reverse("admin:articles_article_change", args=[Article.objects.get().pk])
    for page in (form, reverse("admin:articles_article_changelist"), "/admin/no-such-page/"):
        assert not [one for one in policy(admin_client.get(page)) if "trusted-types" in one], page
    assert "trusted-types" in policy(admin_client.get(reverse("mfa_index")))


def test_only_a_page_with_the_editor_has_a_nonce_and_each_its_own(admin_client):
    article = make_article()
    form = reverse("admin:articles_article_change", args=[article.pk])
    nonces = []
    for _ in range(2):
        answer = admin_client.get(form)
        (nonce,) = policy(answer)["script-src"] - {"'self'"}
        nonces.append(nonce.removeprefix("'nonce-").removesuffix("'"))
        assert f'nonce="{nonces[-1]}"' in answer.content.decode()
    assert nonces[0] != nonces[1]
    listed = admin_client.get(reverse("admin:articles_article_changelist"))
    assert policy(listed)["script-src"] == {"'self'"}


def test_every_answer_asks_nothing_of_the_device(client, pages):
    for page in pages:
        answer = client.get(page)
        assert "camera=(), " in answer["Permissions-Policy"], page
        assert answer["X-Content-Type-Options"] == "nosniff", page
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", page
        is_open = page.startswith(("/api/", "/feeds/"))
        assert answer["Cross-Origin-Resource-Policy"] == (
            "cross-origin" if is_open else "same-origin"
        ), page


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND"])
def test_there_are_no_other_methods(admin_client, pages, method):
    for page in pages:
        answer = admin_client.generic(method, page)
        assert answer.status_code == 405, page
        assert "default-src 'none'" in answer["Content-Security-Policy"], page
        assert answer["X-Content-Type-Options"] == "nosniff", page
        of_the_api = "GET, HEAD, OPTIONS"  # in its own words
        is_api = page.startswith("/api/v1/")
        assert answer["Allow"] == (of_the_api if is_api else ", ".join(METHODS)), page


@pytest.mark.parametrize(
    ("https", "names"),
    [("1", "__Host-sessionid __Host-csrftoken"), ("0", "sessionid csrftoken")],
)
def test_over_https_no_other_host_can_set_our_cookies(https, names):
    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DEBUG": "0",
            "HTTPS": https,
            "SECRET_KEY": "x" * 60,
            "ENV_FILE": "/dev/null",
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == names


@pytest.mark.parametrize(
    ("variables", "header"),
    [
        ({"CSP_REPORT_ONLY": "1"}, "CONTENT_SECURITY_POLICY_REPORT_ONLY"),
        ({}, "CONTENT_SECURITY_POLICY"),
    ],
)
def test_a_policy_can_be_tried_before_it_is_in_force(variables, header):
    code = "from newsroom import settings as s; print(*(n for n in dir(s) if n.startswith('CONTENT_')))"
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={"DEBUG": "1", "ENV_FILE": "/dev/null", **variables},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == [header]
