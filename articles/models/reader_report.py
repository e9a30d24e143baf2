import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Crockford's base 32: no I, L, O or U, so that it is read aloud and typed without doubt.
# https://www.crockford.com/base32.html
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 8


def new_reference() -> str:
    """Eight letters and digits that nobody can guess (40 bits): ``7K3PQ0XD``."""
    return "".join(secrets.choice(_ALPHABET) for _place in range(REFERENCE_LENGTH))


class ReaderReportQuerySet(models.QuerySet["ReaderReport"]):
    def waiting(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(status=ReaderReport.Status.NEW)


class ReaderReport(models.Model):
    """What a reader says is wrong in an article, tied to the paragraph and the version they read."""

    class Status(models.TextChoices):
        NEW = "new", _("waiting")
        CORRECTED = "corrected", _("corrected")
        NO_ERROR = "no-error", _("no error")
        DUPLICATE = "duplicate", _("reported before")
        SPAM = "spam", _("spam")

    reference = models.CharField(
        _("number"), max_length=REFERENCE_LENGTH, unique=True, default=new_reference
    )
    # NULL once an undone import has deleted the article: the reader's number still answers.
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.SET_NULL,
        null=True,
        related_name="reader_reports",
        verbose_name=_("article"),
    )
    # The revision that the reader read; 0 for an article that had none.
    version = models.PositiveIntegerField(_("revision"))
    language = models.CharField(_("language"), max_length=2, default="ar")
    # From 1, among the blocks of the body; 0 is the headline, NULL the article as a whole.
    paragraph = models.PositiveIntegerField(_("paragraph"), null=True)
    paragraph_text = models.TextField(_("paragraph as it was"), blank=True)
    quote = models.TextField(_("words it is about"), blank=True)
    message = models.TextField(_("what is wrong"))
    # For the answer alone; forgotten soon after it (editing/reader_reports).
    email = models.EmailField(_("e-mail"), blank=True)
    created_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.NEW
    )
    answer = models.TextField(_("answer for the reader"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    correction = models.ForeignKey(
        "articles.Correction",
        on_delete=models.PROTECT,
        null=True,
        related_name="reader_reports",
        verbose_name=_("correction"),
    )
    # One form sent twice is one report.
    form_key = models.CharField(max_length=32, unique=True, editable=False)
    # The sender's network under the day's key, for the limits; forgotten in two days.
    network = models.CharField(max_length=64, blank=True, editable=False)

    objects = ReaderReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's report")
        verbose_name_plural = _("readers' reports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="reader_report_status_is_known",
                condition=models.Q(
                    status__in=["new", "corrected", "no-error", "duplicate", "spam"]
                ),
            ),
            models.CheckConstraint(name="reader_report_says_what", condition=~models.Q(message="")),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="reader_report_waiting",
                condition=models.Q(status="new"),
            ),
            models.Index(
                fields=["network", "created_at"],
                name="reader_report_network",
                condition=models.Q(network__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_reference

    @property
    def shown_reference(self) -> str:
        """The number as it is read: ``7K3P-Q0XD``."""
        return f"{self.reference[:4]}-{self.reference[4:]}"
