import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import TextEdit, build_html, replace_texts, sanitize, text_of
from tests.body.strategies import BODIES


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>أ</p><p>ب</p>", "أ\nب"),
        ("أ<p>ب</p>ج", "أ\nب\nج"),
        ('<blockquote class="pull">أ</blockquote><p>ب</p>', "أ\nب"),
        ("<ul><li>أ</li><li>ب<ul><li>ج</li></ul></li></ul>", "أ\nب\nج"),
        ("<p>أ<br>ب</p>", "أ\nب"),
        ("<p>  أ\n ب </p>\n<p>&nbsp;</p><p><strong> </strong></p>", "أ  ب"),
        ("<p>«أ &amp; ب» &lt;ج&gt;&nbsp;د</p>", "«أ & ب» <ج>\xa0د"),
        ('<p>من <a href="https://a.example" rel="noopener">هنا</a></p>', "من هنا"),
        ("أ < ب > ج", "أ < ب > ج"),
        ('<p>أ</p><p>ب <a href="https://a', "أ\nب"),
        ("", ""),
    ],
)
def test_the_text_of_a_body(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("html", "edits", "changed"),
    [
        ("<p>وقّع لـ الاتفاق</p>", [(5, 10, "لل")], "<p>وقّع للاتفاق</p>"),
        ("<p>لـ <strong>الاتفاق</strong> اليوم</p>", [(0, 5, "لل")], "<p>لل<strong>اتفاق</strong> اليوم</p>"),
        ("<p>قال , ثم  مضى</p>", [(3, 5, "،"), (8, 9, "")], "<p>قال، ثم مضى</p>"),
        # An insertion between two runs continues the first: the comma is not part of the link.
        ('<p>قال<a href="https://a.example">الناطق</a></p>', [(3, 3, "،")], '<p>قال،<a href="https://a.example">الناطق</a></p>'),
        ("<p>أب</p><p>جد</p>", [(2, 2, "!"), (3, 3, "؟")], "<p>أب!</p><p>؟جد</p>"),
        ("<p>أب</p><p>جد</p>", [(1, 4, "هـ")], "<p>أهـ</p><p>د</p>"),
        ("<p>أب</p><p>جد</p>", [(2, 3, "ه")], "<p>أبه</p><p>جد</p>"),
        ("<p>أ<em>ب</em>ج</p>", [(0, 3, "د")], "<p>د<em></em></p>"),
        ("<p>أ &amp; ب</p>", [(2, 3, "<و>&")], "<p>أ &lt;و&gt;&amp; ب</p>"),
        ("<p>&lt;أ&gt;&nbsp;ب</p><p>&lt;</p>", [(1, 2, "ج")], "<p>&lt;ج&gt;&nbsp;ب</p><p>&lt;</p>"),
        ("<p>  أ </p>", [(0, 1, "ب")], "<p>  ب </p>"),
        ("<p>أ</p>", [(0, 0, "ب"), (0, 0, "ج")], "<p>بجأ</p>"),
        ("<p>أبج</p>", [(2, 3, "3"), (0, 1, "1")], "<p>1ب3</p>"),
        ("<p>أ</p>", [(0, 1, "ب"), (0, 0, "ج")], "<p>جب</p>"),
        ("<p>أ</p>", [], "<p>أ</p>"),
    ],
)  # fmt: skip
def test_edits_of_the_text(html: str, edits: list[tuple[int, int, str]], changed: str) -> None:
    assert replace_texts(html, [TextEdit(*edit) for edit in edits]) == changed


@pytest.mark.parametrize(
    ("html", "edits"),
    [
        ("<p>أبج</p>", [(0, 2, "د"), (1, 3, "ه")]),
        ("<p>أبج</p>", [(0, 3, "د"), (1, 1, "ه")]),
        ("<p>أبج</p>", [(2, 4, "د")]),
        ("<p>أبج</p>", [(2, 1, "د")]),
        ("<p>أبج</p>", [(-1, 1, "د")]),
        ("<p></p>", [(0, 0, "د")]),
    ],
)
def test_edits_that_cannot_be_made(html: str, edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="TextEdit"):
        replace_texts(html, [TextEdit(*edit) for edit in edits])


@st.composite
def edited_bodies(draw: st.DrawFn) -> tuple[str, list[TextEdit]]:
    """A body, and edits that each stay within a line."""
    html = draw(BODIES)
    text = text_of(html)
    edits = []
    at = 0
    while text and at <= len(text):
        start = draw(st.integers(at, len(text)))
        line_end = text.find("\n", start) % (len(text) + 1)
        end = draw(st.integers(start, line_end))
        edits.append(TextEdit(start, end, draw(st.text("هو<&>\xa0", max_size=3))))
        at = end + draw(st.integers(1, 10))
    return html, edits


@given(edited_bodies())
def test_the_text_changes_as_asked_and_the_tags_stay(edited: tuple[str, list[TextEdit]]) -> None:
    html, edits = edited
    expected = text_of(html)
    for edit in reversed(edits):
        expected = expected[: edit.start] + edit.text + expected[edit.end :]
    changed = replace_texts(html, edits)
    lines = filter(None, map(str.strip, expected.splitlines()))
    assert text_of(changed) == "\n".join(lines)
    assert re.findall("<[^<>]*>", changed) == re.findall("<[^<>]*>", html)


@given(BODIES)
def test_an_edit_that_changes_nothing_changes_nothing(html: str) -> None:
    text = text_of(html)
    for at in range(len(text)):
        if text[at] != "\n":
            changed = replace_texts(html, [TextEdit(at, at + 1, text[at])])
            assert text_of(changed) == text
            assert sanitize(changed) == changed


def test_many_edits_of_a_long_body_take_no_longer_than_a_few_seconds() -> None:
    html = build_html([("paragraph", "لـ الاتفاق " * 20)] * 3_000)
    edits = [TextEdit(at.start(), at.end(), "لل") for at in re.finditer("لـ ال", text_of(html))]
    began = time.process_time()
    changed = replace_texts(html, edits)
    assert time.process_time() - began < 5
    assert changed == html.replace("لـ ال", "لل")
    assert len(edits) == 60_000
