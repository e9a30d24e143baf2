from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def public(self, language: str = "ar") -> Self:
        """What readers of a language may see: of articles that they may see, and of withdrawn ones."""
        # One look a notice. Said as "in", or beside an "or", the databases would make a list of all
        # that is published first.
        is_retraction = Exact(models.OuterRef("kind"), Correction.Kind.RETRACTION)
        readable = Article.objects.published().in_language(language)
        told = readable | Article.objects.filter(is_retraction)
        return self.filter(models.Exists(told.filter(pk=models.OuterRef("article"))))

    def in_language(self, language: str) -> Self:
        return self.filter(text_en__gt="") if language == "en" else self

    def newest_first(self) -> Self:
        return self.order_by("-issued_at", "-pk")


class Correction(models.Model):
    """What readers are told was wrong: tied to the revision that put it right. Only ever added.

    ``sha256`` covers all of it and the seal of that revision (editing/revisions).
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correction")
        CLARIFICATION = "clarification", _("clarification")
        RETRACTION = "retraction", _("retraction")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.PROTECT,
        related_name="corrections",
        verbose_name=_("article"),
    )
    revision = models.OneToOneField(
        "articles.Revision",
        on_delete=models.PROTECT,
        related_name="correction",
        verbose_name=_("revision"),
    )
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices)
    text_ar = models.TextField(_("notice"))
    text_en = models.TextField(_("notice in English"), blank=True)
    # At the top of the article rather than at its foot.
    is_serious = models.BooleanField(_("serious"), default=False)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("issued by"),
    )
    sha256 = models.CharField("SHA-256", max_length=64)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_kind_is_known",
                condition=models.Q(kind__in=["correction", "clarification", "retraction"]),
            ),
            models.CheckConstraint(name="correction_says_what", condition=~models.Q(text_ar="")),
        ]
        indexes = [models.Index(fields=["-issued_at", "-id"], name="correction_newest")]

    def __str__(self) -> str:
        return self.text_ar
