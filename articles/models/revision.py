from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import CompressedTextField


class Revision(models.Model):
    """Everything an article said at one moment, who wrote it, when and why. Only ever added.

    ``content`` is JSON in the shape that ``format`` numbers (editing/content). ``sha256`` covers all
    of it and the revision before (editing/revisions), so that a history that was tampered with
    shows. An article may be deleted; what it said stays.
    """

    class Kind(models.TextChoices):
        IMPORT = "import", _("import")
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CORRECTION = "correction", _("correction")
        RESTORE = "restore", _("restored")

    class Change(models.TextChoices):
        """What a change that readers saw was."""

        FIRST = "first", _("first publication")
        MINOR = "minor", _("minor")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")
        CLARIFICATION = "clarification", _("clarification")
        RETRACTION = "retraction", _("retraction")

    class Tool(models.TextChoices):
        """What wrote a revision that no person wrote by hand."""

        IMPORTER = "importer", _("importer")
        COPYDESK = "copydesk", _("automatic mending")
        FOUND = "found", _("as found")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="revisions",
        verbose_name=_("article"),
    )
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    # Empty for what readers did not see.
    change = models.CharField(_("change"), max_length=13, choices=Change.choices, blank=True)
    format = models.PositiveSmallIntegerField(default=1)
    content = CompressedTextField()
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    # Empty for what a person wrote.
    tool = models.CharField(max_length=8, choices=Tool.choices, blank=True, default="")
    reason = models.CharField(_("why"), max_length=300, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_once"),
            models.CheckConstraint(
                name="revision_kind_is_known",
                condition=models.Q(
                    kind__in=["import", "draft", "published", "correction", "restore"]
                ),
            ),
            models.CheckConstraint(
                name="revision_tool_is_known",
                condition=models.Q(tool__in=["", "importer", "copydesk", "found"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"
