"""Stories with a history: published and changed through the desk's own door."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from articles.editing import Notice, load_latest, publish, publish_changes, save_article, withdraw
from articles.models import Article, Status
from tests.builders import make_article

NOTICE = Notice("ورد «17» والصواب «70».")
BOTH = Notice("ورد «17» والصواب «70».", "It said “17”; it is “70”.")


def publish_story(by: AbstractBaseUser, title: str = "", **fields: Any) -> Article:
    """An article that was a draft, and was published by ``by``."""
    article = make_article(title, status=Status.DRAFT, **fields)
    publish(article, by=by)
    return Article.objects.get(pk=article.pk)


def write(article: Article, by: AbstractBaseUser, **fields: Any) -> Article:
    """Change what was last written of an article; readers see nothing of it yet."""
    article = Article.objects.get(pk=article.pk)
    load_latest(article)
    for name, value in fields.items():
        setattr(article, name, value)
    save_article(article, by=by)
    return Article.objects.get(pk=article.pk)


def change_story(
    article: Article,
    by: AbstractBaseUser,
    change: str,
    notice: Notice | None = None,
    **fields: Any,
) -> Article:
    """Write into a published article, and publish that as ``change``."""
    article = write(article, by, **fields)
    if notice is None and change in {"correction", "clarification"}:
        notice = BOTH if article.has_english else NOTICE
    publish_changes(article, change, version=article.version, by=by, notice=notice)
    return Article.objects.get(pk=article.pk)


def withdraw_story(
    article: Article, by: AbstractBaseUser, text: str = "سُحب هذا الخبر.", is_gone: bool = False
) -> Article:
    """Take an article from readers, with a notice in the languages it is in."""
    notice = Notice(text, "This story was withdrawn." if article.has_english else "")
    withdraw(article, by=by, notice=notice, is_gone=is_gone)
    return Article.objects.get(pk=article.pk)
