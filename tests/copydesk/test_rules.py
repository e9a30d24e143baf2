"""Every rule, held to its own examples and to what all rules promise."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given

from articles.copydesk import RULES, Finding, Rule, check, fix
from articles.copydesk.checking import apply
from tests.copydesk.strategies import TEXTS

EACH_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


@EACH_RULE
def test_what_a_rule_flags(rule: Rule) -> None:
    assert rule.flags
    for text, expected in rule.flags.items():
        findings = check(text, rule.examples_in, [rule.code])
        assert [(finding.found, finding.fix) for finding in findings] == list(expected), text


@EACH_RULE
def test_what_a_rule_passes(rule: Rule) -> None:
    assert rule.passes
    for text in rule.passes:
        assert check(text, rule.examples_in, [rule.code]) == [], text


@EACH_RULE
def test_a_rule_says_who_it_is_and_why(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.code)
    assert re.fullmatch(r"[A-Z][^\n]+\.", rule.why)
    assert RULES[rule.code] is rule


def findings_in(rule: Rule, text: str) -> list[Finding]:
    """What the rule finds where the first block is a pull quote."""
    span = (0, len(text.partition("\n")[0]))
    context = replace(rule.examples_in, pull_quotes=(span,) if span[1] else ())
    return check(text, context, [rule.code])


@EACH_RULE
@given(text=TEXTS)
def test_findings_stand_where_they_say(rule: Rule, text: str) -> None:
    end = 0
    for finding in findings_in(rule, text):
        assert end <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.found
        assert (finding.fix is None) == (not finding.edits)
        assert finding.fix != finding.found
        end = finding.end


@EACH_RULE
@given(text=TEXTS)
def test_a_fix_mends_its_finding_and_touches_nothing_else(rule: Rule, text: str) -> None:
    findings = findings_in(rule, text)
    for finding in findings:
        if finding.fix is None:
            continue
        mended = fix(text, finding)
        assert mended == text[: finding.start] + finding.fix + text[finding.end :]
        assert len(findings_in(rule, mended)) < len(findings)
        if finding.fix and not is_in_word(finding.found[0]):
            assert not (
                is_in_word(text[finding.start - 1 : finding.start]) and is_in_word(finding.fix[0])
            )
        if finding.fix and not is_in_word(finding.found[-1]):
            assert not (
                is_in_word(text[finding.end : finding.end + 1]) and is_in_word(finding.fix[-1])
            )


@EACH_RULE
@example(text="و و اا")
@example(text="بـ  و اا")
@given(text=TEXTS)
def test_fixing_all_a_second_time_changes_nothing(rule: Rule, text: str) -> None:
    once = fix_all(rule, text)
    assert fix_all(rule, once) == once


def fix_all(rule: Rule, text: str) -> str:
    return apply(text, [edit for finding in findings_in(rule, text) for edit in finding.edits])


def is_in_word(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "LMN"
