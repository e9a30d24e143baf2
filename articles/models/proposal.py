from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Proposal(models.Model):
    """What a newer capture says where an editor has written something else: kept, never applied."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("taken")
        KEPT = "kept", _("ours kept")
        MERGED = "merged", _("merged")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="proposals",
        verbose_name=_("article"),
    )
    page = models.ForeignKey(
        "articles.CapturedPage",
        on_delete=models.CASCADE,
        related_name="proposals",
        verbose_name=_("captured page"),
    )
    field = models.CharField(_("field"), max_length=40)
    value = models.JSONField(_("value on the page"), null=True)
    # What an editor made of it; empty while it waits.
    outcome = models.CharField(
        _("decision"), max_length=6, choices=Outcome.choices, blank=True, default=""
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "field"], name="proposal_once_a_page_and_field")
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"
