"""A page that is about to become an article."""

from typing import Any, NamedTuple

from articles.intake import PreparedPage


class NewArticle(NamedTuple):
    """A page, the article's fields as JSON values and as the model has them, and its capture key."""

    page: PreparedPage
    values: dict[str, Any]
    attributes: dict[str, Any]
    capture_key: str
