from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """The folded words of an article (search/documents), written with it in one transaction."""

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_document",
    )
    text = models.TextField()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")

    def __str__(self) -> str:
        return f"{self.article_id}"
