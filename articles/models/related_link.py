from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class RelatedLinkQuerySet(models.QuerySet["RelatedLink"]):
    def unresolved(self) -> Self:
        """Those that lead neither to an article here nor to an address elsewhere."""
        return self.filter(target=None, url="")


class RelatedLink(models.Model):
    """A headline that a page recommends, and the article it names when there is one here.

    ``target`` is set only where one article, and no other, has that headline (folded). Where
    several have it they are ``candidates``, for the desk to choose from.
    """

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="related_links",
        verbose_name=_("article"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("headline"), max_length=300)
    url = models.URLField(_("address"), blank=True, max_length=500)
    target = models.ForeignKey(
        "articles.Article",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="linked_from",
        verbose_name=_("leads to"),
    )
    candidates = models.ManyToManyField(
        "articles.Article", blank=True, related_name="+", verbose_name=_("candidates")
    )
    title_key = models.CharField(max_length=300, editable=False, default="")

    objects = RelatedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("related link")
        verbose_name_plural = _("related links")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["title_key"], name="related_link_title_key")]

    def __str__(self) -> str:
        return self.title
