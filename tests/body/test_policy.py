import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import build_html, plain_text, sanitize
from articles.body.policy import TAGS


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>أ <b>ب</b> <i>ج</i></p>", "<p>أ <strong>ب</strong> <em>ج</em></p>"),
        ("<div>أ</div><div>ب</div>", "<p>أ</p><p>ب</p>"),
        ("<h1>أ</h1><h4>ب</h4>", "<h2>أ</h2><h3>ب</h3>"),
        ('<p onclick="x()" style="color:red" class="a" id="b">أ</p>', "<p>أ</p>"),
        ("<p>أ</p><script>alert(1)</script><style>p{}</style>", "<p>أ</p>"),
        ('<a href="javascript:alert(1)">أ</a>', '<a rel="noopener">أ</a>'),
        ('<a href="https://a.example/?b=1&amp;c" target="_blank">أ</a>', '<a href="https://a.example/?b=1&amp;c" rel="noopener">أ</a>'),
        ('<blockquote class="pull x"><p>أ</p></blockquote>', '<blockquote class="pull"><p>أ</p></blockquote>'),
        ('<p class="pull">أ</p>', "<p>أ</p>"),
        ('<img src="x" onerror="y"><svg><script>z</script></svg>', ""),
        ("<p></p><p> </p><p>أ</p>", "<p>أ</p>"),
        ("<ul><li>أ</li></ul><ol><li>ب<br>ج</li></ol>", "<ul><li>أ</li></ul><ol><li>ب<br>ج</li></ol>"),
        ("أ < ب", "أ &lt; ب"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_allowed(html: str, clean: str) -> None:
    assert sanitize(html) == clean


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<script>", "</script>", "<a href='javascript:x'>",
         "<img src=x onerror=y>", "<blockquote class=pull>", "</blockquote>", "<h1>", "<svg/onload=x>", "&lt;", "<!--", "-->"]
    )
    | st.text(max_size=10),
    max_size=12,
).map("".join)  # fmt: skip


@given(MARKUP)
def test_nothing_else_comes_through(html: str) -> None:
    clean = sanitize(html)
    assert sanitize(clean) == clean
    for name, attributes in re.findall(r"<([a-z0-9]+)([^>]*)>", clean):
        assert name in TAGS
        assert re.fullmatch(
            r'( (href="(https?|mailto):[^"]*"|rel="noopener"|class="pull"))*|', attributes
        ) or (name == "a" and re.fullmatch(r'( href="[^"]*")? rel="noopener"', attributes))


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30
)


@given(st.lists(st.tuples(st.sampled_from(["paragraph", "pull quote", "subheading"]), TEXTS)))
def test_blocks_come_back_as_plain_text(blocks: list[tuple[str, str]]) -> None:
    html = build_html(blocks)
    assert sanitize(html) == html
    assert plain_text(html).split("\n") == [text for _, text in blocks] or not blocks
