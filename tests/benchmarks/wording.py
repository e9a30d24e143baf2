"""The words of made-up archives: those of articles/arabic/lexicon and others that look like Arabic.

They are drawn by Zipf's law, some with the article or a particle written onto them. Deterministic.
"""

import random
from itertools import accumulate, chain, zip_longest
from pathlib import Path

from articles.arabic import is_function_word, match_key

LEXICON = Path(__file__).resolve().parents[2] / "articles/arabic/lexicon/words.txt"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
ENDINGS = ["", "", "", "", "ة", "ات", "ين", "ها", "ي"]
PREFIXES = {"": 0.6, "ال": 0.2, "و": 0.07, "ب": 0.05, "ل": 0.04, "وال": 0.04}  # with their shares
MADE_UP = 60_000  # words


def make_words(rng: random.Random, made_up_words: int = MADE_UP) -> list[str]:
    """The vocabulary, the commonest word first: function words, real ones and made-up ones mixed."""
    text = LEXICON.read_text("utf-8")
    lexicon = dict.fromkeys(text.split())
    function = [word for word in lexicon if is_function_word(match_key(word))]
    real = sorted(lexicon.keys() - set(function))
    rng.shuffle(real)
    made_up: dict[str, None] = {}
    while len(made_up) < made_up_words:
        letters = rng.choices(LETTERS, k=rng.choice([3, 4, 4, 4, 5, 5, 5, 6]))
        made_up["".join(letters) + rng.choice(ENDINGS)] = None
    content = _alternate(real, [word for word in made_up if word not in lexicon])
    return _alternate(function, content)


def _alternate(one: list[str], other: list[str]) -> list[str]:
    return [word for word in chain(*zip_longest(one, other)) if word]


def make_forms(words: list[str]) -> tuple[list[str], list[float]]:
    """Every word bare and with each prefix, and the cumulative weights: Zipf's law, by rank."""
    forms: list[str] = []
    weights: list[float] = []
    for rank, word in enumerate(words, start=1):
        shares = {"": 1.0} if is_function_word(match_key(word)) else PREFIXES
        forms += [prefix + word for prefix in shares]
        weights += [share / rank for share in shares.values()]
    return forms, list(accumulate(weights))


def is_content(word: str) -> bool:
    return not is_function_word(match_key(word))
