"""Blocks of plain text to the body's HTML, and back to plain text."""

import html
import re
from collections.abc import Iterable
from typing import Literal

import nh3

BlockKind = Literal["paragraph", "pull quote", "subheading"]

_TEMPLATES: dict[BlockKind, str] = {
    "paragraph": "<p>{}</p>",
    "pull quote": '<blockquote class="pull"><p>{}</p></blockquote>',
    "subheading": "<h2>{}</h2>",
}
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li)>|<br>")
_TEXT_ONLY = nh3.Cleaner(tags=set())


def build_html(blocks: Iterable[tuple[BlockKind, str]]) -> str:
    """Return blocks (kind, plain text) as HTML: ``"<p>أ</p><h2>ب</h2>"``.

    Its tags are the policy's and its text is escaped, so ``sanitize`` leaves it as it is (a test
    holds it to that); running it here would be a tenth of what reading a page costs.
    """
    return "".join(_TEMPLATES[kind].format(html.escape(text, quote=False)) for kind, text in blocks)


def plain_text(body_html: str) -> str:
    """Return the words of a body, one block a line: ``"<p>أ</p><p>ب</p>"`` -> ``"أ\\nب"``."""
    text = html.unescape(_TEXT_ONLY.clean(_BLOCK_END.sub("\n", body_html)))
    return "\n".join(filter(None, map(str.strip, text.splitlines())))
