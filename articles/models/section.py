from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Section(models.Model):
    """A part of the paper: politics, the cities, culture. Few, in the order of ``position``."""

    name_ar = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    slug = models.CharField(_("address"), max_length=100, unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    description_ar = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="section_has_an_address", condition=~models.Q(slug="")),
            models.CheckConstraint(name="section_has_a_name", condition=~models.Q(name_ar="")),
        ]

    def __str__(self) -> str:
        return self.name_ar

    def get_absolute_url(self) -> str:
        return reverse("section_detail", args=[self.slug])
