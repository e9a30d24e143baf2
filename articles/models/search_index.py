from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchIndex(models.Model):
    """One of the two places for the search index: readers search one while the other is built.

    ``vocabulary_at`` is when its words were counted (SearchWord); ``indexed_to`` is the last article
    that a rebuild has put into it.
    """

    class State(models.TextChoices):
        BUILDING = "building", _("being built")
        LIVE = "live", _("in use")

    slot = models.PositiveSmallIntegerField(primary_key=True)
    state = models.CharField(max_length=8, choices=State.choices)
    vocabulary_at = models.DateTimeField(null=True)
    counted = models.PositiveIntegerField(default=0)  # articles whose words were counted
    guarding_from = models.PositiveIntegerField(default=0)  # articles a word guards stems from
    indexed_to = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("search index")
        verbose_name_plural = _("search indexes")
        constraints = [
            models.CheckConstraint(
                name="search_index_slot_is_known", condition=models.Q(slot__in=[0, 1])
            ),
            models.UniqueConstraint(
                name="search_index_one_is_live", fields=["state"], condition=models.Q(state="live")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot} ({self.get_state_display()})"
