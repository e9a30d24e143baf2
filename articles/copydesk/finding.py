"""What a rule reports."""

from dataclasses import dataclass
from hashlib import blake2b

from articles.arabic import fold, split_words
from articles.body import TextEdit

_WORDS_OF_CONTEXT = 2
_REACH = 40  # characters on either side in which those words are looked for


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text that a copy editor would change: ``text[start:end] == found``.

    ``fix`` is what should stand there instead, None where only a person can tell, and ``edits``
    the fewest changes of the text that put it there: the quotation marks of a quotation, not the
    words between. ``detail`` says more where the rule has more to say: ``"U+200F"``.

    ``key`` is the same for the same finding in a text that was changed elsewhere: what an editor
    has chosen to ignore is remembered by it.
    """

    rule: str
    start: int
    end: int
    found: str
    fix: str | None
    edits: tuple[TextEdit, ...]
    detail: str
    key: str


def key_of(rule: str, text: str, start: int, end: int) -> str:
    """Return the key of a finding at ``text[start:end]``: sixteen hexadecimal digits.

    Made from the rule, from what was found (folded) and from the two words on either side of it in
    its block: two findings that agree in all of these are one decision.
    """
    before = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    after = text[end : end + _REACH].partition("\n")[0]
    parts = [
        rule,
        " ".join(fold(text[start:end]).split()) or text[start:end],
        *split_words(before)[-_WORDS_OF_CONTEXT:],
        "",
        *split_words(after)[:_WORDS_OF_CONTEXT],
    ]
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
