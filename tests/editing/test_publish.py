import pytest
from django.utils import timezone

from articles.editing import publish, withdraw
from articles.exceptions import Refused
from articles.models import Article, Status
from tests.builders import make_article, utc

pytestmark = pytest.mark.django_db


def test_publishing_without_a_time_is_publishing_now(member):
    article = make_article(status=Status.DRAFT, published_at=None)
    before = timezone.now()
    publish(article, by=member("editor"))
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    assert before.replace(second=0, microsecond=0) <= article.published_at <= timezone.now()
    assert list(Article.objects.published()) == [article]


def test_a_time_that_is_there_stays(member):
    article = make_article(status=Status.DRAFT)
    publish(article, by=member("editor"))
    article.refresh_from_db()
    assert article.published_at == utc(2018, 5, 21, 8, 5)


def test_a_refusal_names_all_that_is_missing(member):
    article = make_article(status=Status.DRAFT, body_ar="")
    Article.objects.update(title_ar="")
    with pytest.raises(Refused) as refused:
        publish(article, by=member("editor"))
    article.refresh_from_db()
    assert article.status == Status.DRAFT
    assert len(article.missing) == 2
    assert all(part in str(refused.value) for part in article.missing)


def test_publishing_and_withdrawing_twice_is_once(member):
    article, chief = make_article(), member("chief editor")
    publish(article, by=chief)
    assert Article.objects.get().edited_at is None
    withdraw(article, by=chief)
    withdraw(article, by=chief)
    assert Article.objects.get().status == Status.WITHDRAWN


def test_a_draft_cannot_be_withdrawn(member):
    with pytest.raises(Refused):
        withdraw(make_article(status=Status.DRAFT), by=member("chief editor"))


@pytest.mark.parametrize(
    ("group", "verb"), [("reporter", publish), ("reporter", withdraw), ("editor", withdraw)]
)
def test_those_who_may_not_are_told_so(member, group, verb):
    article = make_article()
    with pytest.raises(Refused):
        verb(article, by=member(group))
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
