"""Until when a generation stands by the clock."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from articles.models import FrontSlot, Status
from articles.page_cache import generation
from articles.page_cache.generation import read_generation
from tests.builders import make_article, utc

pytestmark = pytest.mark.django_db
NOW = utc(2026, 3, 1, 9)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(generation.timezone, "now", lambda: NOW)


def until() -> datetime:
    return datetime.fromtimestamp(read_generation(connection).until, tz=NOW.tzinfo)


def after(**time) -> datetime:
    return NOW + timedelta(**time)


def test_without_anything_due_it_is_looked_at_again_after_a_minute():
    make_article(published_at=NOW)  # falls due now, and not later
    make_article(published_at=after(hours=1))
    assert until() == after(minutes=1)


def test_an_article_that_falls_due_ends_it():
    make_article(published_at=after(seconds=40))
    make_article(published_at=after(seconds=20), status=Status.DRAFT)
    assert until() == after(seconds=40)


def test_an_article_that_expires_ends_it():
    make_article(published_at=after(days=-1), expires_at=after(seconds=50))
    make_article(published_at=after(days=-1), expires_at=after(seconds=-50))
    assert until() == after(seconds=50)


def test_a_place_that_is_given_back_ends_it():
    FrontSlot.objects.create(article=make_article(), position=1, until=after(seconds=30))
    assert until() == after(seconds=30)


def test_the_day_in_damascus_ends_it(monkeypatch):
    evening = utc(
        2026,
        3,
        1,
        20,
        59,
    ) + timedelta(seconds=30)
    monkeypatch.setattr(generation.timezone, "now", lambda: evening)
    assert until() == utc(2026, 3, 1, 21)
