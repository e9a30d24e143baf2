import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_ANSWER = 200  # characters of an answer that are kept


def _salt() -> str:
    return secrets.token_hex(16)


class Webhook(models.Model):
    """An address of another program that is told what happens to articles.

    Its secret is made from ``salt`` and the site's own (webhooks/signing): who reads the database
    alone cannot sign in our name.
    """

    class Event(models.TextChoices):
        PUBLISHED = "article.published", _("an article is published")
        UPDATED = "article.updated", _("an article is changed")
        CORRECTED = "article.corrected", _("an article is corrected")
        WITHDRAWN = "article.withdrawn", _("an article is withdrawn")
        EXPIRED = "article.expired", _("an article expires")

    name = models.CharField(_("name"), max_length=100)
    address = models.URLField(_("address"), max_length=500)
    salt = models.CharField(max_length=32, default=_salt, editable=False)
    events = models.JSONField(_("events"), default=list)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.events:
            raise ValidationError({"events": _("Choose at least one event.")})

    def renew_secret(self) -> None:
        """From now on another secret signs; what is under way is signed with it too."""
        self.salt = _salt()
        self.save(update_fields=["salt"])


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def waiting(self) -> "WebhookDeliveryQuerySet":
        """What is still to be delivered, now or later, the oldest first."""
        return self.filter(next_at__isnull=False).order_by("pk")

    def given_up(self) -> "WebhookDeliveryQuerySet":
        return self.filter(next_at=None, delivered_at=None)


class WebhookDelivery(models.Model):
    """One event for one webhook: the outbox, and the record of what became of it.

    It is written in the transaction of what it tells (editing/outbox), so that neither is without
    the other. ``payload`` are the very characters that are signed and sent.
    """

    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    # The same at every attempt, so that who gets it twice knows: ``msg_`` and 32 hexadecimal digits.
    event_id = models.CharField(_("event id"), max_length=40)
    event = models.CharField(_("event"), max_length=20, choices=Webhook.Event.choices)
    payload = models.TextField(_("payload"))
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # When it is tried next; while an attempt is under way, when it may be taken for lost. NULL when
    # it was delivered or given up.
    next_at = models.DateTimeField(_("next attempt"), null=True, default=timezone.now)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    last_status = models.PositiveSmallIntegerField(_("last status"), null=True)
    last_answer = models.CharField(_("last answer"), max_length=MOST_ANSWER, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="webhook_delivery_once"),
            models.CheckConstraint(
                name="webhook_delivery_is_over_once",
                condition=models.Q(next_at=None) | models.Q(delivered_at=None),
            ),
        ]
        indexes = [
            # The few that wait, whatever was delivered before.
            models.Index(
                fields=["next_at"],
                name="webhook_delivery_due",
                condition=models.Q(next_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} #{self.pk}"
