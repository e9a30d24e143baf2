from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.images import FORMATS, KINDS, Frame

PUBLIC_FOLDER = "pictures"  # in the storage: what readers are given; nothing else is
_DIGITS = 20  # of a SHA-256: enough for the name of a folder


class Rendition(NamedTuple):
    """One file that readers get: ``Rendition("avif", 800, 450, "/media/pictures/…/wide-50-30-800.avif")``."""

    ending: str
    width: int
    height: int
    address: str


class Image(models.Model):
    """A picture of the library. What is kept is made anew from what was sent, and never deleted.

    An article says by itself what its picture shows (alternative text, caption); here they are what
    the next article is offered. Who made it, where it comes from and where to look at are facts of
    the picture, the same wherever it is shown.
    """

    # Of the file that was sent: sent again, it is this picture.
    sent_sha256 = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    # Of what is kept: public names are made of it.
    sha256 = models.CharField(max_length=64, editable=False)
    original = models.FileField(_("file"), max_length=120, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    source = models.ForeignKey(
        "articles.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="images",
        verbose_name=_("source"),
    )
    # Where to look at, in percent from the left and from the top: every crop keeps it.
    focus_x = models.PositiveSmallIntegerField(
        _("from the left, in percent"), default=50, validators=[MaxValueValidator(100)]
    )
    focus_y = models.PositiveSmallIntegerField(
        _("from the top, in percent"), default=50, validators=[MaxValueValidator(100)]
    )
    # What was made of it: {"wide-50-30": [[800, 450, ["avif", "webp", "jpg"]], …], …}
    made = models.JSONField(default=dict, editable=False)
    # Caption, credit and alternative text, folded: what the desk's search reads.
    search_key = models.TextField(default="", editable=False)
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("who"),
    )

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="image_focus_is_inside", condition=Q(focus_x__lte=100) & Q(focus_y__lte=100)
            ),
            models.CheckConstraint(
                name="image_has_a_size", condition=Q(width__gt=0) & Q(height__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.caption_ar or self.alt_ar or f"{_('image')} {self.pk}"

    @property
    def focus(self) -> tuple[int, int]:
        return self.focus_x, self.focus_y

    def shape_name(self, kind: str) -> str:
        """``full``, and ``wide-50-30`` of what is cropped: another focus is another name."""
        return f"{kind}-{self.focus_x}-{self.focus_y}" if KINDS[kind][0] else kind

    def file_name(self, frame: Frame, ending: str) -> str:
        """Where a rendition is in the storage; what is under a name is always the same bytes."""
        name = f"{self.shape_name(frame.kind)}-{frame.width}.{ending}"
        return f"{PUBLIC_FOLDER}/{self.sha256[:_DIGITS]}/{name}"

    def renditions(self, kind: str) -> list[Rendition]:
        """What there is of a kind, smallest first, in each width the best format first."""
        return [
            Rendition(
                ending,
                width,
                height,
                default_storage.url(self.file_name(Frame(kind, width, height), ending)),
            )
            for width, height, endings in self.made.get(self.shape_name(kind), [])
            for ending in FORMATS
            if ending in endings
        ]

    @property
    def largest_jpeg(self) -> Rendition | None:
        """What a link to an article is shown with elsewhere: 16:9, in the format all read."""
        jpegs = [one for one in self.renditions("wide") if one.ending == "jpg"]
        return jpegs[-1] if jpegs else None
