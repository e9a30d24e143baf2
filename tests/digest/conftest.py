from datetime import timedelta

import pytest

from articles.models import Subscription
from tests.builders import make_article, utc

NOW = utc(2026, 11, 25, 4)  # seven o'clock in Damascus


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://news.example", "post@news.example"


@pytest.fixture
def reader(db):
    """``reader("a@b.example")`` -> a confirmed subscription."""

    def make(email: str = "reader@mail.example", **fields) -> Subscription:
        defaults = {
            "email": email,
            "email_key": email.lower(),
            "language": "ar",
            "token": email.partition("@")[0] + "-token",
            "asked_at": NOW - timedelta(days=9),
            "confirmed_at": NOW - timedelta(days=9),
            "wants_letter": False,
        }
        return Subscription.objects.create(**defaults | fields)

    return make


@pytest.fixture
def news(db):
    """``news("حديقة")`` -> an article that readers got two hours ago."""

    def make(title: str = "", **fields):
        at = NOW - timedelta(hours=2)
        return make_article(title, **{"published_at": at, "announced_at": at} | fields)

    return make
