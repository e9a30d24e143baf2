"""How long a text takes to read."""

# Words a minute, adults reading a paragraph aloud: S. Trauzettel-Klosinski, K. Dietz and the IReST
# Study Group, Invest. Ophthalmol. Vis. Sci. 53 (2012) 5452, https://doi.org/10.1167/iovs.11-8284.
# Arabic writes in one word what English does in two or three; silent reading is somewhat faster.
_WORDS_A_MINUTE = {"ar": 138, "en": 228}


def reading_minutes(text: str, lang: str) -> int:
    """Return the minutes that a plain text takes to read, rounded; 0 under half a minute."""
    return round(len(text.split()) / _WORDS_A_MINUTE[lang])
