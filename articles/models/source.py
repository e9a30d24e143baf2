from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.arabic import match_key


class Source(models.Model):
    """Whoever a story comes from: our own desk, an outlet, an agency, an official body, an account."""

    class Kind(models.TextChoices):
        OWN_DESK = "own-desk", _("own desk")
        OUTLET = "outlet", _("outlet")
        AGENCY = "agency", _("agency")
        OFFICIAL = "official", _("official body")
        SOCIAL = "social", _("social account")

    name = models.CharField(_("name"), max_length=200)
    slug = models.CharField(
        _("address"),
        max_length=100,
        unique=True,
        help_text=_("The last part of the source's page."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OUTLET)
    homepage = models.URLField(_("homepage"), blank=True)
    aliases = models.JSONField(
        _("other spellings"),
        default=list,
        blank=True,
        help_text=_("Other names by which pages call this source, one a line."),
    )

    # The batch whose pages first named this source; NULL for one that an editor added.
    imported_in = models.ForeignKey(
        "articles.ImportBatch",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="sources",
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name_ar"]
        constraints = [
            models.CheckConstraint(
                name="source_kind_is_known",
                condition=models.Q(kind__in=["own-desk", "outlet", "agency", "official", "social"]),
            ),
            models.CheckConstraint(name="source_has_an_address", condition=~models.Q(slug="")),
        ]

    def __str__(self) -> str:
        return self.name or self.name_ar

    def get_absolute_url(self) -> str:
        return reverse("source_detail", args=[self.slug])

    @property
    def match_keys(self) -> set[str]:
        """The folded spellings by which a page may name this source."""
        return {match_key(name) for name in [self.name_ar, self.name_en, *self.aliases] if name}
