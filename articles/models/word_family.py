from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.arabic import split_words


class WordFamily(models.Model):
    """Words that search takes for one another, added in the desk: ``مصدر مصادر``."""

    words = models.CharField(
        _("words"),
        max_length=200,
        unique=True,
        help_text=_(
            "A singular and its plurals, or two names of one thing; single words without the "
            "article, separated by spaces: مصدر مصادر"
        ),
    )

    class Meta:
        verbose_name = _("word family")
        verbose_name_plural = _("word families")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        if len(set(split_words(self.words))) < 2:
            raise ValidationError({"words": _("A family has at least two different words.")})
