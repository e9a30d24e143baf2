from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Deed(models.Model):
    """Who did what to which article, and when: the newsroom's audit. Only ever added.

    The headline is the one of that time: the article may be gone, or be called otherwise.
    """

    class Verb(models.TextChoices):
        CREATED = "created", _("created")
        SAVED = "saved", _("saved")
        HANDED_IN = "handed-in", _("handed in")
        SENT_BACK = "sent-back", _("sent back")
        PUBLISHED = "published", _("published")
        SCHEDULED = "scheduled", _("scheduled")
        WENT_LIVE = "went-live", _("went live")
        EXPIRED = "expired", _("expired")
        CHANGED = "changed", _("published a change")
        CORRECTED = "corrected", _("corrected")
        WITHDREW = "withdrew", _("withdrew")
        RESTORED = "restored", _("restored a revision")
        DISCARDED = "discarded", _("discarded the changes")
        DELETED = "deleted", _("deleted")
        UNDID = "undid", _("undid a batch")
        TOOK = "took", _("took a page's text")
        KEPT = "kept", _("kept ours")
        MERGED = "merged", _("merged a page's text")
        CITED = "cited", _("confirmed a cited source")
        DISMISSED = "dismissed", _("dismissed a cited source")
        JUDGED = "judged", _("judged a near-duplicate")
        LINKED = "linked", _("resolved a related headline")
        IGNORED = "ignored", _("left a copy-desk note alone")
        ARRANGED = "arranged", _("arranged the front page")
        JOINED = "joined", _("merged topics")
        ANSWERED = "answered", _("answered a reader")
        WROTE_PAGE = "wrote-page", _("changed a page of the newsroom")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="deeds",
        verbose_name=_("article"),
    )
    headline = models.CharField(_("headline"), max_length=300, blank=True)
    verb = models.CharField(_("what"), max_length=10, choices=Verb.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("revision"), null=True)
    done_at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    # NULL for what the clock did.
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )

    class Meta:
        verbose_name = _("deed")
        verbose_name_plural = _("who did what")
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.headline}"
