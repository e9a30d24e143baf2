"""Which content an article's form shows, and which row its rules are asked of.

What is edited is the newest content, which readers may not see yet; what may be done depends on the
row as it is stored. So an article in a form carries both, and the content is read once for all that
a page shows of it.
"""

from copy import copy

from articles.editing import Content, apply_content, content_of, latest_content
from articles.models import Article


def read_version(text: str) -> int | None:
    """The revision that a form says it was opened with; None for what is no number.

    An article without a history (0) has one revision once somebody saves: what it said before.
    """
    return max(int(text), 1) if text.isdecimal() and len(text) < 10 else None


def prepare_for_form(article: Article, base: str = "") -> None:
    """Put the newest content on an article, or the one that a form (``base``) was opened with.

    Compared with that one, a field that was not touched stays as it was stored, to the byte.
    """
    article.stored = copy(article)
    number = read_version(base)
    if number and number < article.version and article.revisions.filter(number=number).exists():
        article.shown = content_of(article, number)
        apply_content(article, article.shown)
    else:
        article.shown = latest_of(article)
        if article.has_changes_waiting:
            apply_content(article, article.shown)


def shown_of(article: Article) -> Content:
    """The content that an article in a form carries."""
    return article.shown


def latest_of(article: Article) -> Content:
    """What was last written of an article in a form, read once."""
    stored = stored_of(article)
    if not hasattr(stored, "latest"):
        stored.latest = latest_content(stored)
    return stored.latest


def stored_of(article: Article) -> Article:
    """The row of an article that a form carries."""
    return getattr(article, "stored", article)
