import pytest
from django.contrib.auth.models import Group, User


@pytest.fixture
def chief() -> User:
    user = User.objects.create_user("chief", is_staff=True)
    user.groups.add(Group.objects.get(name="chief editor"))
    return user
