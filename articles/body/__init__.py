"""An article's body: one allow-list, blocks to HTML, HTML to text and changed text back.

Pure Python and nh3.
"""

from .blocks import BlockKind, HtmlBlockKind, build_html, kind_of, split_blocks
from .policy import EDITOR_EXTENSIONS, sanitize
from .textmap import TextEdit, replace_texts, text_of

plain_text = text_of  # the older name, which most rooms still call it by

__all__ = [
    "EDITOR_EXTENSIONS",
    "BlockKind",
    "HtmlBlockKind",
    "TextEdit",
    "build_html",
    "kind_of",
    "plain_text",
    "replace_texts",
    "sanitize",
    "split_blocks",
    "text_of",
]
