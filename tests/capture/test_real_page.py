"""The real captured page, read from where ``SEEDS_DIR`` says; its sentences stay there."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles.capture import decode, parse_page

NAME = "000_bfd5bbd812b5631f.txt"
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "seeds"
FOUND = [
    folder / NAME
    for folder in (Path(os.environ.get("SEEDS_DIR", BESIDE)), BESIDE)
    if (folder / NAME).exists()
]


@pytest.mark.skipif(not FOUND, reason="the real captured page is kept outside the project")
def test_the_real_page() -> None:
    reading = parse_page(decode(FOUND[0].read_bytes())[0])
    article = reading.article
    assert article.published is not None
    assert article.updated is not None
    assert article.published.instant == datetime(2018, 5, 21, 8, 5, tzinfo=UTC)
    assert article.updated.instant == datetime(2018, 5, 24, 23, 1, tzinfo=UTC)
    assert article.source == "تلفزيون سوريا"
    assert article.byline is None
    assert len(article.paragraphs) == 13
    assert [quote.after_paragraph for quote in article.pull_quotes] == [6]
    assert len(article.related) == 6
    assert reading.problems == ()
    assert [str(role) for role in reading.roles if role] == [
        *("headline", "published", "updated", "source"),
        *["paragraph"] * 6, "pull quote", *["paragraph"] * 7,
        "related heading", *["related"] * 6,
    ]  # fmt: skip
