"""The digest's pages: asking, confirming, leaving, without a script, a cookie or an account."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from articles.models import Subscription, Topic
from tests.builders import make_article, make_section, make_source

pytestmark = pytest.mark.django_db

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def subscription(db) -> Subscription:
    return Subscription.objects.create(
        email="a@mail.example", email_key="a@mail.example", language="ar"
    )


def fields(browser: Client, url: str = "/digest/", **typed: str) -> dict[str, str]:
    page = browser.get(url).content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', page)[1]
    return {"opened": opened, "email": "a@mail.example", "scope": "all", "website": ""} | typed


def ask(browser: Client, url: str = "/digest/", **typed: str):
    return browser.post(url.partition("?")[0], fields(browser, url, **typed), **OURS)


def test_asking(browser):
    answer = ask(browser)
    assert (answer.status_code, answer["Location"]) == (303, "/digest/?asked=1")
    assert browser.get(answer["Location"]).status_code == 200
    mine = Subscription.objects.get()
    assert (mine.email, mine.language, mine.scope) == ("a@mail.example", "ar", "all")
    assert (mine.wants_letter, mine.confirmed_at) == (True, None)
    assert not browser.cookies


def test_in_english_and_of_a_source(browser):
    source = make_source()
    make_article(title_en="The park", body_en="<p>Words.</p>", source=source)
    answer = ask(browser, "/en/digest/", scope=f"source/{source.pk}")
    assert answer["Location"] == "/en/digest/?asked=1"
    mine = Subscription.objects.get()
    assert (mine.language, mine.scope) == ("en", f"source/{source.pk}")


def test_from_the_page_of_what_it_should_be_of(browser):
    section, source = make_section(), make_source()
    make_article(section=section, source=source, tags=["جفاف"])
    topic = Topic.objects.get()
    rows = [("section", section), ("topic", topic), ("source", source)]
    for kind, row in rows:
        link = f"/digest/?scope={kind}/{row.pk}"
        assert f'href="{link}"' in browser.get(row.get_absolute_url()).content.decode()
        page = browser.get(link).content.decode()
        assert re.search(rf'<option value="{kind}/{row.pk}" selected>', page)
        assert ask(browser, link, scope=f"{kind}/{row.pk}").status_code == 303
    scopes = Subscription.objects.order_by("pk").values_list("scope", flat=True)
    assert list(scopes) == [f"{kind}/{row.pk}" for kind, row in rows]


def test_what_nobody_can_read_has_no_digest(browser):
    section = make_section()
    assert "/digest/?" not in browser.get(section.get_absolute_url()).content.decode()
    page = browser.get(f"/digest/?scope=section/{section.pk}")
    assert f"section/{section.pk}" not in page.content.decode()


def test_who_is_known_gets_the_same_answer(browser, subscription):
    answers = [ask(browser, email=email) for email in ("a@mail.example", "new@mail.example")]
    assert [(one.status_code, one["Location"], one.content) for one in answers] == [
        (303, "/digest/?asked=1", b"")
    ] * 2


@pytest.mark.parametrize(
    "typed",
    [
        {"email": ""},
        {"email": "nobody"},
        {"email": "a@mail.example\r\nBcc: b@mail.example"},
        {"scope": "source/99"},
        {"website": "https://spam.example"},
        {"opened": "forged"},
    ],
)
def test_what_is_refused_keeps_what_was_typed(browser, typed):
    answer = ask(browser, **typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="errorlist' in page
    assert not Subscription.objects.exists()
    if "email" not in typed:
        assert 'value="a@mail.example"' in page
    if typed.keys() & {"website", "opened"}:
        # Sent once more, as the page asks, it is taken.
        again = re.search(r'name="opened" value="([^"]+)"', page)[1]
        form = {"email": "a@mail.example", "scope": "all", "website": "", "opened": again}
        assert browser.post("/digest/", form, **OURS).status_code == 303


def test_a_form_of_another_site_is_refused(browser):
    sent = fields(browser)
    for headers in (
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {},
    ):
        assert browser.post("/digest/", sent, **headers).status_code == 200
    assert not Subscription.objects.exists()
    assert browser.post("/digest/", sent, HTTP_ORIGIN="http://testserver").status_code == 303


def test_a_form_that_was_open_for_days_is_refused(browser, monkeypatch):
    sent = fields(browser)
    import time

    later = time.time() + timedelta(days=2).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert browser.post("/digest/", sent, **OURS).status_code == 200
    assert not Subscription.objects.exists()


def test_a_network_that_asks_for_many_takes_a_rest(browser):
    for number in range(12):
        ask(browser, email=f"r{number}@mail.example")
    assert Subscription.objects.count() == 10


def test_opening_the_link_of_a_letter_changes_nothing(browser, subscription):
    link = reverse("digest_confirm", args=[subscription.token])
    page = browser.get(link).content.decode()
    assert "a@mail.example" in page
    assert '<form method="post">' in page
    assert Subscription.objects.get().confirmed_at is None
    answer = browser.post(link)
    assert (answer.status_code, answer["Location"]) == (303, link)
    assert Subscription.objects.get().confirmed_at is not None
    assert '<form method="post">' not in browser.get(link).content.decode()


def test_a_link_that_is_void(browser):
    link = reverse("digest_confirm", args=["void"])
    assert (browser.get(link).status_code, browser.post(link).status_code) == (404, 404)


def test_leaving_by_the_button(browser, subscription):
    link = reverse("digest_unsubscribe", args=[subscription.token])
    page = browser.get(link).content.decode()
    assert "a@mail.example" in page
    assert Subscription.objects.exists()
    assert browser.post(link).status_code == 200
    assert not Subscription.objects.exists()
    assert "a@mail.example" not in browser.get(link).content.decode()


def test_leaving_by_one_click_of_a_mail_program(subscription):
    """RFC 8058: a POST with one pair in its body, no cookie, no Referer, no redirect."""
    program = Client(enforce_csrf_checks=True)
    link = reverse("digest_unsubscribe", args=[subscription.token])
    for _ in range(2):
        answer = program.post(
            link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200
    assert not Subscription.objects.exists()
    assert not program.cookies


def test_pages_of_a_letter_are_kept_by_nobody(browser, subscription):
    for name in ("digest_confirm", "digest_unsubscribe"):
        answer = browser.get(reverse(name, args=[subscription.token]))
        assert "no-store" in answer["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in answer.content.decode()
        assert 'rel="canonical"' not in answer.content.decode()


def test_the_feeds_lead_here(browser):
    assert 'href="/digest/"' in browser.get("/feeds/").content.decode()
    assert 'href="/en/digest/"' in browser.get("/en/feeds/").content.decode()
