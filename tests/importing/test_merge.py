"""Per field: who wins between an editor and a newer capture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing.merge import Merged, merge
from articles.intake import capture_key, digest, fingerprints


@pytest.mark.parametrize(
    ("imported", "current", "page", "applied", "kept"),
    [
        ("أ", "أ", "أ", False, False),
        ("أ", "أ", "ب", True, False),
        ("أ", "ج", "أ", False, False),
        ("أ", "ج", "ب", False, True),
        ("أ", "ب", "ب", False, False),
        (None, "", "ب", True, False),
        (None, "ج", "ب", False, True),
    ],
)
def test_one_field(
    imported: str | None, current: str, page: str, applied: bool, kept: bool
) -> None:
    digests = {} if imported is None else {"title_ar": digest(imported)}
    said = {"title_ar": page}
    assert merge({"title_ar": current}, digests, said) == Merged(
        said if applied else {}, said if kept else {}
    )


VALUES = st.one_of(st.none(), st.text(max_size=3), st.lists(st.text(max_size=2), max_size=2))
FIELDS = st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, min_size=3)


@given(FIELDS, FIELDS, FIELDS)
def test_nothing_an_editor_wrote_is_lost_and_nothing_new_is_dropped(
    imported, current, page
) -> None:
    digests = {name: digest(value) for name, value in imported.items()}
    merged = merge(current, digests, page)
    for name, value in page.items():
        edited = current[name] != imported[name]
        says_something = value not in (None, "", [])
        news = says_something and value not in (current[name], imported[name])
        assert (name in merged.applied) == (news and not edited)
        assert (name in merged.kept) == (news and edited)


def test_digests_tell_values_apart() -> None:
    values = ["", None, [], ["أ"], "أ", ["أ", "ب"], ["2018-05-21T08:05:00+00:00", "minute"]]
    assert len({digest(value) for value in values}) == len(values)


def test_capture_keys() -> None:
    key = capture_key("sample", "2018-05-21T08:05:00+00:00", "عنوان")
    assert key == capture_key("sample", "2018-05-21T08:05:00+00:00", "عنوان")
    assert len(key) == 64
    assert key != capture_key("sample", "2018-05-21", "عنوان")


LONG = [f"هذه فقرة رقمها {number} وفيها كلمات تكفي كي تميزها عن غيرها" for number in range(12)]


def test_one_edited_paragraph_moves_one_fingerprint_at_most() -> None:
    before = fingerprints(LONG)
    assert len(before) == 4
    for index in range(len(LONG)):
        edited = [
            *LONG[:index],
            "فقرة جديدة كل الجدة كتبها الموقع في مكان الفقرة الأولى",
            *LONG[index + 1 :],
        ]
        assert len(set(before) & set(fingerprints(edited))) >= 3


def test_formulas_are_not_fingerprints() -> None:
    assert fingerprints([*LONG, "جميع الحقوق محفوظة"]) == fingerprints(LONG)
    assert len(fingerprints(["فقرة قصيرة", "وأخرى قصيرة"])) == 1
    assert fingerprints([]) == []
