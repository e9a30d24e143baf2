"""What an import says of a page and of itself, as JSON-ready objects (docs/operating.md)."""

from datetime import UTC, datetime
from typing import Any

from articles.damascus import damascus_date
from articles.intake import PreparedPage

from .run import ImportRun, PageResult


def page_object(result: PageResult) -> dict[str, Any]:
    """Return what was read from one page and what became of it; absent values are None."""
    page, article = result.page, result.page.article
    return {
        "file": page.file,
        "sha256": page.sha256,
        "outcome": result.outcome,
        "article_id": result.article_id,
        "headline": article.headline,
        "published_at": _time(page, "published_at"),
        "published_text": article.published.text if article.published else None,
        "updated_at": _time(page, "updated_at"),
        "updated_text": article.updated.text if article.updated else None,
        "source": article.source,
        "byline": article.byline,
        "paragraphs": article.paragraphs,
        "pull_quotes": [quote._asdict() for quote in article.pull_quotes],
        "related": list(article.related),
        "tags": list(article.tags),
        "problems": [problem._asdict() for problem in result.problems],
    }


def summary_object(run: ImportRun) -> dict[str, Any]:
    """Return ``{"summary": {...}}``; ``batch`` is None where the run wrote nothing."""
    return {"summary": {"documents": run.documents, **run.outcomes, "batch": run.batch_name}}


def _time(page: PreparedPage, name: str) -> str | None:
    """``2018-05-21T08:05:00Z``; a date without a time is the Damascus date alone."""
    stored = page.values.get(name)
    if not stored:
        return None
    if stored[1] == "day":
        return damascus_date(datetime.fromisoformat(stored[0])).isoformat()
    instant = datetime.fromisoformat(stored[0]).astimezone(UTC)
    return instant.isoformat().replace("+00:00", "Z")
