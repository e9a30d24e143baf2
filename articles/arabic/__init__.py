"""Arabic text: what is stored (clean), what is matched (fold), digits and slugs. Pure Python."""

from .clean import Cleaned, clean_line
from .digits import to_ascii_digits
from .fold import fold, match_key, match_keys
from .slugs import slugify

__all__ = ["Cleaned", "clean_line", "fold", "match_key", "match_keys", "slugify", "to_ascii_digits"]
