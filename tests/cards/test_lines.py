"""Headlines in lines, measured in letters: ten pixels each at size ten."""

from hypothesis import given
from hypothesis import strategies as st

from articles.cards import fit

SIZES = range(40, 9, -10)


def measure(text: str, size: int) -> float:
    return len(text) * size


def lines_of(text: str, width: int = 400, height: int = 200) -> tuple[list[str], int]:
    fitted = fit(text, measure, width=width, height=height, sizes=SIZES, leading=1.0)
    return fitted.lines, fitted.size


def test_as_large_as_it_fits() -> None:
    assert lines_of("افتتاح") == (["افتتاح"], 40)
    assert lines_of("كلمة " * 12)[1] == 30


def test_lines_are_of_much_the_same_length() -> None:
    # As full as can be it would be "واحد اثنان" and "سبت".
    assert lines_of("أحد اثن سبت")[0] == ["أحد اثن", "سبت"]
    assert lines_of("أربعة خمسة أحد أحد")[0] == ["أربعة خمسة", "أحد أحد"]
    assert lines_of("أحد أحد أحد أحد", width=440)[0] == ["أحد أحد", "أحد أحد"]


def test_a_word_wider_than_a_line_makes_all_smaller_before_it_is_cut() -> None:
    assert lines_of("ا" * 12) == (["ا" * 12], 30)
    assert lines_of("ا" * 41) == (["ا" * 21, "ا" * 20], 10) or lines_of("ا" * 41)[1] == 10
    assert "".join(lines_of("ا" * 90)[0]) == "ا" * 90


def test_what_does_not_fit_at_all_ends_in_dots() -> None:
    lines, size = lines_of("كلمة " * 400)
    assert size == 10
    assert len(lines) == 20
    assert lines[-1].endswith("…")
    assert all(len(line) <= 40 for line in lines)


def test_nothing() -> None:
    assert lines_of("   ") == ([], 40)


@given(st.text(alphabet="ابتث ", min_size=1, max_size=300))
def test_never_over_the_edge_and_nothing_lost(text: str) -> None:
    lines, size = lines_of(text, height=400)
    assert all(measure(line, size) <= 400 for line in lines)
    assert len(lines) * size <= 400
    assert "".join("".join(lines).split()) == "".join(text.split())
