from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.body import EDITOR_EXTENSIONS, sanitize
from articles.damascus import damascus_date


def today() -> object:
    """The day it is in Damascus."""
    return damascus_date(timezone.now())


class PageQuerySet(models.QuerySet["Page"]):
    """A page exists for readers where it is written, and in the language in which it is."""

    def in_language(self, language: str) -> Self:
        """The pages that can be read in ``language``, in the order of their kinds."""
        written = {f"title_{language}__gt": "", f"body_{language}__gt": ""}
        order = [models.When(kind=kind, then=place) for place, kind in enumerate(Page.Kind.values)]
        return self.filter(**written).order_by(
            models.Case(*order, default=len(order), output_field=models.IntegerField())
        )


class Page(models.Model):
    """What the newsroom says of itself: one page a kind, which is its address too."""

    class Kind(models.TextChoices):
        ABOUT = "about", _("About us")
        PRINCIPLES = "principles", _("Editorial principles")
        CORRECTIONS_POLICY = "corrections-policy", _("Corrections policy")
        OWNERSHIP = "ownership", _("Ownership and funding")
        CONTACT = "contact", _("Contact")

    kind = models.CharField(_("page"), max_length=20, choices=Kind.choices, unique=True)
    title = models.CharField(_("title"), max_length=200)
    body = ProseEditorField(
        _("body"), config={"extensions": EDITOR_EXTENSIONS}, sanitize=sanitize, blank=True
    )
    reviewed_on = models.DateField(
        _("last reviewed"),
        default=today,
        help_text=_("The day on which somebody last made sure that all of it is still true."),
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page of the newsroom")
        verbose_name_plural = _("pages of the newsroom")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                name="page_kind_is_known",
                condition=models.Q(
                    kind__in=["about", "principles", "corrections-policy", "ownership", "contact"]
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title_ar or self.get_kind_display()

    def get_absolute_url(self) -> str:
        """Its address in the language in force: ``/about/``, under ``/en`` in English."""
        return reverse("page", args=[self.kind])

    @property
    def seen(self) -> str:
        """What a form remembers of the page that it was opened with: when it was last written."""
        return self.changed_at.isoformat()

    @property
    def has_english(self) -> bool:
        return bool(self.title_en and self.body_en)
