from importlib.resources import files

import pytest

from articles.arabic import family_of, split_words
from articles.arabic.families import _families


@pytest.mark.parametrize(
    ("word", "family"),
    [
        ("مصدر", {"مصدر", "مصادر"}),
        ("مصادر", {"مصدر", "مصادر"}),
        ("مدينه", {"مدينه", "مدن"}),
        ("ايار", {"ايار", "مايو"}),
        ("مايو", {"ايار", "مايو"}),
        ("نيسان", {"نيسان", "ابريل"}),  # أبريل and إبريل are one folded word
        ("قلمون", {"قلمون"}),
        ("", {""}),
    ],
)
def test_families(word: str, family: set[str]) -> None:
    assert family_of(word) == family


def test_relatives_know_one_another() -> None:
    known = _families()
    assert [word for word in known if word not in family_of(word)] == []
    assert [
        (word, relative)
        for word, family in known.items()
        for relative in family
        if word not in family_of(relative)
    ] == []


@pytest.mark.parametrize("name", ["plurals.txt", "months.txt"])
def test_every_line_is_a_family_of_whole_words(name: str) -> None:
    lines = (files("articles.arabic") / "lexicon" / name).read_text("utf-8").splitlines()
    assert [line for line in lines if len(split_words(line)) != len(line.split())] == []
    assert [line for line in lines if len(set(line.split())) < 2] == []
