"""Whole articles, checked and mended."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from articles.body import TextEdit, replace_texts, sanitize, text_of

from .checking import RULES, apply, check, fix
from .families import majority
from .finding import Finding
from .passage import Context, Span

Field = Literal["title", "summary", "body_html", "alt", "caption"]
FIELDS: tuple[Field, ...] = ("title", "summary", "body_html", "alt", "caption")

_EMPTY_TAG = re.compile(r"<(a|strong|em)(?: [^<>]*)?></\1>")
_PULL_QUOTE = re.compile(r'<blockquote class="pull">(.*?)</blockquote>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Copy:
    """The Arabic of an article, as the copy desk gets it: the body sanitised, the instant aware.

    ``alt`` and ``caption`` are what it says of its picture.
    """

    title: str = ""
    summary: str = ""
    body_html: str = ""
    published_at: datetime | None = None
    alt: str = ""
    caption: str = ""


def check_article(
    copy: Copy, now: datetime, rules: Collection[str] = RULES, ignored: Collection[str] = ()
) -> dict[Field, list[Finding]]:
    """Return what ``rules`` (codes) find in each field, without the findings of ``ignored`` keys.

    Places in the body are characters of ``text_of(body_html)``. ``now`` is an aware instant.
    """
    texts = {field: _text(copy, field) for field in FIELDS}
    context = Context(copy.published_at, now, digits=majority(texts.values()))
    in_body = replace(context, pull_quotes=tuple(_pull_quotes(copy.body_html)))
    return {
        field: [
            finding
            for finding in check(text, in_body if field == "body_html" else context, rules)
            if finding.key not in ignored
        ]
        for field, text in texts.items()
    }


def fix_article(
    copy: Copy, now: datetime, rules: Iterable[str], ignored: Collection[str] = ()
) -> Copy:
    """Return ``copy`` with all that ``rules`` (codes) can mend mended, one rule after the other.

    What only a person can tell, and what the keys in ``ignored`` name, stays. The body's tags stay
    where they are.
    """
    for code in sorted(set(rules), key=list(RULES).index):
        findings = check_article(copy, now, [code], ignored)
        for field in FIELDS:
            copy = _edited(copy, field, findings[field])
    return copy


def fix_finding(copy: Copy, field: Field, finding: Finding) -> Copy:
    """Return ``copy`` with one finding of ``field`` mended.

    ValueError where the text has changed since, so that ``found`` no longer stands there.
    """
    fix(_text(copy, field), finding)
    return _edited(copy, field, [finding])


def _edited(copy: Copy, field: Field, findings: Iterable[Finding]) -> Copy:
    edits = [edit for finding in findings for edit in finding.edits]
    match field:
        case "title":
            return replace(copy, title=apply(copy.title, edits))
        case "summary":
            return replace(copy, summary=apply(copy.summary, edits))
        case "body_html":
            # A block of which nothing is left goes.
            return replace(copy, body_html=sanitize(_replaced(copy.body_html, edits)))
        case "alt":
            return replace(copy, alt=apply(copy.alt, edits))
        case "caption":
            return replace(copy, caption=apply(copy.caption, edits))


def _replaced(html: str, edits: Sequence[TextEdit]) -> str:
    """Return a body with ``edits`` made; no link or emphasis is left without its words.

    What replaces ``لـ <a>الاتفاق</a>`` would stand before the link, whole. Where that empties a tag,
    only the letters that differ are changed.
    """
    replaced = replace_texts(html, edits)
    if len(_EMPTY_TAG.findall(replaced)) == len(_EMPTY_TAG.findall(html)):
        return replaced
    text = text_of(html)
    return replace_texts(html, [_least(text, edit) for edit in edits])


def _least(text: str, edit: TextEdit) -> TextEdit:
    """Return the shortest edit that makes of ``text`` what ``edit`` makes of it."""
    start, end, new = edit.start, edit.end, edit.text
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    return TextEdit(start, end, new)


def _text(copy: Copy, field: Field) -> str:
    match field:
        case "title":
            return copy.title
        case "summary":
            return copy.summary
        case "body_html":
            return text_of(copy.body_html)
        case "alt":
            return copy.alt
        case "caption":
            return copy.caption


def _pull_quotes(body_html: str) -> Iterator[Span]:
    """Return where the pull quotes stand in the body's text; each begins and ends a line."""
    start = at = 0
    for found in _PULL_QUOTE.finditer(body_html):
        if before := text_of(body_html[at : found.start()]):
            start += len(before) + 1
        if quote := text_of(found[1]):
            yield start, start + len(quote)
            start += len(quote) + 1
        at = found.end()
