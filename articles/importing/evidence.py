"""The captured pages that stand behind an article, kept byte for byte."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from articles.capture import PARSER, PARSER_VERSION, Problem
from articles.intake import PreparedPage
from articles.models import CapturedPage, ImportBatch, insert_rows

_COLUMNS = (
    *("kind", "content", "sha256", "file_name", "encoding", "roles", "problems", "problem_codes"),
    *("replaced", "article_id", "batch_id", "outcome", "parser", "parser_version", "imported_at"),
)


class Capture(NamedTuple):
    """A page that made or changed an article. ``replaced`` is what an update can be undone to."""

    page: PreparedPage
    article_id: int
    outcome: str
    problems: list[Problem]
    replaced: dict[str, Any] = {}
    page_is_known: bool = False


def keep_evidence(captures: Iterable[Capture], batch: ImportBatch, now: datetime) -> None:
    """Keep the pages, unless they are here already, and the translations beside them."""
    captures = list(captures)
    english = {c.page.translation.sha256 for c in captures if c.page.translation}
    known = set(
        CapturedPage.objects.filter(sha256__in=english).values_list("sha256", flat=True)
        if english
        else ()
    )
    rows = []
    for capture in captures:
        page, translation = capture.page, capture.page.translation
        shared = (capture.article_id, batch.pk, capture.outcome, PARSER, PARSER_VERSION, now)
        if not capture.page_is_known:
            codes = " ".join(dict.fromkeys(problem.code for problem in capture.problems))
            rows.append(
                (
                    str(CapturedPage.Kind.PAGE),
                    page.content,
                    page.sha256,
                    page.file[-255:],
                    page.encoding,
                    page.roles,
                    [problem._asdict() for problem in capture.problems],
                    f" {codes} "[:500] if codes else "",
                    capture.replaced,
                    *shared,
                )
            )
        if translation and translation.sha256 not in known:
            known.add(translation.sha256)
            rows.append(
                (
                    str(CapturedPage.Kind.TRANSLATION),
                    translation.content,
                    translation.sha256,
                    translation.file_name,
                    translation.encoding,
                    *([], [], ""),
                    capture.replaced if capture.page_is_known else {},
                    *shared,
                )
            )
    insert_rows(CapturedPage, _COLUMNS, rows)
