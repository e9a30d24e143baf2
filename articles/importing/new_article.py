"""A page that is about to become an article."""

from typing import Any, NamedTuple

from articles.intake import PreparedPage


class NewArticle(NamedTuple):
    """A page, the article's fields as JSON values, and the key of the article among captures."""

    page: PreparedPage
    values: dict[str, Any]
    capture_key: str
