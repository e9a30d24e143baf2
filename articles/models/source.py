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

    # The name by which pages first brought it here, kept as a spelling when it is renamed.
    captured_name = models.CharField(max_length=200, blank=True, default="", editable=False)
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

    @classmethod
    def kind_by_name(cls, name: str) -> str:
        """What the first word of a name says of its source: ``وكالة …`` is an agency."""
        return _KINDS.get(match_key(name).split(" ")[0], cls.Kind.OUTLET)

    @property
    def is_as_imported(self) -> bool:
        """Whether no editor has said anything about a source that pages brought."""
        said = (self.name_en, self.homepage, self.aliases)
        return (
            not any(said)
            and self.name_ar == self.captured_name
            and self.kind == self.kind_by_name(self.captured_name)
        )

    @property
    def match_keys(self) -> set[str]:
        """The folded spellings by which a page may name this source."""
        names = [self.name_ar, self.name_en, self.captured_name, *self.aliases]
        return {match_key(name) for name in names if name}


_KINDS = {
    **dict.fromkeys(("وكاله", "رويترز", "الاناضول", "سانا"), Source.Kind.AGENCY),
    **dict.fromkeys(("وزاره", "مديريه", "هيئه", "محافظه", "الهيئه"), Source.Kind.OFFICIAL),
    **dict.fromkeys(("صفحه", "حساب"), Source.Kind.SOCIAL),
}
