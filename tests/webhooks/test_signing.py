"""Signatures as a receiver checks them."""

import pytest

from articles.models import Webhook
from articles.webhooks import secret_of, sign
from tests.webhooks.receiver import is_signed

ID, TIME, PAYLOAD = "msg_1", 1_600_000_000, '{"word":"دمشق"}'
HOOK = Webhook(name="مرآة", salt="0" * 32)


def headers(signature: str) -> dict[str, str]:
    return {"webhook-id": ID, "webhook-timestamp": str(TIME), "webhook-signature": signature}


def test_the_secret_that_was_given_checks_the_signature():
    signature = sign(HOOK, ID, TIME, PAYLOAD)
    assert is_signed(secret_of(HOOK), headers(signature), PAYLOAD)
    assert not is_signed(secret_of(HOOK), headers(signature), PAYLOAD.replace("دمشق", "حلب"))
    assert not is_signed(secret_of(Webhook(salt="1" * 32)), headers(signature), PAYLOAD)


def test_the_shapes_are_the_conventions(settings):
    settings.SECRET_KEY = "x" * 50
    assert secret_of(HOOK) == "whsec_SlbtWb26pB/5YrzZXWbd9owxT9ke2W4Zmo3uSCRB/To="
    assert sign(HOOK, ID, TIME, PAYLOAD) == "v1,TzJ/Eve7mu9xyo2UY9zEn2+wu9wWXknS2zUbRvQy9qY="


@pytest.mark.django_db
def test_another_secret_is_another():
    webhook = Webhook.objects.create(name="مرآة", address="https://a.example/", events=[])
    before = secret_of(webhook)
    webhook.renew_secret()
    webhook.refresh_from_db()
    assert secret_of(webhook) != before


def test_a_former_key_of_the_site_signs_too(settings):
    old = secret_of(HOOK)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the site, as long as it should be"
    signature = sign(HOOK, ID, TIME, PAYLOAD)
    assert signature.count("v1,") == 2
    assert old != secret_of(HOOK)
    for secret in (old, secret_of(HOOK)):
        assert is_signed(secret, headers(signature), PAYLOAD)
