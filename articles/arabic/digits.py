"""Digits of the three families that Arabic pages use."""

ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"

TO_ASCII = {
    ord(digit): str(value)
    for family in (ARABIC_INDIC, PERSIAN)
    for value, digit in enumerate(family)
}

_TO_ARABIC_INDIC = {ord(str(value)): digit for value, digit in enumerate(ARABIC_INDIC)}


def to_ascii_digits(text: str) -> str:
    """Return ``text`` with ٠-٩ and ۰-۹ written 0-9: ``"٢١/٥/٢٠١٨"`` -> ``"21/5/2018"``."""
    return text.translate(TO_ASCII)


def to_arabic_digits(text: str) -> str:
    """Return ``text`` with 0-9 written ٠-٩: ``"21.05.2018"`` -> ``"٢١.٠٥.٢٠١٨"``."""
    return text.translate(_TO_ARABIC_INDIC)
