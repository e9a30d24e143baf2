"""An article's body: one allow-list, blocks to HTML, HTML to plain text. Pure Python and nh3."""

from .blocks import BlockKind, build_html, plain_text
from .policy import EDITOR_EXTENSIONS, sanitize

__all__ = [
    "EDITOR_EXTENSIONS",
    "BlockKind",
    "build_html",
    "plain_text",
    "sanitize",
]
