"""The picture of a headline, at its address."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Status
from articles.sharing import cards, has_cards
from tests.builders import make_article, make_translated_article
from tests.stories import change_story, publish_story, withdraw_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(settings, monkeypatch):
    """What was drawn, as (headline, language, day); nothing is kept from before, nothing is painted."""
    settings.CACHES = settings.CACHES | {
        "cards": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test"}
    }
    caches["cards"].clear()
    calls = []

    def draw(headline, *, name, day, language, face):
        calls.append((headline, name, day, language))
        return b"PNG"

    monkeypatch.setattr(cards, "draw_card", draw)
    monkeypatch.setattr(cards, "why_not", lambda face: "")
    has_cards.cache_clear()
    yield calls
    has_cards.cache_clear()


def address(article, version=None, prefix=""):
    number = article.live_version if version is None else version
    return f"{prefix}/articles/{article.pk}/card/{number}.png"


def test_drawn_once_and_kept_for_ever(client, drawn):
    article = make_translated_article("افتتاح الحديقة", title_en="The park reopens")
    for _ in range(2):
        response = client.get(address(article))
        assert response.status_code == 200
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(address(article, prefix="/en")).status_code == 200
    assert drawn == [
        ("افتتاح الحديقة", "غرفة الأخبار", "21 أيار 2018", "ar"),
        ("The park reopens", "Newsroom", "21 May 2018", "en"),
    ]


def test_answered_although_it_cannot_be_kept(client, drawn, settings):
    settings.CACHES = settings.CACHES | {
        "cards": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": "/dev/null/cards",  # no folder is made there
        }
    }
    response = client.get(address(make_article("افتتاح الحديقة")))
    assert (response.status_code, response.content) == (200, b"PNG")


def test_another_version_is_another_card_and_the_old_address_leads_to_it(client, chief, drawn):
    article = publish_story(chief, "قديم")
    old = address(article)
    client.get(old)
    article = change_story(article, chief, "update", title_ar="جديد")
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (302, address(article))
    client.get(address(article))
    assert [call[0] for call in drawn] == ["قديم", "جديد"]


def test_nobody_can_make_it_draw_what_is_not_read(client, chief, drawn):
    public = make_article()
    hidden = [
        make_article(status=Status.DRAFT),
        make_article(published_at=timezone.now() + timedelta(hours=1)),
        make_article(expires_at=timezone.now()),
        withdraw_story(publish_story(chief), chief),
    ]
    for article in hidden:
        assert client.get(address(article)).status_code == 404
    for version in range(1, 50):
        assert client.get(address(public, version)).status_code == 302
    assert client.get(address(public, prefix="/en")).status_code == 404
    assert client.get(f"/articles/{10**30}/card/0.png").status_code == 404
    assert client.post(address(public)).status_code == 405
    assert drawn == []


def test_where_none_can_be_drawn_the_name_stands_for_it(client, monkeypatch):
    monkeypatch.setattr(cards, "why_not", lambda face: "there is no typeface")
    has_cards.cache_clear()
    article = make_article()
    html = client.get(article.get_absolute_url()).content.decode()
    assert '<meta property="og:image" content="http://testserver/static/img/card-ar.png">' in html
    response = client.get(address(article))
    assert (response.status_code, response["Location"]) == (302, "/static/img/card-ar.png")
    has_cards.cache_clear()


def test_one_query(client, drawn):
    article = Article.objects.get(pk=make_article().pk)
    with CaptureQueriesContext(connection) as captured:
        client.get(address(article))
    assert len(captured) == 1


def test_what_would_be_turned_round_is_isolated(client, drawn):
    client.get(address(make_article("تعلم C++ اليوم")))
    client.get(address(make_translated_article(title_en="C++ today"), prefix="/en"))
    assert [headline for headline, *_ in drawn] == ["تعلم \u2068C++\u2069 اليوم", "C++ today"]
