"""What editors make of topics: two that are one are merged."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.exceptions import Refused
from articles.models import Topic, TopicLink

from .deeds import Verb, note


def merge_topics(topic: Topic, into: Topic, *, by: AbstractBaseUser) -> None:
    """Make one topic of two: the articles of ``topic`` are ``into``'s, now and whenever they come.

    The tags of the articles stay as they are written, and the address of ``topic`` leads to
    ``into``. Raises Refused.
    """
    if not by.has_perm("articles.change_topic"):
        raise Refused(_("Only editors may merge topics."))
    with transaction.atomic():
        locked = Topic.objects.select_for_update().order_by("pk")
        known = {one.pk: one for one in locked.filter(pk__in=[topic.pk, into.pk])}
        if len(known) < 2:
            raise Refused(_("A topic cannot be merged into itself."))
        if any(one.merged_into_id for one in known.values()):
            raise Refused(_("One of these topics was merged into another already."))
        has_both = TopicLink.objects.filter(topic=into).values("article")
        TopicLink.objects.filter(topic=topic, article__in=has_both).delete()
        TopicLink.objects.filter(topic=topic).update(topic=into)
        Topic.objects.filter(Q(pk=topic.pk) | Q(merged_into=topic)).update(merged_into=into)
        said = _("“%(topic)s” into “%(other)s”") % {"topic": topic.name_ar, "other": into.name_ar}
        note(Verb.JOINED, None, by=by, text=said)
