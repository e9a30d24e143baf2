"""Saving what a person wrote."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles.arabic import clean_line, match_key, slugify
from articles.body import plain_text, sanitize
from articles.models import Article
from articles.search import store_document

from .access import require
from .links import link_arrivals


def save_article(article: Article, *, by: AbstractBaseUser) -> None:
    """Save an article as edited by a person, with everything that follows from its text.

    The text is cleaned and the body sanitised here too: not every caller is a form. Raises
    Refused where ``by`` may not.
    """
    stored = Article.objects.filter(pk=article.pk).first() if article.pk else None
    require(by, "edit", stored or article)
    _clean(article)
    article.slug = slugify(article.slug or article.title_ar or "")
    article.headline_key = match_key(article.title_ar or "")
    article.edited_at = timezone.now()
    with transaction.atomic():
        article.save()
        store_document(article)
        if stored is None or stored.headline_key != article.headline_key:
            link_arrivals({article.headline_key})


def _clean(article: Article) -> None:
    """Leave in an article's texts what the importer would: nothing invisible, no empty body."""
    for language in ("ar", "en"):
        empty = "" if language == "ar" else None
        for name in ("title", "byline"):
            text = clean_line(getattr(article, f"{name}_{language}") or "").text
            setattr(article, f"{name}_{language}", text or empty)
        summary = getattr(article, f"summary_{language}") or ""
        lines = [line for line, _ in map(clean_line, summary.splitlines())]
        setattr(article, f"summary_{language}", "\n".join(lines).strip() or empty)
        body = sanitize(clean_line(getattr(article, f"body_{language}") or "").text)
        setattr(article, f"body_{language}", body if plain_text(body) else empty)
