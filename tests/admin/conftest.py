"""Members of the newsroom's three groups, each with a logged-in client."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client


@pytest.fixture
def account(db):
    """``account("editor")`` -> a member of that group; ``account()`` -> a superuser."""

    def make(group: str = "") -> User:
        name = group or "root"
        user = User.objects.create_user(
            name.replace(" ", "-"), password="x", is_staff=True, is_superuser=not group
        )
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def desk(account):
    """``desk("reporter")`` -> a client at which a reporter sits."""

    def sit_down(group: str = "") -> Client:
        client = Client()
        client.force_login(account(group))
        return client

    return sit_down
