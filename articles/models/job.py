from django.db import models


class Job(models.Model):
    """What runs by the clock, and how its last run ended: one row a command (management/jobs)."""

    name = models.CharField(max_length=40, primary_key=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    # When a run last ended well: the same as ``ended_at`` where the last one did. NULL: none ever did.
    succeeded_at = models.DateTimeField(null=True)
    # What the run counted: {"published": 1204, "draft": 7}.
    figures = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()  # nobody writes one by hand

    def __str__(self) -> str:
        return self.name
