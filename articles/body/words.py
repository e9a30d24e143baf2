"""The words of an article as they are matched."""

from articles.arabic import match_keys

from .blocks import plain_text


def matched_words(*, headlines: list[str], bodies: list[str]) -> str:
    """Return the folded words of headlines and summaries (plain text) and of bodies (HTML), one a line.

    ``headlines=["أحمد"], bodies=["<p>في المدرسة.</p>"]`` -> ``"احمد\\nفي المدرسه"``.
    """
    texts = headlines + [line for body in bodies for line in plain_text(body).split("\n")]
    return "\n".join(filter(None, match_keys(texts)))
