"""Arabic text: what is stored (clean), what is matched (fold), how it is searched (words, stem).

Digits and directions too. Pure Python.
"""

from .analysis import AnalysedText, analyse
from .bidi import direction, isolate, isolate_foreign
from .clean import (
    Change,
    Cleaned,
    clean_line,
    clean_lines,
    clean_text,
    find_invisible,
    find_presentation_forms,
)
from .digits import to_arabic_digits, to_ascii_digits
from .families import family_of
from .fold import fold, match_key, match_keys
from .function_words import is_function_word
from .slugs import slugify
from .stem import Stemmer
from .words import find_words, fold_words, split_words

__all__ = [
    "AnalysedText",
    "Change",
    "Cleaned",
    "Stemmer",
    "analyse",
    "clean_line",
    "clean_lines",
    "clean_text",
    "direction",
    "family_of",
    "find_invisible",
    "find_presentation_forms",
    "find_words",
    "fold",
    "fold_words",
    "is_function_word",
    "isolate",
    "isolate_foreign",
    "match_key",
    "match_keys",
    "slugify",
    "split_words",
    "to_arabic_digits",
    "to_ascii_digits",
]
