import pytest
from django.contrib.auth.models import Group, User


@pytest.fixture
def chief(db):
    """Who may publish, correct and withdraw."""
    user = User.objects.create_user("chief")
    user.groups.add(Group.objects.get(name="chief editor"))
    return user


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.TAG_AUTHORITY = "news.example,2026"
