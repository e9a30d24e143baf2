"""What search keeps of a text: its headline folded, and the stems of all of it."""

from typing import NamedTuple

from .stem import Stemmer
from .words import split_words

MAX_WORDS = 16_000  # a text; PostgreSQL counts positions no further than 16,383


class AnalysedText(NamedTuple):
    """``headline`` is folded words with single spaces between them.

    ``stems`` is three lines, of the headline, the summary and the body: ``"خبر\\n\\nمدرسه فتح"``.
    """

    headline: str
    stems: str


def analyse(stemmer: Stemmer, *, headline: str, summary: str, body: str) -> AnalysedText:
    """Return what search keeps of a headline, a summary and a body (plain text)."""
    words = split_words(headline)
    texts = (words, split_words(summary), split_words(body)[:MAX_WORDS])
    return AnalysedText(
        " ".join(words), "\n".join(" ".join(map(stemmer.stem, text)) for text in texts)
    )
