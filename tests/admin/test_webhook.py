"""Webhooks on the desk: the chief editor's, the secret once, what arrived and what did not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Webhook, WebhookDelivery
from articles.webhooks import secret_of

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_webhook_add")
LIST = reverse("admin:articles_webhook_changelist")
DELIVERIES = reverse("admin:articles_webhookdelivery_changelist")
FORM = {
    "name": "مرآة",
    "address": "https://mirror.example/hook",
    "events": ["article.published", "article.corrected"],
    "is_active": "on",
}


@pytest.fixture(autouse=True)
def _public(settings):
    settings.WEBHOOKS_PRIVATE = False


@pytest.fixture
def hook() -> Webhook:
    return Webhook.objects.create(**FORM | {"is_active": True})


@pytest.fixture
def delivery(hook) -> WebhookDelivery:
    return WebhookDelivery.objects.create(
        webhook=hook, event_id="msg_1", event="article.published", payload='{"a":"دمشق"}',
        attempts=10, next_at=None, last_status=500, last_answer="<b>broken</b>",
    )  # fmt: skip


def change_url(hook: Webhook) -> str:
    return reverse("admin:articles_webhook_change", args=[hook.pk])


@pytest.mark.parametrize("group", ["reporter", "editor"])
def test_they_are_the_chief_editors(desk, hook, delivery, group):
    client = desk(group)
    again = reverse("admin:articles_webhookdelivery_again", args=[delivery.pk])
    renew = reverse("admin:articles_webhook_secret", args=[hook.pk])
    for url in (LIST, ADD, change_url(hook), DELIVERIES):
        assert client.get(url).status_code == 403
    for url in (again, renew):
        assert client.post(url).status_code == 403
    assert WebhookDelivery.objects.get().next_at is None


def test_the_secret_is_shown_once(desk):
    client = desk("chief editor")
    answer = client.post(ADD, FORM)
    hook = Webhook.objects.get()
    assert (hook.name, hook.events) == ("مرآة", FORM["events"])
    assert answer["Location"] == change_url(hook)
    assert secret_of(hook) in client.get(change_url(hook)).content.decode()
    assert "whsec_" not in client.get(change_url(hook)).content.decode()
    first = secret_of(hook)
    renew = reverse("admin:articles_webhook_secret", args=[hook.pk])
    assert client.get(renew).status_code == 405
    assert client.post(renew)["Location"] == change_url(hook)
    hook.refresh_from_db()
    assert secret_of(hook) != first
    assert secret_of(hook) in client.get(change_url(hook)).content.decode()
    assert "whsec_" not in client.get(change_url(hook)).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"address": "http://mirror.example/"},
        {"address": "https://127.0.0.1/"},
        {"address": "https://[::1]/"},
        {"address": "https://u:p@mirror.example/"},
        {"address": "mirror"},
        {"events": []},
        {"events": ["article.deleted"]},
        {"name": ""},
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(desk, typed):
    answer = desk("chief editor").post(ADD, FORM | typed)
    assert answer.status_code == 200
    (errors,) = answer.context["adminform"].form.errors.items()
    assert errors[0] in typed
    assert not Webhook.objects.exists()


def test_it_is_taken_out_of_use_not_deleted(desk, hook):
    client = desk("chief editor")
    client.post(change_url(hook), {**FORM, "is_active": ""})
    hook.refresh_from_db()
    assert not hook.is_active
    assert client.get(reverse("admin:articles_webhook_delete", args=[hook.pk])).status_code == 403


def test_the_list_counts_what_waits_and_what_was_given_up(desk, hook, delivery):
    WebhookDelivery.objects.create(
        webhook=hook, event_id="msg_2", event="article.updated", payload="{}"
    )
    silent = Webhook.objects.create(name="صامت", address="https://b.example/", events=[])
    page = desk("chief editor").get(LIST)
    rows = {
        one.name: (one.waiting_count, one.given_up_count) for one in page.context["cl"].result_list
    }
    assert rows == {hook.name: (1, 1), silent.name: (0, 0)}


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 1), ("?outcome=given-up", 1), ("?outcome=waiting", 0), ("?outcome=arrived", 0),
        ("?outcome=x", 1), ("?webhook=0", 0), ("?webhook=x", 0), ("?webhook=" + "9" * 30, 0),
    ],
)  # fmt: skip
def test_deliveries_are_filtered(desk, delivery, asked, count):
    page = desk("chief editor").get(DELIVERIES + asked)
    assert len(page.context["cl"].result_list) == count


def test_a_delivery_is_read_and_sent_again(desk, delivery):
    client = desk("chief editor")
    url = reverse("admin:articles_webhookdelivery_change", args=[delivery.pk])
    page = client.get(url).content.decode()
    assert "&lt;b&gt;broken&lt;/b&gt;" in page
    assert "دمشق" in page
    again = reverse("admin:articles_webhookdelivery_again", args=[delivery.pk])
    assert f'formaction="{again}"' in page
    assert client.post(again)["Location"] == url
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.delivered_at) == (0, None)
    assert delivery.next_at <= timezone.now()
    assert client.post(url, {"payload": "x"}).status_code == 403
    assert (
        client.post(reverse("admin:articles_webhookdelivery_again", args=[99])).status_code == 404
    )
