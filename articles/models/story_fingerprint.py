from django.db import models
from django.utils.translation import gettext_lazy as _


class StoryFingerprint(models.Model):
    """A paragraph's hash, and the first article here that had it (importing/keys).

    Only the first: a paragraph that ten thousand pages share costs one row and one look-up.
    """

    key = models.BigIntegerField(primary_key=True)
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="fingerprints"
    )

    class Meta:
        verbose_name = _("story fingerprint")
        verbose_name_plural = _("story fingerprints")

    def __str__(self) -> str:
        return f"{self.key}"
