from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import signing
from django.utils import timezone

from articles.editing import PreviewLink, read_preview, sign_preview
from articles.models import Article

pytestmark = pytest.mark.django_db

ARTICLE = Article(pk=7, version=3)


@pytest.fixture
def maker():
    user = User.objects.create_user("salma", is_staff=True)
    user.groups.add(Group.objects.get(name="reporter"))
    return user


def test_a_token_names_the_article_and_the_revision_for_two_days(maker):
    before = timezone.now()
    token, until = sign_preview(ARTICLE, maker)
    lasts = timedelta(days=2)
    assert before.replace(microsecond=0) + lasts <= until <= timezone.now() + lasts
    assert read_preview(token) == PreviewLink(7, 3, until)


def test_a_token_is_one_part_of_an_address(maker):
    assert set("/:?#&% ").isdisjoint(sign_preview(ARTICLE, maker)[0])


def test_one_that_no_longer_holds(maker):
    assert read_preview(sign_preview(ARTICLE, maker, timedelta(seconds=-1))[0]) is None


@pytest.mark.parametrize(
    "leave",
    [
        lambda maker: User.objects.filter(pk=maker.pk).update(is_active=False),
        lambda maker: User.objects.filter(pk=maker.pk).update(is_staff=False),
        lambda maker: maker.groups.clear(),
        lambda maker: maker.delete(),
    ],
    ids=["closed", "off the desk", "without rights", "deleted"],
)
def test_it_goes_with_the_account_that_made_it(maker, leave):
    token = sign_preview(ARTICLE, maker)[0]
    assert read_preview(token)
    leave(maker)
    assert read_preview(token) is None


@pytest.mark.parametrize("at", [0, 5, -1])
def test_one_that_is_damaged(at, maker):
    token = sign_preview(ARTICLE, maker)[0]
    wrong = "A" if token[at] != "A" else "E"
    assert read_preview(token[:at] + wrong + token[at:][1:]) is None


@pytest.mark.parametrize(
    "token",
    [
        *("", ".", "x", "a.b", "س.ش", "9" * 5000, signing.dumps([7, 3, 2**40, 1])),
        signing.Signer(salt="articles.preview", sep=".").sign_object([7, 3, 2**40]),
    ],
    ids=["empty", "stop", "word", "two", "Arabic", "long", "another salt", "of nobody"],
)
def test_one_that_is_forged(token):
    assert read_preview(token) is None
