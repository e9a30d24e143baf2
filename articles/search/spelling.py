"""What a query may have meant: a word one slip away, or the same keys on the other keyboard."""

from collections.abc import Iterable

from articles.arabic import is_function_word
from articles.models import SearchIndex, SearchWord

_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويء"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
# The Arabic (101) keyboard, key by key, beside the Latin letters on the same keys.
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_ARABIC_KEYS = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_TO_ARABIC = {
    **{ord(key): letter for key, letter in zip(_LATIN_KEYS, _ARABIC_KEYS, strict=True)},
    # With the shift key, most letters are marks; what was meant is the letter.
    **{
        ord(key.upper()): letter
        for key, letter in zip(_LATIN_KEYS, _ARABIC_KEYS, strict=True)
        if key.isalpha()
    },
    **{
        ord(key): letter
        for key, letter in zip("bGTBHYN", ["لا", "لأ", "لإ", "لآ", *"أإآ"], strict=True)
    },
}
_TO_LATIN = {ord(letter): key for key, letter in zip(_LATIN_KEYS, _ARABIC_KEYS, strict=True)}


def one_slip_away(word: str) -> set[str]:
    """Return the folded words that differ from ``word`` by one letter: more, less, other, swapped."""
    letters = _LATIN if word.isascii() else _ARABIC
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return {
        *(head + tail[1:] for head, tail in cuts if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in cuts if tail for letter in letters),
        *(head + letter + tail for head, tail in cuts for letter in letters),
    } - {word}


def misspellings_of(
    index: SearchIndex, words: Iterable[str], *, limit: int, more_than: int
) -> list[str]:
    """Return the archive's words one slip away from any of ``words``, the commonest first.

    Only those that ``more_than`` so many articles have, since what is as rare may be a slip itself,
    and none that is in every article, since nobody looks for it.
    """
    near = {other for word in words for other in one_slip_away(word) if not is_function_word(other)}
    found = SearchWord.objects.filter(slot=index.slot, word__in=near, documents__gt=more_than)
    # Sorted here: the databases do not agree on the order of letters.
    counted = sorted((-count, word) for word, count in found.values_list("word", "documents"))
    return [word for _, word in counted[:limit]]


def on_the_other_keyboard(text: str) -> str:
    """Return what the same keys write with the other layout: ``"hgljvjd"`` -> ``"المترتي"``.

    Empty where nothing would change into words of the other script.
    """
    if any("a" <= char <= "z" for char in text.lower()):
        other = (text.lower() if text.isupper() else text).translate(_TO_ARABIC)
    else:
        other = text.replace("لا", "b").translate(_TO_LATIN)
    return other if other != text else ""
