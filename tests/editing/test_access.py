import pytest
from django.contrib.auth.models import AnonymousUser, Group, User

from articles.editing import can
from articles.models import Article, Status

pytestmark = pytest.mark.django_db

# group: {status: what its members may do to an article in it}
TABLE = {
    "reporter": {"draft": {"edit"}, "published": set(), "withdrawn": set()},
    "editor": {
        "draft": {"edit", "publish"},
        "published": {"edit", "publish"},
        "withdrawn": {"edit"},
    },
    "chief editor": {
        "draft": {"edit", "publish", "withdraw"},
        "published": {"edit", "publish", "withdraw"},
        "withdrawn": {"edit", "publish", "withdraw"},
    },
    None: {"draft": set(), "published": set(), "withdrawn": set()},
}


@pytest.mark.parametrize("group", TABLE)
def test_who_may_what(group):
    user = User.objects.create_user("lina")
    if group:
        user.groups.add(Group.objects.get(name=group))
    may = {
        status.value: {
            action
            for action in ("edit", "publish", "withdraw")
            if can(user, action, Article(pk=1, status=status))
        }
        for status in Status
    }
    assert may == TABLE[group]


def test_a_new_article_is_anyones_who_may_write():
    user = User.objects.create_user("lina")
    user.groups.add(Group.objects.get(name="reporter"))
    assert can(user, "edit", Article())


def test_strangers_may_nothing():
    assert not any(
        can(AnonymousUser(), action, Article()) for action in ("edit", "publish", "withdraw")
    )
