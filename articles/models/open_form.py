from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OpenForm(models.Model):
    """An article's form that someone has open: since when, and what was typed and not yet saved.

    Not a revision: it is overwritten while one types, and goes when the article is saved.
    ``typed`` are the form's fields as they were last sent; ``version`` is the revision that the form
    was opened with.
    """

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        null=True,  # a new article's form
        related_name="open_forms",
        verbose_name=_("article"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="open_forms",
        verbose_name=_("who"),
    )
    version = models.PositiveIntegerField(default=0)
    typed = models.JSONField(null=True)
    opened_at = models.DateTimeField(_("since"), default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="open_form_once"),
            models.UniqueConstraint(
                fields=["user"],
                name="open_form_of_a_new_article_once",
                condition=models.Q(article=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} #{self.article_id}"
