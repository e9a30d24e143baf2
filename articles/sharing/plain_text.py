"""Text where there is no markup to say its direction, and where XML must not break on it."""

import re
import unicodedata

from django.utils.text import Truncator

from articles.body import isolate_text_runs, plain_text

# XML 1.0, production 2 (Char): everything else makes a document that no parser reads.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARK = {"ar": "\u200f", "en": "\u200e"}
_COMMA_BEFORE_THE_CUT = re.compile(r"[\s،,؛;:-]+…$")

OPENING_WORDS = 40


def legible(text: str) -> str:
    """Return the text without the control characters that XML 1.0 forbids, even escaped."""
    return _NOT_XML.sub("", text)


def directed(text: str, language: str) -> str:
    """Return the text so that programs that guess its direction by its first letter guess right.

    An Arabic headline that begins with a Latin word gets a mark (RLM) before it, and what would be
    turned round in it («C++») is isolated; most get nothing.
    """
    shown = isolate_text_runs(text) if language == "ar" else text
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            is_right_to_left = direction != "L"
            return shown if is_right_to_left == (language == "ar") else _MARK[language] + shown
    return shown


def opening(html: str | None) -> str:
    """The first words of a body (which may be cut off anywhere), as plain text with «…»."""
    return shortened(plain_text(html or "").partition("\n")[0])


def shortened(text: str) -> str:
    """The first words of a plain text, with «…» where there are more."""
    return _COMMA_BEFORE_THE_CUT.sub("…", Truncator(text).words(OPENING_WORDS))
