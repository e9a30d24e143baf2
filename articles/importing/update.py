"""Newer captures of articles that are here."""

from datetime import datetime
from typing import Any

from articles.capture import Problem
from articles.editing import begin_history, note_languages
from articles.intake import PreparedPage, digest
from articles.models import Article, CapturedPage, ImportBatch, Proposal, Revision

from .evidence import Capture, keep_evidence
from .links import rewrite_links
from .merge import Merged, apply_values, in_order, merge, read_newest_values, read_values
from .revisions import record_change


def find_news(article: Article, values: dict[str, Any]) -> Merged | None:
    """Return what a capture's values would change or propose; None where it says nothing new."""
    if not article.missing:
        # The importer publishes what was a draft for lack of something, and nothing else.
        values = {name: value for name, value in values.items() if name != "status"}
    current = read_newest_values(article)
    merged = merge(current, article.imported_digests, values)
    # Neither what readers see nor what waits may come to end before it began.
    for times in (current, read_values(article)):
        merged = in_order(times, merged)
    if merged.applied:
        return merged
    return merged if _not_yet_proposed(article, merged.kept) else None


def _not_yet_proposed(article: Article, kept: dict[str, Any]) -> dict[str, Any]:
    """What no page has proposed yet, whatever an editor has made of it since."""
    proposed = list(article.proposals.filter(field__in=kept).values_list("field", "value"))
    return {name: value for name, value in kept.items() if (name, value) not in proposed}


def update_article(
    article: Article,
    page: PreparedPage,
    news: Merged,
    *,
    batch: ImportBatch,
    now: datetime,
    page_is_known: bool,
) -> Capture:
    """Write what a newer capture, or a new translation of a known one, says that is new."""
    begin_history(article)
    current = read_values(article)
    replaced = {name: [current[name], article.imported_digests.get(name)] for name in news.applied}
    apply_values(article, news.applied)
    note_languages(article, news.applied)
    article.imported_digests |= {name: digest(value) for name, value in news.applied.items()}
    if "related" in news.applied:
        rewrite_links(article, news.applied["related"])
    record_change(article, str(Revision.Kind.IMPORT), batch.name, now)
    problems = page.problems + [Problem("kept-edited-text", None, name) for name in news.kept]
    capture = Capture(page, article.pk, "updated", problems, replaced, page_is_known)
    keep_evidence([capture], batch, now)
    if proposed := _not_yet_proposed(article, news.kept):
        evidence = CapturedPage.objects.filter(article=article).defer("content").latest("pk")
        Proposal.objects.bulk_create(
            Proposal(article=article, page=evidence, field=name, value=value)
            for name, value in proposed.items()
        )
    return capture
