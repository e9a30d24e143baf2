"""Arabic text: what is stored (clean), what is matched (fold), digits and slugs. Pure Python."""

from .clean import Cleaned, clean_line, clean_lines
from .digits import to_ascii_digits
from .fold import fold, match_key, match_keys
from .slugs import slugify

__all__ = [
    "Cleaned",
    "clean_line",
    "clean_lines",
    "fold",
    "match_key",
    "match_keys",
    "slugify",
    "to_ascii_digits",
]
