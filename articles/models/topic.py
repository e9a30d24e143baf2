from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """What articles are about: a tag in all its spellings, with a page of its own.

    It comes with the first tag that folds to its ``key``, under the spelling met first. One that was
    merged into another goes on catching its tag, and its address leads there.
    """

    key = models.CharField(max_length=200, unique=True, editable=False)
    name_ar = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    slug = models.CharField(_("address"), max_length=100, unique=True)
    description_ar = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name_ar", "pk"]
        constraints = [
            models.CheckConstraint(name="topic_has_an_address", condition=~models.Q(slug="")),
            models.CheckConstraint(name="topic_has_a_key", condition=~models.Q(key="")),
        ]

    def __str__(self) -> str:
        return self.name_ar

    def get_absolute_url(self) -> str:
        return reverse("topic_detail", args=[self.slug])


class TopicLink(models.Model):
    """That an article's row has a tag of a topic; written where both doors end (search/topics).

    It has the article's time beside it, so that a page of a topic is one look into an index.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, db_index=False, related_name="links")
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, db_index=False, related_name="topic_links"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("topic of an article")
        verbose_name_plural = _("topics of articles")
        constraints = [models.UniqueConstraint(fields=["article", "topic"], name="topic_link_once")]
        indexes = [
            models.Index(fields=["topic", "-published_at", "-article"], name="topic_link_latest")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}/{self.article_id}"
