"""What the copy desk could mend in several articles at once, to be seen before it is done."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext

from articles.copydesk import RULES, Finding
from articles.editing import findings_of, load_latest
from articles.models import Article

_EXAMPLES = 3  # of a rule, in each article


class Mended(NamedTuple):
    """One article under a rule: how many places, and some of them as (what stands there, the fix)."""

    headline: str
    places: int
    examples: list[tuple[str, str]]


class RuleShown(NamedTuple):
    code: str
    why: str
    places: int
    articles: list[Mended]


def rules_for(articles: Iterable[Article]) -> list[RuleShown]:
    """The rules that can mend something in these articles, in the order of the rules."""
    found: dict[str, list[Mended]] = {}
    for article in articles:
        load_latest(article)
        for code, findings in fixes_of(article).items():
            examples = [(one.found, one.fix or "") for one in findings[:_EXAMPLES]]
            found.setdefault(code, []).append(
                Mended(article.title_ar or gettext("(no headline)"), len(findings), examples)
            )
    return [
        RuleShown(code, gettext(rule.why), sum(one.places for one in found[code]), found[code])
        for code, rule in RULES.items()
        if code in found
    ]


def fixes_of(article: Article) -> dict[str, list[Finding]]:
    """What each rule can mend by itself in an article."""
    fixes: dict[str, list[Finding]] = {}
    for finding in (one for findings in findings_of(article).values() for one in findings):
        if finding.fix is not None:
            fixes.setdefault(finding.rule, []).append(finding)
    return fixes
