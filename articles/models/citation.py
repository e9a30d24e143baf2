from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CitationQuerySet(models.QuerySet["Citation"]):
    def confirmed(self) -> Self:
        """What readers are told of."""
        return self.filter(state=Citation.State.CONFIRMED).select_related("source")

    def proposed(self) -> Self:
        return self.filter(state=Citation.State.PROPOSED)


class Citation(models.Model):
    """A source that an article's text leans on: «حسب شبكة …». Proposed, then decided by an editor."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        DISMISSED = "dismissed", _("dismissed")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="citations",
        verbose_name=_("article"),
    )
    source = models.ForeignKey(
        "articles.Source",
        on_delete=models.CASCADE,
        related_name="citations",
        verbose_name=_("source"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.PROPOSED
    )
    # The words by which it was found, in the spelling of the text.
    passage = models.CharField(_("passage"), max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("cited source")
        verbose_name_plural = _("cited sources")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "source"], name="citation_once"),
            models.CheckConstraint(
                name="citation_state_is_known",
                condition=models.Q(state__in=["proposed", "confirmed", "dismissed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.passage}"
