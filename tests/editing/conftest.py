import pytest
from django.contrib.auth.models import Group, User


@pytest.fixture
def member(db):
    """``member("editor")`` -> an account in that group."""

    def make(group: str) -> User:
        user = User.objects.create_user(group)
        user.groups.add(Group.objects.get(name=group))
        return user

    return make
