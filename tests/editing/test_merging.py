"""For any two edits of any base, the result has both changes or names the conflict."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body import split_blocks, text_of
from articles.editing import Content, Dispute, Merge, changed_fields, merge_contents
from articles.editing.content import BODIES, RELATIONS, TEXTS, TIMES
from articles.editing.merging import merge_related
from tests.body.strategies import THREE, p

EMPTY: Content = {
    **dict.fromkeys((*TEXTS, *BODIES), ""),
    **dict.fromkeys(TIMES),
    "published_precision": "minute",
    "updated_precision": "minute",
    **dict.fromkeys(RELATIONS),
    "tags": [],
    "related": [],
}
# Fields of one value each; a time and its precision are one thing.
VALUES = (
    *((name,) for name in TEXTS),
    ("published_at", "published_precision"),
    ("updated_at", "updated_precision"),
    ("expires_at",),
    ("embargo_until",),
    *((name,) for name in RELATIONS),
)


def value_of(content: Content, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(content[name] for name in names)


def as_shown(value: tuple[Any, ...]) -> str:
    return str(value[0] or "")


class TestOneField:
    def merge(self, base: dict, theirs: dict, mine: dict, **options: Any) -> Merge:
        return merge_contents(EMPTY | base, EMPTY | theirs, EMPTY | mine, **options)

    def test_each_changed_another(self):
        merge = self.merge(
            {}, {"title_ar": "عنوان", "tags": ["ماء"]}, {"source": 3, "tags": ["خبز"]}
        )
        assert merge == Merge(
            EMPTY | {"title_ar": "عنوان", "source": 3, "tags": ["ماء", "خبز"]},
            taken=("title_ar", "tags"),
        )

    def test_both_changed_one(self):
        merge = self.merge({"title_ar": "قديم"}, {"title_ar": "لينا"}, {"title_ar": "رامي"})
        dispute = Dispute("title_ar", 0, "قديم", "لينا", "رامي")
        assert merge == Merge(EMPTY | {"title_ar": "رامي"}, (dispute,))
        assert not dispute.is_html

    def test_both_changed_one_the_same(self):
        same = {"title_ar": "لينا"}
        assert self.merge({"title_ar": "قديم"}, same, same) == Merge(EMPTY | same)

    def test_a_time_goes_with_how_exactly_it_is_known(self):
        noon, dawn = "2018-05-21T09:00:00+00:00", "2018-05-20T21:00:00+00:00"
        day = {"updated_at": dawn, "updated_precision": "day"}
        assert self.merge({"updated_at": noon}, day, {"updated_at": noon}).content == EMPTY | day
        merge = self.merge({"updated_at": noon}, day, {"updated_at": dawn})
        assert merge.disputes == (Dispute("updated_at", 0, noon, dawn, dawn),)

    def test_a_block_of_a_body_is_numbered_among_the_conflicts(self):
        base, theirs, mine = (p("أ", f"ب {who}", "ج", f"د {who}") for who in ("", "لينا", "رامي"))
        merge = self.merge({"body_ar": base}, {"body_ar": theirs}, {"body_ar": mine})
        assert [(one.place, one.is_html, one.theirs) for one in merge.disputes] == [
            (0, True, "<p>ب لينا</p>"),
            (1, True, "<p>د لينا</p>"),
        ]
        assert merge.content["body_ar"] == mine

    def test_a_choice_may_be_a_third_text(self):
        base, theirs, mine = ({"body_ar": p(who)} for who in ("قديم", "لينا", "رامي"))
        (dispute,) = self.merge(base, theirs, mine).disputes
        merge = self.merge(base, theirs, mine, choices={dispute.key: p("معاً", "<i>نحن</i>")})
        assert merge.disputes == ()
        assert merge.content["body_ar"] == p("معاً", "<em>نحن</em>")

    def test_a_choice_for_a_time_is_one_of_the_two(self):
        base, theirs, mine = ({"source": number} for number in (1, 2, 3))
        (dispute,) = self.merge(base, theirs, mine).disputes
        for choice, source in (("2", 2), ("3", 3), ("99", 3), ("", 3)):
            merge = self.merge(base, theirs, mine, choices={dispute.key: choice})
            assert (merge.content["source"], merge.disputes) == (source, ())

    def test_related_links_are_merged_by_their_headlines(self):
        def links(*given):
            return {"related": [list(link) for link in given]}

        a, b, c = ("أ", "", None), ("ب", "", None), ("ج", "", None)
        led, written, other = ("أ", "", 5), ("أ", "https://news.example/", None), ("أ", "", 7)
        for base, theirs, mine, merged in [
            ([], [a], [b], [a, b]),
            ([a, b], [b], [a, b, c], [b, c]),  # one took out, the other added
            ([a], [led], [a], [led]),
            ([a], [led], [written], [("أ", "https://news.example/", 5)]),
            ([a], [led], [], [led]),  # what is changed stays
            ([a], [], [led, b], [led, b]),
            ([a], [led], [other], [led, other]),  # two who lead it elsewhere
            ([a, a], [a, led], [a, a, b], [a, led, b]),
            ([a, b, c], [c, a, b], [a, b, c], [c, a, b]),
        ]:
            merge = self.merge(links(*base), links(*theirs), links(*mine))
            assert merge.content == EMPTY | links(*merged), (base, theirs, mine)
            assert merge.disputes == ()
            assert merge.taken == (("related",) if merged != mine and theirs != base else ())


def test_a_key_says_which_three_texts_a_dispute_is_between():
    dispute = Dispute("title_ar", 0, "أ", "ب", "ج")
    assert dispute.key == Dispute("title_ar", 4, "أ", "ب", "ج").key
    others = [
        Dispute("title_en", 0, "أ", "ب", "ج"),
        Dispute("title_ar", 0, "د", "ب", "ج"),
        Dispute("title_ar", 0, "أ", "د", "ج"),
        Dispute("title_ar", 0, "أ", "ب", "د"),
        Dispute("title_ar", 0, "أب", "", "ج"),
    ]
    assert len({one.key for one in [dispute, *others]}) == 6
    assert all(one.key.startswith(f"{one.field}:") for one in others)


# --- any two edits of any base -----------------------------------------------------------------

_FEW = st.sampled_from(["", "أ", "ب", "ج"])
_INSTANTS = st.sampled_from([None, "2018-05-21T08:05:00+00:00", "2018-05-22T08:05:00+00:00"])
_TAGS = st.lists(st.sampled_from("ابجد"), unique=True, max_size=4)
_SIDE = st.fixed_dictionaries(
    {
        **dict.fromkeys(TEXTS, _FEW),
        **dict.fromkeys(TIMES, _INSTANTS),
        "published_precision": st.sampled_from(["minute", "day"]),
        "updated_precision": st.sampled_from(["minute", "day"]),
        **dict.fromkeys(RELATIONS, st.sampled_from([None, 1, 2, 3])),
        "tags": _TAGS,
    }
)


@st.composite
def three_contents(draw: st.DrawFn) -> tuple[Content, Content, Content]:
    bodies = {name: draw(THREE) for name in BODIES}
    return tuple(
        EMPTY | draw(_SIDE) | {name: bodies[name][place] for name in BODIES} for place in range(3)
    )  # type: ignore[return-value]


CONTENTS = three_contents()


@given(CONTENTS)
@settings(max_examples=150)
def test_every_field_has_the_change_of_both_or_is_named(contents):
    base, theirs, mine = contents
    merge = merge_contents(base, theirs, mine)
    named = {
        (one.field, one.base, one.theirs, one.mine) for one in merge.disputes if not one.is_html
    }
    expected = set()
    for names in VALUES:
        before, first, second = (value_of(content, names) for content in contents)
        merged = value_of(merge.content, names)
        if before not in (first, second) and first != second:
            expected.add((names[0], *map(as_shown, (before, first, second))))
            assert as_shown(merged) == as_shown(second)
        else:
            assert merged == (second if first in (before, second) else first)
    assert named == expected
    kept = set(merge.content["tags"])
    for side in (theirs, mine):
        assert set(side["tags"]) - set(base["tags"]) <= kept
        assert not kept & (set(base["tags"]) - set(side["tags"]))


@given(CONTENTS)
@settings(max_examples=150)
def test_no_word_of_either_body_is_lost(contents):
    base, theirs, mine = contents
    merge = merge_contents(base, theirs, mine)
    for name in BODIES:
        shown = [merge.content[name]]
        for one in merge.disputes:
            if one.field == name:
                shown += [one.theirs, one.mine]
        words = set(" ".join(map(text_of, shown)).split())
        for side in (theirs, mine):
            assert set(text_of(side[name]).split()) - set(text_of(base[name]).split()) <= words


@given(CONTENTS)
@settings(max_examples=100)
def test_once_all_is_decided_nothing_is_disputed(contents):
    base, theirs, mine = contents
    disputes = merge_contents(base, theirs, mine).disputes
    for side, content in (("theirs", theirs), ("mine", mine)):
        choices = {one.key: getattr(one, side) for one in disputes}
        merge = merge_contents(base, theirs, mine, choices)
        assert merge.disputes == ()
        for one in disputes:
            if one.is_html:
                assert set(split_blocks(getattr(one, side))) <= set(
                    split_blocks(merge.content[one.field])
                )
            elif one.theirs != one.mine:
                assert merge.content[one.field] == content[one.field]


@given(CONTENTS)
@settings(max_examples=100)
def test_who_changed_nothing_gets_all_that_the_other_did(contents):
    base, theirs, _mine = contents
    others = [name for name in changed_fields(base, theirs) if name != "related"]
    for merge in (merge_contents(base, theirs, base), merge_contents(base, base, theirs)):
        assert changed_fields(merge.content, theirs) == []
        assert merge.disputes == ()
    assert set(merge_contents(base, theirs, base).taken) == {
        name for name in others if not name.endswith("_precision")
    }
    assert merge_contents(base, base, theirs).taken == ()


@given(CONTENTS)
@settings(max_examples=100)
def test_what_was_taken_is_what_is_theirs_and_not_mine(contents):
    base, theirs, mine = contents
    merge = merge_contents(base, theirs, mine)
    assert set(merge.taken) <= set(changed_fields(base, theirs)) & set(
        changed_fields(mine, merge.content)
    )


@given(CONTENTS)
@settings(max_examples=100)
def test_it_is_the_same_dispute_from_either_side(contents):
    base, theirs, mine = contents
    here = merge_contents(base, theirs, mine).disputes
    there = merge_contents(base, mine, theirs).disputes
    assert {(one.field, one.base, one.theirs, one.mine) for one in here} == {
        (one.field, one.base, one.mine, one.theirs) for one in there
    }


@pytest.mark.parametrize("name", [*TEXTS, *BODIES, *TIMES, *RELATIONS, "tags"])
def test_no_field_is_forgotten(name):
    changed = {"tags": ["ماء"], **dict.fromkeys(RELATIONS, 3)}.get(
        name, p("نص") if name in BODIES else "نص"
    )
    for theirs, mine in ((EMPTY | {name: changed}, EMPTY), (EMPTY, EMPTY | {name: changed})):
        assert merge_contents(EMPTY, theirs, mine).content[name] == changed


LINKS = st.lists(
    st.tuples(st.sampled_from("أبجد"), st.sampled_from(["", "https://news.example/"]), st.sampled_from([None, 1, 2])),
    max_size=4, unique_by=lambda link: link[0],
)  # fmt: skip


@given(LINKS, LINKS, LINKS)
def test_no_link_that_either_wrote_is_lost_and_none_comes_back(base, theirs, mine):
    merged = merge_related(*([list(link) for link in links] for links in (base, theirs, mine)))
    before = {title: (url, target) for title, url, target in base}
    titles = {title for title, *_ in merged}
    for ours, others in ((theirs, mine), (mine, theirs)):
        for link in ours:
            title, *said = link
            if tuple(said) == before.get(title):
                continue
            other = [one for one in others if one[0] == title]
            if list(link) not in merged:  # each changed one part of it
                assert other
                assert title in titles
        gone = {title for title in before if title not in {one[0] for one in ours}}
        for title in gone & titles:  # only where the other changed it, or has it anew
            assert (title, *before[title]) not in [tuple(one) for one in others]
