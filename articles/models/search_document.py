from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import CompressedTextField


class SearchDocument(models.Model):
    """What search keeps of an article in one language; written with it in one transaction.

    ``place`` is the entry's number in the index (search/places): it says which index, whether
    readers may see the article, its language and its minute, so that entries in order of their
    places are in order of time.
    """

    place = models.BigIntegerField(primary_key=True)
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="search_documents"
    )
    source_id = models.BigIntegerField(null=True)
    topics = models.JSONField(default=list)  # the article's tags
    headline = models.TextField()  # its folded words
    # Exactly what the index was given, so that it can be taken out again.
    headline_tokens = models.TextField()
    text_tokens = CompressedTextField()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")

    def __str__(self) -> str:
        return f"{self.place}"
