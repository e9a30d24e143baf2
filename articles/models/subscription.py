import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ALL = "all"


def _token() -> str:
    return secrets.token_urlsafe(24)


class Subscription(models.Model):
    """A reader's wish for the daily digest: nothing but what sending it needs.

    Until the reader has confirmed it, one letter asks whether they meant it; who leaves is deleted.
    ``scope`` names what it is of: ``all``, ``source/3`` (digest/scopes). ``token`` is in the links of
    its letters and nowhere else: who has it may confirm and leave.
    """

    email = models.EmailField(_("e-mail address"))
    email_key = models.CharField(max_length=254)  # in small letters, by which it is found
    language = models.CharField(_("language"), max_length=2)
    scope = models.CharField(_("scope"), max_length=40, default=ALL)
    token = models.CharField(max_length=32, unique=True, default=_token)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    # Whether a letter is to be sent that asks to confirm, or says that there is nothing to do.
    wants_letter = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    # The Damascus day whose digest is done, and the instant up to which digests told the news.
    done_on = models.DateField(_("last digest"), null=True)
    told_until = models.DateTimeField(null=True)
    # While a letter is on its way: until when nobody else sends it.
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["email_key", "language", "scope"], name="subscription_once"
            ),
            models.CheckConstraint(
                name="subscription_language_is_known",
                condition=models.Q(language__in=["ar", "en"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="subscription_letters",
                condition=models.Q(wants_letter=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
