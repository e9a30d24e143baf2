from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kinship(models.Model):
    """Two articles whose texts are alike, the older one first; what an editor says they are.

    ``likeness`` is the share of word shingles that they have in common, 0 to 1.
    """

    class Verdict(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        SAME = "same", _("the same story")
        UPDATE = "update", _("an update")
        UNRELATED = "unrelated", _("unrelated")

    older = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="kin_after"
    )
    newer = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="kin_before"
    )
    likeness = models.FloatField(default=0)
    verdict = models.CharField(
        _("verdict"), max_length=9, choices=Verdict.choices, default=Verdict.PROPOSED
    )
    found_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("near-duplicate")
        verbose_name_plural = _("near-duplicates")
        ordering = ["-likeness", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["older", "newer"], name="kinship_once"),
            models.CheckConstraint(
                name="kinship_of_two", condition=~models.Q(older=models.F("newer"))
            ),
            models.CheckConstraint(
                name="kinship_verdict_is_known",
                condition=models.Q(verdict__in=["proposed", "same", "update", "unrelated"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.older_id} ~ {self.newer_id}"
