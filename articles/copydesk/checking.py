"""Texts, checked and mended."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from articles.body import TextEdit

from .characters import (
    InvisibleCharacter,
    MixedDigits,
    PersianLetter,
    PresentationForm,
    Tanwin,
    Tatweel,
)
from .finding import Finding, key_of
from .passage import Context, Passage
from .prefixes import DetachedPrefix
from .pull_quotes import OrphanPullQuote
from .punctuation import (
    DoubledSpace,
    LatinComma,
    LatinQuestionMark,
    LatinSemicolon,
    NoSpaceAfterPunctuation,
    SpaceBeforePunctuation,
)
from .quotes import StraightQuotes, UnbalancedBrackets, UnbalancedQuotes
from .relative_time import RelativePeriod, RelativeTime
from .rule import Rule
from .words import DoubledWord, Spelling

_IN_ORDER: tuple[Rule, ...] = (
    PresentationForm(),
    PersianLetter(),
    InvisibleCharacter(),
    DoubledSpace(),
    DetachedPrefix(),
    Tatweel(),
    Tanwin(),
    MixedDigits(),
    LatinComma(),
    LatinSemicolon(),
    LatinQuestionMark(),
    StraightQuotes(),
    UnbalancedQuotes(),
    UnbalancedBrackets(),
    SpaceBeforePunctuation(),
    NoSpaceAfterPunctuation(),
    DoubledWord(),
    Spelling(),
    RelativeTime(),
    RelativePeriod(),
    OrphanPullQuote(),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in _IN_ORDER})
"""The rules by their codes, in the order in which several are best applied: letters first."""


def check(text: str, context: Context | None = None, rules: Iterable[str] = RULES) -> list[Finding]:
    """Return what ``rules`` (codes) find in ``text``, one block a line, in order of place.

    ``check("لـ الاتفاق")`` -> one ``Finding`` of ``detached-prefix``, from 0 to 10, with the fix
    ``"للاتفاق"``. Raises nothing on any text; KeyError for a code that is no rule's.
    """
    passage = Passage(text, context or Context())
    findings = [finding for code in rules for finding in _findings(RULES[code], passage)]
    return sorted(findings, key=lambda finding: (finding.start, finding.end))


def fix(text: str, finding: Finding) -> str:
    """Return ``text`` with one finding mended; ValueError where the text has changed since."""
    if text[finding.start : finding.end] != finding.found:
        raise ValueError(f"{finding.found!r} no longer stands at {finding.start}")
    return apply(text, finding.edits)


def apply(text: str, edits: Iterable[TextEdit]) -> str:
    """Return plain ``text`` with ``edits`` made, all of them in the text as it was before any."""
    parts = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def _findings(rule: Rule, passage: Passage) -> Iterable[Finding]:
    text = passage.text
    for start, end, edits, detail in rule.find(passage):
        found = text[start:end]
        moved = [TextEdit(edit.start - start, edit.end - start, edit.text) for edit in edits]
        yield Finding(
            rule=rule.code,
            start=start,
            end=end,
            found=found,
            fix=apply(found, moved) if edits else None,
            edits=edits,
            detail=detail,
            key=key_of(rule.code, text, start, end),
        )
