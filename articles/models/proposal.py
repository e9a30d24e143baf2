from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Proposal(models.Model):
    """What a newer capture says where an editor has written something else: kept, never applied."""

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
