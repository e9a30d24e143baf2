from django.db import models


class SearchDocument(models.Model):
    """The folded words of an article (search/documents), written with it in one transaction."""

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_document",
    )
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.article_id}"
