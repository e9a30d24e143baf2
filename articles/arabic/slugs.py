"""The readable part of an address."""

import re
import unicodedata

from .digits import to_ascii_digits

MAX_LENGTH = 80  # characters; percent-encoded, an Arabic one takes six bytes
# Tashkeel, signs, tatweel: no part of a word's letters.
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u00ad]")
_WORDS = re.compile(r"[^\W_]+")


def slugify(text: str, *, empty: str = "article") -> str:
    """Return the words of ``text`` joined by hyphens, Arabic letters kept, marks and tatweel gone.

    ``slugify('هل خرج تنظيم "الدولة" مِن دمشق؟')`` -> ``"هل-خرج-تنظيم-الدولة-من-دمشق"``. At most 80
    characters, cut between words; digits are 0-9; ``empty`` where no letter or digit is left.
    """
    text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKC", text)))
    slug = ""
    for word in _WORDS.findall(to_ascii_digits(_MARKS.sub("", text)).lower()):
        longer = f"{slug}-{word}" if slug else word[:MAX_LENGTH]
        if len(longer) > MAX_LENGTH:
            break
        slug = longer
    return slug or empty
