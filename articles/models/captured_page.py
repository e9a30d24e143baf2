from itertools import zip_longest

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.capture import split_lines


class CapturedPage(models.Model):
    """A page as it was captured: evidence. Its bytes are kept untouched and read by ``capture``."""

    class Kind(models.TextChoices):
        PAGE = "page", _("page")
        TRANSLATION = "translation", _("translation")

    class Outcome(models.TextChoices):
        CREATED = "created", _("created an article")
        UPDATED = "updated", _("updated an article")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.PROTECT,
        related_name="captured_pages",
        verbose_name=_("article"),
    )
    batch = models.ForeignKey(
        "articles.ImportBatch",
        on_delete=models.PROTECT,
        related_name="captured_pages",
        verbose_name=_("import batch"),
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices, default=Kind.PAGE)
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome.choices)
    content = models.BinaryField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    file_name = models.CharField(_("file name"), max_length=255)
    encoding = models.CharField(_("encoding"), max_length=20)
    parser = models.CharField(_("parser"), max_length=40)
    parser_version = models.PositiveSmallIntegerField(_("parser version"))
    # The role of every line, "" for a blank one: ["headline", "", "published", …].
    roles = models.JSONField(_("roles"), default=list)
    # [{"code": "removed-invisible", "line": 12, "text": "U+202B"}], lines from 1.
    problems = models.JSONField(_("problems"), default=list)
    # The codes alone between spaces, for filters on either database: " missing-source … ".
    problem_codes = models.CharField(max_length=500, blank=True, default="")
    # What an update replaced, so that it can be taken back: {field: [before, digest before]}.
    replaced = models.JSONField(default=dict)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)

    class Meta:
        verbose_name = _("captured page")
        verbose_name_plural = _("captured pages")
        ordering = ["-pk"]
        indexes = [
            # The few with a problem, without the bytes of all the others.
            models.Index(
                fields=["article", "problem_codes"],
                name="captured_page_problems",
                condition=models.Q(problem_codes__gt=""),
            ),
            # Whether an article has a page of a batch: one look, however many pages both have.
            models.Index(fields=["batch", "article"], name="captured_page_batch"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def lines(self) -> list[tuple[int, str, str]]:
        """The page's lines as ``(number from 1, role, text)``, decoded as when it was read."""
        lines = split_lines(bytes(self.content).decode(self.encoding))
        # A translation is kept without roles: its layout has one.
        return [
            (number, role, line)
            for number, (role, line) in enumerate(zip_longest(self.roles, lines), start=1)
        ]
