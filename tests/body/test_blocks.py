import re

import pytest
from hypothesis import given

from articles.body import build_html, kind_of, sanitize, split_blocks, text_of
from tests.body.strategies import BODIES


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>أ</p><h2>ب</h2><h3>ج</h3>", ["<p>أ</p>", "<h2>ب</h2>", "<h3>ج</h3>"]),
        ('<blockquote class="pull"><p>أ</p><p>ب</p></blockquote><p>ج</p>', ['<blockquote class="pull"><p>أ</p><p>ب</p></blockquote>', "<p>ج</p>"]),
        ("<ul><li>أ<ul><li>ب</li></ul></li></ul><ol><li>ج</li></ol>", ["<ul><li>أ<ul><li>ب</li></ul></li></ul>", "<ol><li>ج</li></ol>"]),
        ("<p>أ<br>ب</p>\n  <p>ج</p>\n", ["<p>أ<br>ب</p>", "<p>ج</p>"]),
        ("أ <strong>ب</strong><p>ج</p> د<br>ه ", ["<p>أ <strong>ب</strong></p>", "<p>ج</p>", "<p>د<br>ه</p>"]),
        ("<p>أ</p>&nbsp;<br><strong> </strong><p>ب</p>", ["<p>أ</p>", "<p>ب</p>"]),
        ("<p>أ</p>ب<strong>ج<p>د</p></strong>ه<p>و</p>", ["<p>أ</p>", "<p>بج</p>", "<p>د</p>", "<p>ه</p>", "<p>و</p>"]),
        ("<strong><p>أ <em>ب</em></p><blockquote><em><p>ج</p></em></blockquote></strong><em>د</em>", ["<p>أ <em>ب</em></p>", "<blockquote><em><p>ج</p></em></blockquote>", "<p><em>د</em></p>"]),
        ("", []),
    ],
)  # fmt: skip
def test_the_blocks_of_a_body(html: str, blocks: list[str]) -> None:
    assert split_blocks(html) == blocks


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ("<p>أ</p>", "paragraph"),
        ("<h2>أ</h2>", "subheading"),
        ("<h3>أ</h3>", "subheading"),
        ('<blockquote class="pull"><p>أ</p></blockquote>', "pull quote"),
        ("<blockquote><p>أ</p></blockquote>", "quote"),
        ("<ol><li>أ</li></ol>", "list"),
    ],
)
def test_what_a_block_is_called(block: str, kind: str) -> None:
    assert kind_of(block) == kind


def test_what_is_built_is_split_again() -> None:
    html = build_html([("paragraph", "أ < ب"), ("pull quote", "«ج»"), ("subheading", "د & ه")])
    assert [kind_of(block) for block in split_blocks(html)] == [
        "paragraph",
        "pull quote",
        "subheading",
    ]
    assert "".join(split_blocks(html)) == html


@given(BODIES)
def test_no_word_is_lost_and_joined_they_are_a_body(html: str) -> None:
    blocks = split_blocks(html)
    joined = "".join(blocks)
    assert text_of(joined) == text_of(html)
    assert sanitize(joined) == joined
    assert split_blocks(joined) == blocks
    assert all(re.match(r"<(p|h2|h3|blockquote|ul|ol|li)\b", block) for block in blocks)
    assert all(split_blocks(block) == [block] for block in blocks)
