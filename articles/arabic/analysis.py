"""What search keeps of a text: its headline folded, and the stems of all of it."""

from typing import NamedTuple

from .stem import Stemmer
from .words import split_words

MAX_WORDS = 16_000  # a text; PostgreSQL counts positions no further than 16,383


class AnalysedText(NamedTuple):
    """``headline`` is folded words with single spaces between them.

    ``stems`` is the stems of the headline, the summary and the body, written likewise; and of the
    caption, where one has words.
    """

    headline: str
    stems: tuple[str, ...]


def analyse(
    stemmer: Stemmer, *, headline: str, summary: str, body: str, caption: str = ""
) -> AnalysedText:
    """Return what search keeps of a headline, a summary, a body and a caption (plain text)."""
    words = split_words(headline)

    def stems(words: list[str]) -> str:
        return " ".join(stemmer.stems(words[:MAX_WORDS]))

    always = (stems(words), stems(split_words(summary)), stems(split_words(body)))
    said = stems(split_words(caption))
    return AnalysedText(" ".join(words), (*always, said) if said else always)
