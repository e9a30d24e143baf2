"""What is written into the outbox: with the deed, and only for those who asked."""

import json
import sys
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles.damascus import iso
from articles.editing import (
    Notice,
    announce_due,
    expire_due,
    publish,
    publish_changes,
    save_article,
    take_down,
    unschedule,
    withdraw,
)
from articles.exceptions import Refused
from articles.identifiers import correction_id
from articles.models import Article, Correction, Status, Webhook, WebhookDelivery
from tests.builders import make_article, make_translated_article, utc
from tests.importing.pages import Page, import_folder

pytestmark = pytest.mark.django_db

NOTICE = Notice("ورد في نسخة سابقة «17»، والصواب «70».", "It said “17”; it is “70”.")


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL, settings.TAG_AUTHORITY = "https://news.example", "news.example,2026"


@pytest.fixture
def chief(member):
    return member("chief editor")


@pytest.fixture
def hook():
    return Webhook.objects.create(
        name="مرآة", address="https://mirror.example/", events=list(Webhook.Event)
    )


def told() -> list[dict]:
    return [json.loads(one.payload) for one in WebhookDelivery.objects.order_by("pk")]


def types() -> list[str]:
    return [one["type"] for one in told()]


def change(article: Article, by, **fields) -> Article:
    article = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(article, name, value)
    save_article(article, by=by)
    return Article.objects.get(pk=article.pk)


def test_a_correction_whole(hook, chief):
    article = make_translated_article("حديقة", updated_at=utc(2018, 5, 22))
    article = change(article, chief, title_ar="حديقة المدينة")
    publish_changes(article, "correction", version=article.version, by=chief, notice=NOTICE)
    article.refresh_from_db()
    correction = Correction.objects.get()
    delivery = WebhookDelivery.objects.get()
    (message,) = told()
    timestamp = message.pop("timestamp")
    assert timestamp.endswith("+03:00")
    assert message == {
        "type": "article.corrected",
        "data": {
            "id": f"tag:news.example,2026:article/{article.pk}",
            "url": f"https://news.example/articles/{article.pk}/%D8%AD%D8%AF%D9%8A%D9%82%D8%A9/",
            "version": article.live_version,
            "published_at": "2018-05-21T11:05:00+03:00",
            "updated_at": message["data"]["updated_at"],
            "translations": {
                "en": {
                    "id": f"tag:news.example,2026:article/{article.pk}/en",
                    "url": f"https://news.example/en/articles/{article.pk}/%D8%AD%D8%AF%D9%8A%D9%82%D8%A9/",
                }
            },
            "correction": {
                "id": correction_id(correction.pk, "ar"),
                "kind": "correction",
                "text": {"ar": NOTICE.text_ar, "en": NOTICE.text_en},
            },
        },
    }
    assert "والصواب «70»" in delivery.payload  # readable, not \u0648
    assert (delivery.webhook, delivery.event, delivery.attempts) == (hook, "article.corrected", 0)
    assert len(delivery.event_id) == 36


def test_the_life_of_an_article(hook, chief):
    article = make_article("حديقة", status=Status.DRAFT, published_at=None)
    publish(article, by=chief)
    publish(article, by=chief)
    article = change(article, chief, title_ar="حديقة المدينة")
    assert types() == ["article.published"]
    publish_changes(article, "minor", version=article.version, by=chief)
    article = change(article, chief, title_ar="حديقة المدينة الكبيرة")
    publish_changes(article, "update", version=article.version, by=chief)
    withdraw(article, by=chief, notice=NOTICE)
    withdraw(article, by=chief, notice=NOTICE)
    take_down(article, by=chief)
    publish(article, by=chief)
    assert types() == [
        *("article.published", "article.updated", "article.updated"),
        *("article.withdrawn", "article.withdrawn", "article.published"),
    ]
    data = [one["data"] for one in told()]
    assert [one.get("change") for one in data] == [None, "minor", "update", None, None, None]
    assert [one.get("gone") for one in data] == [None, None, None, False, True, None]
    assert [one["version"] for one in data] == [2, 4, 6, 7, 7, 8]
    assert data[3]["correction"]["kind"] == data[4]["correction"]["kind"] == "retraction"
    assert "translations" not in data[0]


def test_what_readers_do_not_see_is_told_when_they_do(hook, chief):
    soon = timezone.now() + timedelta(hours=1)
    article = make_article(status=Status.DRAFT, published_at=soon)
    publish(article, by=chief)
    assert types() == []
    failed = []
    assert announce_due(soon, lambda *one: failed.append(one)) == 1
    assert announce_due(soon, lambda *one: failed.append(one)) == 0
    assert (types(), failed) == (["article.published"], [])


def test_what_is_over_is_told_once(hook, chief):
    soon, later = (timezone.now() + timedelta(hours=hours) for hours in (1, 2))
    article = make_article(status=Status.DRAFT, expires_at=soon)
    publish(article, by=chief)
    assert expire_due(soon - timedelta(seconds=1), pytest.fail) == 0
    for at in (soon, soon, later):
        expire_due(at, pytest.fail)
    assert types() == ["article.published", "article.expired"]
    expired = told()[1]
    assert expired["timestamp"] == expired["data"]["expires_at"] == iso(soon)
    # Given more time it is published anew, and over anew.
    Article.objects.filter(pk=article.pk).update(expires_at=later)
    announce_due(soon, pytest.fail)
    expire_due(later, pytest.fail)
    assert types()[2:] == ["article.published", "article.expired"]


def test_what_came_and_went_between_two_runs_is_not_told(hook):
    make_article(expires_at=utc(2018, 6, 1))
    assert expire_due(timezone.now(), pytest.fail) == 1
    assert types() == []


def test_what_was_scheduled_and_called_off_is_not_told(hook, chief):
    soon = timezone.now() + timedelta(hours=1)
    for call_off in (
        lambda article: unschedule(article, by=chief),
        lambda article: withdraw(article, by=chief, notice=NOTICE),
    ):
        article = make_article(status=Status.DRAFT, published_at=soon)
        publish(article, by=chief)
        call_off(article)
    take_down(article, by=chief)
    assert types() == []


def test_an_import_is_not_told(hook, tmp_path):
    Page().write(tmp_path)
    import_folder(tmp_path)
    Page(byline="كتب: رامي المثال").write(tmp_path)
    assert [result.outcome for result in import_folder(tmp_path)] == ["updated"]
    assert Article.objects.published().exists()
    announce_due(timezone.now(), pytest.fail)
    assert types() == []


def test_each_webhook_that_wants_it_gets_it_under_one_id(hook, chief):
    others = {"events": ["article.withdrawn"]}, {"is_active": False}, {}
    fields = {"name": "س", "address": "https://a.example/", "events": ["article.published"]}
    *_no, wants = [Webhook.objects.create(**fields | other) for other in others]
    publish(make_article(status=Status.DRAFT), by=chief)
    deliveries = WebhookDelivery.objects.order_by("pk")
    assert {one.webhook for one in deliveries} == {hook, wants}
    assert len(deliveries) == 2
    assert len({one.event_id for one in deliveries}) == 1
    assert len({one.payload for one in deliveries}) == 1


def test_a_deed_that_fails_leaves_no_message(hook, chief, monkeypatch):
    article = make_article(status=Status.DRAFT)

    def fail(*args, **kwargs):
        assert WebhookDelivery.objects.exists()
        raise Refused("no room")

    monkeypatch.setattr(sys.modules["articles.editing.publish"], "note", fail)
    with pytest.raises(Refused), transaction.atomic():
        publish(article, by=chief)
    assert types() == []
    assert Article.objects.get().status == Status.DRAFT
