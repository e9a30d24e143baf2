"""An article's body: one allow-list, blocks, text and changed text back, what changed, merging.

Pure Python and nh3.
"""

from .blocks import BlockKind, HtmlBlockKind, build_html, kind_of, split_blocks
from .diff import BlockChange, Segment, diff_bodies, diff_texts
from .merge import BodyMerge, Conflict, Merged, merge_bodies
from .policy import EDITOR_EXTENSIONS, sanitize
from .reading import reading_minutes
from .runs import isolate_runs, isolate_text_runs
from .textmap import TextEdit, replace_texts, text_of
from .values import Clash, merge_lists, merge_values

plain_text = text_of  # the older name, which most rooms still call it by

__all__ = [
    "EDITOR_EXTENSIONS",
    "BlockChange",
    "BlockKind",
    "BodyMerge",
    "Clash",
    "Conflict",
    "HtmlBlockKind",
    "Merged",
    "Segment",
    "TextEdit",
    "build_html",
    "diff_bodies",
    "diff_texts",
    "isolate_runs",
    "isolate_text_runs",
    "kind_of",
    "merge_bodies",
    "merge_lists",
    "merge_values",
    "plain_text",
    "reading_minutes",
    "replace_texts",
    "sanitize",
    "split_blocks",
    "text_of",
]
