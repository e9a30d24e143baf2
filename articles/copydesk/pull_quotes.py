"""Pull quotes and the sentences that they repeat."""

import re
from collections.abc import Iterator

from articles.arabic import match_key

from .passage import Context, Passage, Span
from .rule import Hit, Rule

_ELLIPSIS = re.compile(r"\.{2,}|…")


class OrphanPullQuote(Rule):
    """A pull quote whose words the body no longer says.

    Words are compared folded and without punctuation; what an ellipsis parts may stand apart.
    """

    code = "orphan-pull-quote"
    why = "The body no longer says what this pull quote says."
    examples_in = Context(pull_quotes=((0, 17),))
    flags = {"وصلت قافلة القرية\nغادرت القافلة": [("وصلت قافلة القرية", None)]}
    passes = (
        "وصلت قافلة القرية\nأمس وَصَلت «قافلة القريه».",
        "وصلت.. إلى القرية\nوصلت القافلة إلى القرية",
        "...«وصلت القافلة»\nوصلت القافلة",
    )

    def find(self, passage: Passage) -> Iterator[Hit]:
        quotes = passage.context.pull_quotes
        if not quotes:
            return
        said = f" {match_key(_without(passage.text, quotes))} "
        for start, end in quotes:
            parts = filter(None, map(match_key, _ELLIPSIS.split(passage.text[start:end])))
            if any(f" {part} " not in said for part in parts):
                yield Hit(start, end)


def _without(text: str, spans: tuple[Span, ...]) -> str:
    parts = []
    at = 0
    for start, end in spans:
        parts.append(text[at:start])
        at = end
    return "\n".join([*parts, text[at:]])
