from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class IgnoredFinding(models.Model):
    """What the copy desk found in an article and an editor said to leave as it is.

    ``key`` is the finding's (copydesk.Finding): the rule, the words and those around them.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="ignored_findings"
    )
    key = models.CharField(max_length=64)
    rule = models.CharField(max_length=40)
    ignored_at = models.DateTimeField(default=timezone.now)
    ignored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("ignored finding")
        verbose_name_plural = _("ignored findings")
        constraints = [
            models.UniqueConstraint(fields=["article", "key"], name="ignored_finding_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} #{self.article_id}"
