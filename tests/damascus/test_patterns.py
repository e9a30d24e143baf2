"""Lines come from anywhere. No pattern may take more than a bounded number of steps a character:
none repeats without an upper bound, and none looks further than the line it is given."""

import re

import pytest

from articles.damascus import letters, patterns, read_time, reading
from articles.damascus.finding import find_date

UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")
ESCAPES = re.compile(r"\\.", re.DOTALL)
CLASSES = re.compile(r"\[[^]]*\]")


def compiled_patterns() -> dict[str, re.Pattern[str]]:
    found = {}
    for module in (letters, patterns, reading):
        for name, value in vars(module).items():
            for place, pattern in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(pattern, re.Pattern):
                    found[f"{name}{place}"] = pattern
    return found


def is_bounded(pattern: str) -> bool:
    return not UNBOUNDED.search(CLASSES.sub("", ESCAPES.sub("", pattern)))


def test_the_check_sees_what_it_is_for() -> None:
    assert is_bounded(r"[*+]\+a{0,3}b?(?P<c>\d{1,2})")
    assert [is_bounded(pattern) for pattern in ("a*", r"\d+", "[a+]+", "a{2,}", r"(\.*)")] == [
        False
    ] * 5


def test_there_are_patterns_to_check() -> None:
    assert {"PIECE0", "DATES2", "MONTH_FIRST0", "LONE_WORD0", "_STRAY0", "_LOOSE_TATWEEL0"} <= set(
        compiled_patterns()
    )


@pytest.mark.parametrize("name", compiled_patterns())
def test_every_repetition_has_an_upper_bound(name: str) -> None:
    assert is_bounded(compiled_patterns()[name].pattern)


@pytest.mark.parametrize(
    "unit",
    [
        " ", "1", "2018", "2018 ", "21/", "21/5/", "21/5/2", "1 من شهر ", "21 أيار ", "أيار ",
        "أيار 21 ", "11:05 ", "| ", "الساعة ", "بتوقيت ", "(", "ـ", "\u200f", "ً", "1439/9/",
        "6 رمضان ", "م", "21 تشرين ", "-", "+3 ", "a",
    ],
)  # fmt: skip
def test_a_hostile_line_of_100_000_characters_is_read(unit: str) -> None:
    filler = unit * (100_000 // len(unit))
    # Beside the filler, so that each of its ends is tried.
    assert read_time(f"{filler} = 21.05.2018 = {filler}") is not None
    read_time(f"{filler}21.05.2018{filler}")
    read_time(f"{filler}2018")


def test_only_the_nearest_characters_in_front_of_a_date_are_looked_at() -> None:
    near = find_date(f"{'x ' * 50_000}11:05 {'- ' * 30}21.05.2018")
    far = find_date(f"{'x ' * 50_000}11:05 {'- ' * 50}21.05.2018")
    assert near is not None
    assert near.clock is not None
    assert far is not None
    assert far.clock is None
