"""What other programs are told of a deed: written down with it, sent later (webhooks/).

Only what people do here, and the clock for what they scheduled, is told. An import is not: what was
captured was announced elsewhere, and an archive of it would be thousands of messages (decision 0017).
"""

import json
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from articles.damascus import iso
from articles.identifiers import article_id, correction_id
from articles.models import Article, Correction, Webhook, WebhookDelivery

Event = Webhook.Event


def tell(
    event: Event,
    article: Article,
    *,
    at: datetime,
    change: str = "",
    correction: Correction | None = None,
) -> None:
    """Write an event down for every webhook that wants it; call it in the transaction of the deed.

    ``change`` says of an update whether it is ``minor``; ``at`` is when it happened.
    """
    webhooks = Webhook.objects.filter(is_active=True)
    wanted = [webhook for webhook in webhooks if event in webhook.events]
    if not wanted:
        return
    event_id = f"msg_{secrets.token_hex(16)}"
    payload = _write(event, article, at, change, correction)
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook=webhook, event_id=event_id, event=event, payload=payload)
        for webhook in wanted
    )


def _write(
    event: Event, article: Article, at: datetime, change: str, correction: Correction | None
) -> str:
    languages = ["ar", "en"] if article.has_english else ["ar"]
    data: dict[str, Any] = {
        **_named(article, "ar"),
        "version": article.live_version,
        "published_at": iso(article.published_at),
    }
    if article.updated_at:
        data["updated_at"] = iso(article.updated_at)
    if article.expires_at:
        data["expires_at"] = iso(article.expires_at)
    if article.has_english:
        data["translations"] = {"en": _named(article, "en")}
    if change:
        data["change"] = change
    if event == Event.WITHDRAWN:
        data["gone"] = article.is_gone
    if correction:
        data["correction"] = {
            "id": correction_id(correction.pk, "ar"),
            "kind": str(correction.kind),
            "text": {
                language: text
                for language in languages
                if (text := getattr(correction, f"text_{language}"))
            },
        }
    # The shape of the convention: https://www.standardwebhooks.com
    message = {"type": str(event), "timestamp": iso(at), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def _named(article: Article, language: str) -> dict[str, str]:
    with translation.override(language):
        address = f"{settings.SITE_URL}{article.get_absolute_url()}"
    return {"id": article_id(article.pk, language), "url": address}
