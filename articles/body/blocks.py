"""A body's blocks: made from plain text, and split out of its HTML."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from .markup import BLOCK_TAGS, Token, tokens
from .textmap import text_of

BlockKind = Literal["paragraph", "pull quote", "subheading"]
HtmlBlockKind = Literal[BlockKind, "quote", "list"]

_TEMPLATES: dict[BlockKind, str] = {
    "paragraph": "<p>{}</p>",
    "pull quote": '<blockquote class="pull"><p>{}</p></blockquote>',
    "subheading": "<h2>{}</h2>",
}
_KINDS: dict[str, HtmlBlockKind] = {
    '<blockquote class="pull">': "pull quote",
    "<blockquote>": "quote",
    "<h2>": "subheading",
    "<h3>": "subheading",
    "<ul>": "list",
    "<ol>": "list",
    "<li>": "list",
}
_BLOCK_START = re.compile(rf"<(?:{'|'.join(BLOCK_TAGS)})\b")


def build_html(blocks: Iterable[tuple[BlockKind, str]]) -> str:
    """Return blocks (kind, plain text) as HTML: ``"<p>أ</p><h2>ب</h2>"``.

    Its tags are the policy's and its text is escaped, so ``sanitize`` leaves it as it is (a test
    holds it to that); running it here would be a tenth of what reading a page costs.
    """
    return "".join(_TEMPLATES[kind].format(html.escape(text, quote=False)) for kind, text in blocks)


def split_blocks(body_html: str) -> list[str]:
    """Return a sanitised body's top-level blocks: ``"<p>أ</p> ب"`` -> ``["<p>أ</p>", "<p>ب</p>"]``.

    Joined they are the body again, but that text outside any block is in a paragraph now, and that
    the spaces between blocks and the inline tags around them are gone.
    """
    blocks = []
    loose = ""
    for node in _nodes(body_html):
        if _BLOCK_START.match(node):
            blocks += [*_loose_blocks(loose), node]
            loose = ""
        else:
            loose += node
    return [*blocks, *_loose_blocks(loose)]


def kind_of(block: str) -> HtmlBlockKind:
    """Return what an editor calls a block of HTML: ``"<h2>أ</h2>"`` -> ``"subheading"``."""
    return _KINDS.get(block[: block.find(">") + 1], "paragraph")


def _nodes(body_html: str) -> Iterator[str]:
    """Return the texts and the whole elements of the top level."""
    start = depth = 0
    for token in tokens(body_html):
        if token.tag and token.tag != "br":
            depth += -1 if token.is_closing else 1
        if depth <= 0:
            yield body_html[start : token.end]
            start, depth = token.end, 0
    if start < len(body_html):
        yield body_html[start:]


def _loose_blocks(loose: str) -> list[str]:
    """Return the blocks that loose text becomes: a paragraph, if a reader sees any of it."""
    if any(token.tag in BLOCK_TAGS for token in tokens(loose)):
        return split_blocks(_unwrapped(loose))
    return [f"<p>{loose.strip()}</p>"] if text_of(loose) else []


def _unwrapped(loose: str) -> str:
    """Return HTML without the inline tags around its blocks.

    A paste from a word processor may have one ``<b>`` around all of its paragraphs, which says
    nothing, and would make of them one block.
    """
    dropped: set[Token] = set()
    opened: list[Token] = []
    blocks_open = 0
    for token in tokens(loose):
        if token.tag in BLOCK_TAGS:
            if not blocks_open:
                dropped.update(opened)
            blocks_open += -1 if token.is_closing else 1
        elif blocks_open or token.tag in ("", "br"):
            continue
        elif not token.is_closing:
            opened.append(token)
        elif opened and opened.pop() in dropped:
            dropped.add(token)
    return "".join(
        loose[token.start : token.end] for token in tokens(loose) if token not in dropped
    )
