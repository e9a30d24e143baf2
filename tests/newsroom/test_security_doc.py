"""docs/security.md names tests that there are, and each requirement of the standard once."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "security.md").read_text()

# OWASP ASVS 5.0.0, levels 1 and 2: of each chapter, how many requirements its sections have, as
# ``section:requirements``. Each section is numbered from 1, those of level 3 behind the others.
ASKED = """
1 1:2 2:9 3:11 4:3 5:2
2 1:3 2:3 3:4 4:1
3 2:2 3:4 4:6 5:5 7:2
4 1:3 2:1 3:2 4:4
5 1:1 2:3 3:2 4:3
6 1:3 2:12 3:4 4:4 5:5 6:3 8:4
7 1:3 2:4 3:2 4:5 5:2 6:2
8 1:2 2:3 3:1 4:1
9 1:3 2:4
10 1:2 2:2 3:4 4:11 5:5 6:2 7:3
11 1:2 2:3 3:3 4:4 5:1 6:1
12 1:3 2:2 3:4
13 1:1 2:5 3:2 4:5
14 1:2 2:4 3:3
15 1:3 2:3 3:7
16 1:1 2:5 3:4 4:3 5:3
17 1:1 2:4 3:2
"""


@cache
def names_in(path: str) -> set[str]:
    """``{"test_x", "TestY", "TestY::test_z"}``: what a file of tests holds."""
    names = set()
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            inner = [one.name for one in node.body if isinstance(one, ast.FunctionDef)]
            names |= {node.name, *(f"{node.name}::{one}" for one in inner)}
    return {name for name in names if name.rpartition("::")[2].lower().startswith("test")}


def requirements() -> list[str]:
    """``["1.1.1", …]``: every requirement of levels 1 and 2."""
    return [
        f"{chapter}.{section}.{number}"
        for chapter, *sections in (line.split() for line in ASKED.split("\n") if line)
        for section, count in (one.split(":") for one in sections)
        for number in range(1, int(count) + 1)
    ]


def test_every_test_that_is_named_exists():
    named = re.findall(r"(tests/[\w/]+\.py)(?:::([\w:]+))?", DOCUMENT)
    assert len(named) > 200
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file() or (name and name not in names_in(path))
    ]
    assert missing == []


def test_every_case_has_an_outcome_and_what_holds_it():
    part = DOCUMENT.split("\n## Abuse and fault cases\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    cases = [
        [cell.strip() for cell in row] for row in rows if row[0].strip() not in {"Case", "---"}
    ]
    assert len(cases) >= 50
    for case in cases:
        assert len(case) == 3, case
        assert all(case), case
        assert re.search(r"`tests/[\w/]+\.py::\w+|By hand: `", case[2]), case
    assert [case for case, count in Counter(case[0] for case in cases).items() if count > 1] == []


def test_every_requirement_is_named_once():
    """By itself, by its section (``V4.3``), or by its chapter (``V10``), as what does not apply."""
    named = re.findall(r"\bV(\d+(?:\.\d+)*)\b", DOCUMENT)
    times = Counter(
        one for one in requirements() for name in named if f"{one}.".startswith(f"{name}.")
    )
    assert {one: times[one] for one in requirements() if times[one] != 1} == {}
    known = {".".join(one.split(".")[:parts]) for one in requirements() for parts in (1, 2, 3)}
    assert set(named) - known == set()


def test_every_place_that_is_named_exists():
    places = re.findall(
        r"`((?:articles|newsroom|deploy|static|templates|tests)/[\w./-]*)`", DOCUMENT
    )
    assert len(places) > 20
    assert [place for place in places if not (ROOT / place).exists()] == []
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", DOCUMENT)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
