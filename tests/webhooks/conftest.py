import pytest

from articles.models import Webhook, WebhookDelivery
from tests.webhooks.receiver import receiving


@pytest.fixture
def receiver():
    with receiving() as one:
        yield one


@pytest.fixture(autouse=True)
def _private(settings):
    settings.WEBHOOKS_PRIVATE = True


@pytest.fixture
def waiting():
    """``waiting(address)`` -> a message that is due at that address."""

    def make(address: str = "", webhook: Webhook | None = None, **fields) -> WebhookDelivery:
        webhook = webhook or Webhook.objects.create(
            name="مرآة", address=address, events=list(Webhook.Event)
        )
        number = WebhookDelivery.objects.count()
        return WebhookDelivery.objects.create(
            **{
                "webhook": webhook,
                "event_id": f"msg_{number:032x}",
                "event": "article.published",
                "payload": '{"type":"article.published","data":{"word":"دمشق"}}',
            }
            | fields
        )

    return make
