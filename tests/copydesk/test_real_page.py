"""The real captured page, read from where ``SEEDS_DIR`` says; its sentences stay there."""

import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from articles.body import BlockKind, build_html, text_of
from articles.capture import decode, parse_page
from articles.copydesk import RULES, Copy, check, check_article, fix_article

NAME = "000_bfd5bbd812b5631f.txt"
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "seeds"
FOUND = [
    folder / NAME
    for folder in (Path(os.environ.get("SEEDS_DIR", BESIDE)), BESIDE)
    if (folder / NAME).exists()
]
pytestmark = pytest.mark.skipif(
    not FOUND, reason="the real captured page is kept outside the project"
)


def test_the_page_as_it_was_captured() -> None:
    text, _ = decode(FOUND[0].read_bytes())
    findings = check(text)
    assert Counter(finding.rule for finding in findings) == {
        "detached-prefix": 13,
        "doubled-space": 1,
        "straight-quotes": text.count('"') // 2,
    }
    assert all(finding.fix for finding in findings)


def test_the_article_that_was_read_from_it() -> None:
    article = parse_page(decode(FOUND[0].read_bytes())[0]).article
    assert article.published is not None
    blocks: list[tuple[BlockKind, str]] = [("paragraph", text) for text in article.paragraphs]
    for quote in article.pull_quotes:
        blocks.insert(quote.after_paragraph, ("pull quote", quote.text))
    copy = Copy(article.headline, "", build_html(blocks), article.published.instant)
    now = article.published.instant + timedelta(days=30)

    findings = [f for found in check_article(copy, now).values() for f in found]
    assert Counter(finding.rule for finding in findings) == {
        "detached-prefix": 13,
        "straight-quotes": (copy.title + text_of(copy.body_html)).count('"') // 2,
        "relative-time": 7,
    }
    mended = fix_article(copy, now, RULES)
    assert not any(check_article(mended, now).values())
