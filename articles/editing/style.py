"""What the copy desk finds in an article, and what an editor does about it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles.body import sanitize
from articles.copydesk import RULES, Copy, Field, Finding, check_article, fix_article, fix_finding
from articles.models import Article, IgnoredFinding

from .access import require
from .content import apply_content
from .deeds import Verb, note
from .revisions import latest_content

STYLE_FIELDS: Mapping[str, Field] = {
    "title_ar": "title",
    "summary_ar": "summary",
    "body_ar": "body_html",
    "image_alt_ar": "alt",
    "image_caption_ar": "caption",
}
"""The fields that the copy desk reads, and its own names for them."""

_REASON = "copydesk: "  # and the codes of the rules


class Place(NamedTuple):
    """Where a finding is: an article's field, the finding's key and its first character there.

    Two findings of one key are one decision for who ignores them, but are fixed one at a time.
    """

    field: str
    key: str
    start: int


def findings_of(
    article: Article, *, rules: Collection[str] = RULES, now: datetime | None = None
) -> dict[str, list[Finding]]:
    """Return what ``rules`` (codes) find in each Arabic field of an article as it is in memory.

    Without what an editor of this article chose to ignore. ``{"title_ar": [], "summary_ar": [],
    "body_ar": [Finding(…), …], "image_alt_ar": [], "image_caption_ar": []}``; places in the body are
    characters of ``text_of()`` of the sanitised body. Times that the text tells are seen from
    ``now`` (aware).
    """
    found = check_article(_copy(article), now or timezone.now(), rules, _ignored(article))
    return {name: found[field] for name, field in STYLE_FIELDS.items()}


def mend_finding(article: Article, place: Place, *, now: datetime | None = None) -> Finding | None:
    """Fix one finding in an article in memory, save nothing, and return what was fixed.

    None where it is there no more, or only a person can tell what belongs there.
    """
    finding = _find(article, place, now=now)
    if finding is None or finding.fix is None:
        return None
    before = _copy(article)
    _take(article, before, fix_finding(before, STYLE_FIELDS[place.field], finding))
    return finding


def mend_rules(
    article: Article, rules: Iterable[str], *, now: datetime | None = None
) -> tuple[str, ...]:
    """Fix all that ``rules`` (codes) can fix in an article in memory; save nothing.

    Returns the names of the fields that changed.
    """
    before = _copy(article)
    return _take(
        article, before, fix_article(before, now or timezone.now(), rules, _ignored(article))
    )


def ignore(article: Article, place: Place, *, by: AbstractBaseUser) -> Finding | None:
    """Leave a finding in an article as it is in memory alone from now on; return it.

    None where it is there no more. Safe to repeat. Raises Refused.
    """
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        require(by, "edit", stored)
        finding = _find(article, place)
        if finding is None:
            return None
        _ignored, is_new = IgnoredFinding.objects.get_or_create(
            article=stored,
            key=finding.key,
            defaults={"rule": finding.rule, "ignored_by_id": by.pk},
        )
        if is_new:
            note(Verb.IGNORED, stored, by=by, text=reason_of([finding.rule]))
        count_style(stored)
    return finding


def reason_of(rules: Iterable[str]) -> str:
    """Return what revisions and the audit keep of rules (codes): ``"copydesk: tanwin, spelling"``."""
    return _REASON + ", ".join(rules)


def rules_of(reason: str) -> list[str]:
    """Return the codes of the rules that ``reason_of`` put into a reason; none of any other.

    ``"copydesk: detached-prefix, tanwin"`` -> ``["detached-prefix", "tanwin"]``
    """
    codes = reason.removeprefix(_REASON).split(", ") if reason.startswith(_REASON) else []
    return [code for code in codes if code in RULES]  # the last may have been cut


def count_style(article: Article, content: Mapping[str, Any] | None = None) -> int:
    """Count what the copy desk finds in ``content`` (what was last written), and keep the number.

    Of the row only ``style_findings`` is written.
    """
    written = Article(pk=article.pk)
    apply_content(written, latest_content(article) if content is None else content)
    count = sum(map(len, findings_of(written).values()))
    article.style_findings = count
    Article.objects.filter(pk=article.pk).update(style_findings=count)
    return count


def keep_counts(counts: Iterable[tuple[Article, int]]) -> None:
    """Keep the numbers of articles as they were read; one that was counted since keeps its own."""
    with transaction.atomic():
        for article, count in counts:
            if article.style_findings != count:
                Article.objects.filter(
                    pk=article.pk, version=article.version, style_findings=article.style_findings
                ).update(style_findings=count)


def _find(article: Article, place: Place, *, now: datetime | None = None) -> Finding | None:
    """Return the finding at ``place``, or the one of its key that is nearest to it."""
    if place.field not in STYLE_FIELDS:
        return None
    same = [one for one in findings_of(article, now=now)[place.field] if one.key == place.key]
    return min(same, key=lambda finding: abs(finding.start - place.start), default=None)


def _copy(article: Article) -> Copy:
    return Copy(
        article.title_ar or "",
        article.summary_ar or "",
        sanitize(article.body_ar or ""),
        article.published_at,
        article.image_alt_ar or "",
        article.image_caption_ar or "",
    )


def _take(article: Article, before: Copy, after: Copy) -> tuple[str, ...]:
    changed = tuple(
        name
        for name, field in STYLE_FIELDS.items()
        if getattr(before, field) != getattr(after, field)
    )
    for name in changed:
        setattr(article, name, getattr(after, STYLE_FIELDS[name]))
    return changed


def _ignored(article: Article) -> set[str]:
    if article.pk is None:
        return set()
    return {finding.key for finding in article.ignored_findings.all()}
