from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchWord(models.Model):
    """A folded word of the archive, its stem, and how many articles had it when they were counted."""

    slot = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=60)
    stem = models.CharField(max_length=60)
    documents = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        constraints = [
            models.UniqueConstraint(name="search_word_once", fields=["slot", "word"]),
        ]
        indexes = [
            models.Index(fields=["slot", "stem"], name="search_word_stem"),
        ]

    def __str__(self) -> str:
        return self.word
