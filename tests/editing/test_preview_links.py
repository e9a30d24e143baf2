from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from articles.editing import PreviewLink, read_preview, sign_preview
from articles.models import Article

ARTICLE = Article(pk=7, version=3)


def test_a_token_names_the_article_and_the_revision_for_two_days():
    before = timezone.now()
    token, until = sign_preview(ARTICLE)
    lasts = timedelta(days=2)
    assert before.replace(microsecond=0) + lasts <= until <= timezone.now() + lasts
    assert read_preview(token) == PreviewLink(7, 3, until)


def test_a_token_is_one_part_of_an_address():
    assert set("/:?#&% ").isdisjoint(sign_preview(ARTICLE)[0])


def test_one_that_no_longer_holds():
    assert read_preview(sign_preview(ARTICLE, timedelta(seconds=-1))[0]) is None


@pytest.mark.parametrize("at", [0, 5, -1])
def test_one_that_is_damaged(at):
    token = sign_preview(ARTICLE)[0]
    wrong = "A" if token[at] != "A" else "E"
    assert read_preview(token[:at] + wrong + token[at:][1:]) is None


@pytest.mark.parametrize(
    "token",
    ["", ".", "x", "a.b", "س.ش", "9" * 5000, signing.dumps([7, 3, 2**40])],
    ids=["empty", "stop", "word", "two", "Arabic", "long", "another salt"],
)
def test_one_that_is_forged(token):
    assert read_preview(token) is None
