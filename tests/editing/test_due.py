"""What follows from the clock, whenever somebody looks at it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.arabic import match_key
from articles.editing import announce_due, expire_due
from articles.models import Article, Deed, RelatedLink, Status
from articles.search import find_ids
from tests.builders import columns, make_article, utc

pytestmark = pytest.mark.django_db

NOW = utc(2018, 6, 1)


def never(pk: int, error: Exception) -> None:
    raise AssertionError(pk) from error


def deeds() -> list[tuple]:
    return list(Deed.objects.order_by("pk").values_list("verb", "article", "done_by"))


def test_what_came_due_is_announced_once():
    first, second = make_article(), make_article(published_at=utc(2018, 5, 31))
    make_article(published_at=NOW + timedelta(seconds=1))
    make_article(status=Status.DRAFT)
    make_article(status=Status.WITHDRAWN)
    make_article(announced_at=utc(2018, 5, 21))
    make_article(expires_at=NOW)
    assert announce_due(NOW, never) == 2
    assert deeds() == [("went-live", first.pk, None), ("went-live", second.pk, None)]
    assert Article.objects.get(pk=first.pk).announced_at == NOW
    assert announce_due(NOW, never) == 0
    assert len(deeds()) == 2


def test_announcing_changes_nothing_that_readers_or_editors_see():
    article = make_article()
    before = columns(article)
    announce_due(NOW, never)
    assert columns(article) == before | {"announced_at": NOW}
    assert not article.revisions.exists()


def test_the_links_that_waited_lead_to_it():
    link = RelatedLink.objects.create(
        article=make_article(announced_at=NOW), title="سوق", title_key=match_key("سوق")
    )
    article = make_article("سوق")
    announce_due(NOW, never)
    link.refresh_from_db()
    assert link.target == article


def test_what_is_over_is_taken_out_of_search_once():
    article = make_article("سوق الزرب", expires_at=NOW, announced_at=utc(2018, 5, 21))
    make_article(expires_at=NOW + timedelta(seconds=1), announced_at=utc(2018, 5, 21))
    make_article(expires_at=NOW, announced_at=utc(2018, 5, 21), status=Status.WITHDRAWN)
    assert expire_due(NOW, never) == 1
    assert deeds() == [("expired", article.pk, None)]
    assert expire_due(NOW, never) == 0
    assert not Article.objects.published().filter(pk__in=find_ids("الزرب")).exists()


def test_given_more_time_it_is_announced_again():
    article = make_article(expires_at=NOW, announced_at=utc(2018, 5, 21))
    expire_due(NOW, never)
    Article.objects.filter(pk=article.pk).update(expires_at=None)
    assert announce_due(NOW, never) == 1


def test_runs_that_were_missed_are_caught_up():
    """What came and went while nobody looked was before readers: the audit says so, once."""
    over = make_article(expires_at=NOW - timedelta(days=1))
    article = make_article(published_at=NOW - timedelta(days=300))
    assert (announce_due(NOW, never), expire_due(NOW, never)) == (1, 1)
    assert deeds() == [
        ("went-live", article.pk, None),
        ("went-live", over.pk, None),
        ("expired", over.pk, None),
    ]
    assert (announce_due(NOW, never), expire_due(NOW, never)) == (0, 0)


def test_one_that_fails_is_named_and_the_others_go_on(monkeypatch):
    articles = [make_article(published_at=utc(2018, 5, day)) for day in (1, 2, 3)]
    stopper = articles[1].pk
    from articles.editing import due

    store = due.store_document

    def fail(article):
        store(article)
        if article.pk == stopper:
            raise RuntimeError("no room")

    monkeypatch.setattr(due, "store_document", fail)
    failed = []
    assert announce_due(NOW, lambda pk, error: failed.append((pk, str(error)))) == 2
    assert failed == [(stopper, "no room")]
    assert [pk for _verb, pk, _by in deeds()] == [articles[0].pk, articles[2].pk]
    assert Article.objects.get(pk=stopper).announced_at is None
    monkeypatch.undo()
    assert announce_due(NOW, never) == 1


def test_what_is_public_waits_for_nobody():
    article = make_article(published_at=timezone.now() - timedelta(seconds=1))
    over = make_article(expires_at=timezone.now() - timedelta(seconds=1))
    assert list(Article.objects.published()) == [article]
    assert over.announced_at is None
