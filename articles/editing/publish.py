"""Changes of state: one verb each, with its check."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.exceptions import Refused
from articles.models import Article, Status
from articles.search import store_document

from .access import require


def publish(article: Article, *, by: AbstractBaseUser) -> None:
    """Put an article before readers, from its publication time on (now, if it has none).

    Raises Refused, naming what is missing. Safe to repeat.
    """
    require(by, "publish", article)
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        if article.status == Status.PUBLISHED:
            return
        if article.published_at is None:
            article.published_at = timezone.now().replace(second=0, microsecond=0)
        if article.missing:
            raise Refused(
                _("This article cannot be published yet; it lacks: %(parts)s.")
                % {"parts": _(", ").join(article.missing)}
            )
        _change_status(article, Status.PUBLISHED)


def withdraw(article: Article, *, by: AbstractBaseUser) -> None:
    """Take an article away from readers; its text and history stay. Safe to repeat."""
    require(by, "withdraw", article)
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        if article.status == Status.DRAFT:
            raise Refused(_("This article was never published."))
        _change_status(article, Status.WITHDRAWN)


def _change_status(article: Article, status: Status) -> None:
    article.status = status
    article.edited_at = timezone.now()
    article.save(update_fields=["status", "published_at", "edited_at"])
    store_document(article)
