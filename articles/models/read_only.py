from django.db import models
from django.db.models import Q
from django.utils import timezone


class ReadOnly(models.Model):
    """That the newsroom takes no writes now (``articles.read_only``): one row, or none.

    A row, and not a setting: every worker of every machine sees it with its next request.
    """

    since = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()  # the operator's, by a command
        constraints = [models.CheckConstraint(name="read_only_is_one_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M} UTC"
