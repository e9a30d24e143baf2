from django.db import models
from django.utils.translation import gettext_lazy as _


class FrontSlot(models.Model):
    """A place on the front page that the chief editor gave to an article; 1 is the lead.

    Places that nobody gave away, or whose article cannot be read, go by date (editing/front).
    """

    FIRST, LAST = 1, 7

    position = models.PositiveSmallIntegerField(_("place"), unique=True)
    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="front_slot",
        verbose_name=_("article"),
    )
    # NULL for as long as nobody changes it.
    until = models.DateTimeField(_("until"), null=True)

    class Meta:
        verbose_name = _("place on the front page")
        verbose_name_plural = _("front page")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="front_slot_is_on_the_page",
                condition=models.Q(position__gte=1, position__lte=7),
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.article_id}"
