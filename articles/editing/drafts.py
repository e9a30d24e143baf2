"""Saving what a person wrote."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles.arabic import match_key, slugify
from articles.body import sanitize
from articles.models import Article
from articles.search import store_document

from .access import require
from .links import link_arrivals


def save_article(article: Article, *, by: AbstractBaseUser) -> None:
    """Save an article as edited by a person, with everything that follows from its text.

    The body is sanitised here too: not every caller is a form. Raises Refused where ``by`` may not.
    """
    stored = Article.objects.filter(pk=article.pk).first() if article.pk else None
    require(by, "edit", stored or article)
    article.body_ar = sanitize(article.body_ar or "")
    article.body_en = sanitize(article.body_en or "") or None
    article.slug = slugify(article.slug or article.title_ar or "")
    article.headline_key = match_key(article.title_ar or "")
    article.edited_at = timezone.now()
    with transaction.atomic():
        article.save()
        store_document(article)
        if stored is None or stored.headline_key != article.headline_key:
            link_arrivals({article.headline_key})
