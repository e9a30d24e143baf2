"""Signatures by the Standard Webhooks convention (https://www.standardwebhooks.com).

A receiver takes ``webhook-id``, ``webhook-timestamp`` and the body as they came, joined by dots, and
compares their HMAC-SHA256 under its secret with one of those in ``webhook-signature``.
"""

import hmac
from base64 import b64encode
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import salted_hmac

from articles.models import Webhook


def secret_of(webhook: Webhook) -> str:
    """Return ``whsec_`` and 32 bytes in Base64: what the one who runs the receiver is given."""
    return f"whsec_{b64encode(_key(webhook, settings.SECRET_KEY)).decode()}"


def sign(webhook: Webhook, event_id: str, timestamp: int, payload: str) -> str:
    """Return ``v1,`` and the signature; one more, behind a space, for each former SECRET_KEY.

    So a receiver goes on with the secret that it has while SECRET_KEY_FALLBACKS names the old key.
    """
    signed = f"{event_id}.{timestamp}.{payload}".encode()
    keys = [_key(webhook, site) for site in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    macs = [hmac.digest(key, signed, sha256) for key in keys]
    return " ".join(f"v1,{b64encode(mac).decode()}" for mac in macs)


def _key(webhook: Webhook, site_secret: str) -> bytes:
    mac = salted_hmac("articles.webhooks", webhook.salt, secret=site_secret, algorithm="sha256")
    return mac.digest()
