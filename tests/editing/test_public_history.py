from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editing import discard_changes, publish, restore, seen_changes, unschedule, withdraw
from articles.editing.revisions import Kind, record
from articles.models import Article, Revision
from tests.builders import make_article
from tests.stories import NOTICE, change_story, publish_story, withdraw_story, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(member):
    return member("chief editor")


def seen(article):
    """The changes as ``(what, the headline before, the headline after)``."""
    return [
        (
            change.revision.change,
            change.before and change.before["title_ar"],
            change.after["title_ar"],
        )
        for change in seen_changes(article.pk)
    ]


def test_what_was_read_before_and_after(chief):
    article = publish_story(chief, "أول")
    article = change_story(article, chief, "minor", title_ar="ثان")
    article = change_story(article, chief, "correction", title_ar="ثالث")
    assert seen(article) == [
        ("first", None, "أول"),
        ("minor", "أول", "ثان"),
        ("correction", "ثان", "ثالث"),
    ]


def test_drafts_restores_and_discarded_changes_are_not_in_it(chief):
    article = publish_story(chief, "أول")
    article = write(article, chief, title_ar="لم يُقرأ")
    article = write(article, chief, title_ar="لم يُقرأ أيضاً")
    discard_changes(article, by=chief)
    restore(article, 3, by=chief)
    article = change_story(article, chief, "update", title_ar="ثان")
    write(article, chief, title_ar="ينتظر")
    assert seen(article) == [("first", None, "أول"), ("update", "أول", "ثان")]


def test_what_was_public_before_its_history_began(chief):
    article = make_article("كما استُورد")
    article = change_story(article, chief, "correction", title_ar="ثان")
    assert seen(article) == [("correction", "كما استُورد", "ثان")]


def test_what_the_importer_writes_is_read_but_is_no_change_of_ours(chief):
    article = make_article("كما استُورد")
    article = change_story(article, chief, "minor", title_ar="ثان")
    article.title_ar = "من الصفحة"
    content = {**seen_changes(article.pk)[-1].after, "title_ar": "من الصفحة"}
    record(article, content, Kind.IMPORT, by=None, tool="importer")
    article.live_version = article.version
    article.save()
    article = change_story(article, chief, "update", title_ar="ثالث")
    assert seen(article) == [("minor", "كما استُورد", "ثان"), ("update", "من الصفحة", "ثالث")]


def test_what_is_edited_on_the_schedule_is_what_readers_read_first(chief):
    tomorrow = timezone.now() + timedelta(days=1)
    article = publish_story(chief, "أول", published_at=tomorrow)
    write(article, chief, title_ar="قبل موعده")
    assert seen(article) == [("first", None, "قبل موعده")]


def test_what_was_taken_off_the_schedule_was_never_read(chief):
    tomorrow = timezone.now() + timedelta(days=1)
    article = publish_story(chief, "على الجدول", published_at=tomorrow)
    unschedule(article, by=chief)
    article = write(article, chief, title_ar="أول", published_at=None)
    publish(article, by=chief)
    assert seen(article) == [("first", None, "أول")]


def test_what_was_withdrawn_before_its_time_was_never_read(chief):
    tomorrow = timezone.now() + timedelta(days=1)
    article = publish_story(chief, "على الجدول", published_at=tomorrow)
    withdraw(article, by=chief, notice=NOTICE)
    article = write(article, chief, title_ar="أول", published_at=timezone.now())
    publish(article, by=chief)
    assert seen(article) == [("first", None, "أول")]


def test_withdrawn_and_published_again(chief):
    article = publish_story(chief, "أول")
    article = withdraw_story(article, chief)
    article = write(article, chief, title_ar="كُتب بعد السحب")
    assert seen(article) == [("first", None, "أول"), ("retraction", "أول", "أول")]
    publish(article, by=chief)
    assert seen(article)[2:] == [("first", "أول", "كُتب بعد السحب")]


def test_as_many_queries_for_one_as_for_many(chief):
    def queries(article):
        with CaptureQueriesContext(connection) as captured:
            seen_changes(article.pk)
        return len(captured)

    article = publish_story(chief)
    one = queries(article)
    for number in range(5):
        article = change_story(article, chief, "correction", title_ar=f"تصحيح {number}")
        article = write(article, chief, title_ar="ينتظر")
    assert queries(article) == one


def test_an_article_without_a_history():
    article = make_article()
    assert seen_changes(article.pk) == []
    assert not Revision.objects.exists()
    assert Article.objects.get().version == 0
