from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles.editing import load_latest, save_article
from articles.models import Article
from tests.builders import make_article


@pytest.fixture
def member(db):
    """``member("editor")`` -> an account in that group; with a name, another one."""

    def make(group: str, name: str = "") -> User:
        user = User.objects.create_user(name or group)
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def edit():
    """``edit(article, by, title_ar="…")`` -> saves what a form would that was just opened."""

    def make(article: Article, by: User, **fields):
        options = {
            name: fields.pop(name) for name in ("base", "choices", "related") if name in fields
        }
        opened = Article.objects.get(pk=article.pk)
        if "base" not in options:
            load_latest(opened)
        for name, value in fields.items():
            setattr(opened, name, value)
        return save_article(opened, by=by, **options)

    return make


@pytest.fixture
def in_state(member):
    """``in_state("scheduled")`` -> an article in that state, nobody's."""

    def make(state: str, **fields) -> Article:
        soon, before = timezone.now() + timedelta(hours=1), timezone.now() - timedelta(hours=1)
        of_state = {
            "draft": {"status": "draft"},
            "in-review": {"status": "draft", "in_review": True},
            "scheduled": {"published_at": soon},
            "published": {},
            "expired": {"expires_at": before},
            "withdrawn": {"status": "withdrawn"},
        }
        return make_article(**of_state[state] | fields)

    return make
