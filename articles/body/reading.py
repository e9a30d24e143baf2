"""How long a text takes to read."""

# Words a minute, adults of 18 to 35 reading a paragraph aloud: S. Trauzettel-Klosinski, K. Dietz and the
# IReST Study Group, "Standardized Assessment of Reading Performance: The New International Reading Speed
# Texts IReST", Invest. Ophthalmol. Vis. Sci. 53 (2012) 5452-5461, https://doi.org/10.1167/iovs.11-8284.
# Its mean over 17 languages is 184 ± 29: Arabic writes in one word what English does in two or three.
_WORDS_A_MINUTE = {"ar": 138, "en": 228}


def reading_minutes(text: str, lang: str) -> int:
    """Return the minutes that a plain text takes to read, rounded; 0 under half a minute."""
    return round(len(text.split()) / _WORDS_A_MINUTE[lang])
