import random
import time
from collections import Counter

import pytest
from hypothesis import given, settings

from articles.body import BodyMerge, Conflict, Merged, merge_bodies, split_blocks, text_of
from tests.body.strategies import BODIES, THREE, p

CANAL = "أنهت البلدية أعمال صيانة القناة في الحي الغربي"
CANAL_EAST = "أنهت البلدية أعمال صيانة القناة في الحي الشرقي"
CANAL_LATE = "أنهت البلدية متأخرةً أعمال صيانة القناة في الحي الغربي"
PARK = "يُفتتح المنتزه الجديد أمام الزوار مطلع الشهر المقبل"
PARK_NEXT = "يُفتتح المنتزه الجديد أمام الزوار مطلع العام المقبل"
BUS = "تزيد شركة النقل عدد الحافلات في ساعات الذروة"
BUS_NIGHT = "تزيد شركة النقل عدد الحافلات في ساعات الليل"
FAIR = "يستقبل معرض الكتاب زواره حتى نهاية الأسبوع"
SNOW = "أغلقت الثلوج طريق الجبل ساعتين ثم فُتح"


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        # Different blocks.
        (p(CANAL, PARK), p(CANAL_EAST, PARK), p(CANAL, PARK_NEXT), p(CANAL_EAST, PARK_NEXT)),
        (p(CANAL, PARK), p(CANAL_EAST, PARK), p(CANAL), p(CANAL_EAST)),
        (p(CANAL, PARK, BUS), p(PARK, BUS), p(CANAL, PARK), p(PARK)),
        # New blocks: elsewhere, beside an edit, in the same place (theirs first).
        (p(CANAL, PARK), p(FAIR, CANAL, PARK), p(CANAL, PARK, SNOW), p(FAIR, CANAL, PARK, SNOW)),
        (p(CANAL, PARK), p(CANAL, FAIR, PARK), p(CANAL_EAST, PARK), p(CANAL_EAST, FAIR, PARK)),
        (p(CANAL, PARK), p(CANAL, FAIR, PARK), p(PARK), p(FAIR, PARK)),
        (p(CANAL), p(CANAL, FAIR), p(CANAL, SNOW), p(CANAL, FAIR, SNOW)),
        (p(CANAL), p(CANAL, FAIR, SNOW), p(CANAL, SNOW, BUS), p(CANAL, FAIR, SNOW, BUS)),
        ("", p(FAIR), p(SNOW), p(FAIR, SNOW)),
        # The same change of both.
        (p(CANAL, PARK), p(CANAL_EAST, PARK), p(CANAL_EAST, PARK_NEXT), p(CANAL_EAST, PARK_NEXT)),
        (p(CANAL, PARK), p(CANAL), p(CANAL), p(CANAL)),
        (p(CANAL, PARK, BUS), p(PARK, BUS, CANAL), p(PARK, BUS, CANAL), p(PARK, BUS, CANAL)),
        # Moved by one, edited (or moved and edited) by one.
        (p(CANAL, PARK, BUS), p(PARK, BUS, CANAL), p(CANAL_EAST, PARK, BUS), p(PARK, BUS, CANAL_EAST)),
        (p(CANAL, PARK, BUS), p(CANAL_EAST, PARK, BUS), p(PARK, BUS, CANAL), p(PARK, BUS, CANAL_EAST)),
        (p(CANAL, PARK, BUS), p(PARK, BUS, CANAL_EAST), p(CANAL, PARK, BUS_NIGHT), p(PARK, BUS_NIGHT, CANAL_EAST)),
        (p(CANAL, PARK, BUS), p(PARK, BUS, CANAL_EAST), p(CANAL_EAST, PARK, BUS), p(PARK, BUS, CANAL_EAST)),
        (p(CANAL, PARK, BUS, FAIR), p(PARK, BUS, CANAL, FAIR), p(PARK, BUS, CANAL_EAST, FAIR), p(PARK, BUS, CANAL_EAST, FAIR)),
        # Moved by one beside what the other deleted or added.
        (p(CANAL, PARK, BUS), p(PARK, BUS, CANAL), p(CANAL, PARK), p(PARK, CANAL)),
        (p(CANAL, PARK, BUS), p(PARK, BUS, CANAL), p(CANAL, PARK, BUS, FAIR), p(PARK, BUS, CANAL, FAIR)),
        # Markup, and blocks that are no paragraphs.
        (p(CANAL) + "<h2>خلفية</h2>", p(f"<strong>{CANAL}</strong>") + "<h2>خلفية</h2>", p(CANAL) + "<h3>خلفية</h3>", p(f"<strong>{CANAL}</strong>") + "<h3>خلفية</h3>"),
        ("<ul><li>خبز</li></ul>" + p(PARK), "<ul><li>خبز</li><li>ماء</li></ul>" + p(PARK), "<ul><li>خبز</li></ul>" + p(PARK_NEXT), "<ul><li>خبز</li><li>ماء</li></ul>" + p(PARK_NEXT)),
        # The same block twice.
        (p("***", CANAL, "***"), p("***", CANAL_EAST, "***"), p("***", CANAL), p("***", CANAL_EAST)),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_both_changes(base: str, theirs: str, mine: str, merged: str) -> None:
    assert merge_bodies(base, theirs, mine).html == merged


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "pieces"),
    [
        # Both edited a block; the other two are merged all the same.
        (
            p(CANAL, PARK, BUS),
            p(CANAL_EAST, PARK, BUS),
            p(CANAL_LATE, PARK, BUS_NIGHT),
            [Conflict(p(CANAL), p(CANAL_EAST), p(CANAL_LATE)), Merged(p(PARK), "base", p(PARK)), Merged(p(BUS_NIGHT), "mine", p(BUS))],
        ),
        # Neighbours, each edited by both, are two conflicts and not one.
        (
            p(CANAL, PARK),
            p(CANAL_EAST, PARK + " إذن"),
            p(CANAL_LATE, PARK_NEXT),
            [Conflict(p(CANAL), p(CANAL_EAST), p(CANAL_LATE)), Conflict(p(PARK), p(PARK + " إذن"), p(PARK_NEXT))],
        ),
        # Deleted by one, edited by the other.
        (p(CANAL, PARK), p(PARK), p(CANAL_EAST, PARK), [Conflict(p(CANAL), "", p(CANAL_EAST)), Merged(p(PARK), "base", p(PARK))]),
        # Replaced by both, each by a text of their own.
        (p(CANAL, PARK), p(FAIR, PARK), p(SNOW, PARK), [Conflict(p(CANAL), p(FAIR), p(SNOW)), Merged(p(PARK), "base", p(PARK))]),
        # Two rewritten as one; the other wrote between them.
        (p(CANAL, PARK), p(SNOW), p(CANAL, FAIR, PARK), [Conflict(p(CANAL, PARK), p(SNOW), p(CANAL, FAIR, PARK))]),
        # Edited by both, moved by one: the conflict is in the new place.
        (
            p(CANAL, PARK, BUS),
            p(PARK, BUS, CANAL_EAST),
            p(CANAL_LATE, PARK, BUS),
            [Merged(p(PARK), "base", p(PARK)), Merged(p(BUS), "base", p(BUS)), Conflict(p(CANAL), p(CANAL_EAST), p(CANAL_LATE))],
        ),
        # Moved by one, deleted by the other.
        (
            p(CANAL, PARK, BUS),
            p(PARK, BUS, CANAL),
            p(PARK, BUS),
            [Merged(p(PARK), "base", p(PARK)), Merged(p(BUS), "base", p(BUS)), Conflict(p(CANAL), p(CANAL), "")],
        ),
        # Moved by both, to different places.
        (
            p(CANAL, PARK, BUS, FAIR),
            p(PARK, BUS, CANAL, FAIR),
            p(PARK, BUS, FAIR, CANAL),
            [
                Merged(p(PARK), "base", p(PARK)),
                Merged(p(BUS), "base", p(BUS)),
                Conflict("", p(CANAL), ""),
                Merged(p(FAIR), "base", p(FAIR)),
                Conflict("", "", p(CANAL)),
            ],
        ),
        # Moved by one into what the other rewrote: each version has the block, with the other's edit.
        (
            p(CANAL, PARK, BUS, FAIR),
            p(PARK, CANAL, BUS, FAIR),
            p(CANAL_EAST, SNOW, FAIR),
            [Conflict(p(PARK, BUS, CANAL), p(PARK, CANAL_EAST, BUS), p(SNOW, CANAL_EAST)), Merged(p(FAIR), "base", p(FAIR))],
        ),
        # The same, but mine moved it; and moved by both, there and elsewhere.
        (
            p(CANAL, PARK, BUS, FAIR),
            p(CANAL_EAST, SNOW, FAIR),
            p(PARK, CANAL, BUS, FAIR),
            [Conflict(p(PARK, BUS, CANAL), p(SNOW, CANAL_EAST), p(PARK, CANAL_EAST, BUS)), Merged(p(FAIR), "base", p(FAIR))],
        ),
        (
            p(CANAL, PARK, BUS, FAIR),
            p(PARK, CANAL, BUS, FAIR),
            p(SNOW, FAIR, CANAL),
            [Conflict(p(PARK, BUS), p(PARK, CANAL, BUS), p(SNOW)), Merged(p(FAIR), "base", p(FAIR)), Conflict("", "", p(CANAL))],
        ),
        # Two rewritten as two others: only the one that mine edited is a conflict.
        (p(CANAL, PARK), p(FAIR, SNOW), p(CANAL, PARK_NEXT), [Merged(p(FAIR), "theirs", p(CANAL)), Conflict(p(PARK), p(SNOW), p(PARK_NEXT))]),
        # A block moved to where another was deleted does not replace it.
        (
            p(PARK, BUS, FAIR, CANAL),
            p(CANAL, BUS, FAIR),
            p(PARK_NEXT, BUS, FAIR, CANAL),
            [Merged(p(CANAL), "theirs", p(CANAL)), Conflict(p(PARK), "", p(PARK_NEXT)), Merged(p(BUS), "base", p(BUS)), Merged(p(FAIR), "base", p(FAIR))],
        ),
        # Mine moved a block out of what theirs rewrote.
        (
            p(CANAL, PARK, BUS, FAIR),
            p(SNOW, FAIR),
            p(CANAL_EAST, BUS, FAIR, PARK),
            [Conflict(p(CANAL, BUS), p(SNOW), p(CANAL_EAST, BUS)), Merged(p(FAIR), "base", p(FAIR)), Conflict(p(PARK), "", p(PARK))],
        ),
        # Who changed what: a new block, a deletion, a move.
        (
            p(CANAL, PARK, BUS),
            p(PARK, BUS, CANAL),
            p(CANAL, BUS, SNOW),
            [Merged("", "mine", p(PARK)), Merged(p(BUS), "base", p(BUS)), Merged(p(CANAL), "theirs", p(CANAL)), Merged(p(SNOW), "mine", "")],
        ),
    ],
)  # fmt: skip
def test_pieces(base: str, theirs: str, mine: str, pieces: list[Merged | Conflict]) -> None:
    assert list(merge_bodies(base, theirs, mine).pieces) == pieces


def test_conflicts_are_resolved_by_html_that_is_sanitised() -> None:
    merge = merge_bodies(
        p(CANAL, PARK, BUS), p(CANAL_EAST, PARK, BUS), p(CANAL_LATE, PARK, BUS_NIGHT)
    )
    assert merge.has_conflicts
    assert merge.conflicts == (Conflict(p(CANAL), p(CANAL_EAST), p(CANAL_LATE)),)
    choice = 'صياغة <b>ثالثة</b><script>alert(1)</script><p onclick="x()">فقرة</p>'
    assert merge.resolve([choice]) == (p("صياغة <strong>ثالثة</strong>", "فقرة", PARK, BUS_NIGHT))
    assert merge.resolve([""]) == p(PARK, BUS_NIGHT)
    with pytest.raises(ValueError, match="1 conflicts, 0 choices"):
        merge.html  # noqa: B018
    with pytest.raises(ValueError, match="1 conflicts, 2 choices"):
        merge.resolve(["", ""])


def test_without_conflicts_there_is_nothing_to_choose() -> None:
    merge = merge_bodies(p(CANAL), p(CANAL), p(CANAL_EAST))
    assert not merge.has_conflicts
    assert merge.resolve([]) == merge.html == p(CANAL_EAST)


def everything(merge: BodyMerge) -> str:
    """The merged HTML, and what the conflicts show of theirs and mine."""
    return "\n".join(
        piece.html if isinstance(piece, Merged) else piece.theirs + piece.mine
        for piece in merge.pieces
    )


@given(THREE)
@settings(max_examples=400)
def test_no_word_of_either_is_lost(bodies: tuple[str, str, str]) -> None:
    base, theirs, mine = bodies
    merge = merge_bodies(base, theirs, mine)
    words = set(text_of(everything(merge)).split())
    old = set(text_of(base).split())
    for side in (theirs, mine):
        assert set(text_of(side).split()) - old <= words
    # And nothing is made up.
    assert words <= set(text_of(theirs).split()) | set(text_of(mine).split())


@given(THREE)
@settings(max_examples=400)
def test_blocks_that_nobody_or_one_touched(bodies: tuple[str, str, str]) -> None:
    base, theirs, mine = map(split_blocks, bodies)
    merge = merge_bodies(*bodies)
    merged = Counter(
        block
        for piece in merge.pieces
        if isinstance(piece, Merged)
        for block in split_blocks(piece.html)
    )
    conflicts = [(piece.base, piece.theirs, piece.mine) for piece in merge.conflicts]
    for block in base:
        if base.count(block) > 1:
            continue
        if block in theirs and block in mine:
            # Untouched, or moved; in a conflict when somebody rewrote what is around it.
            versions = [[version.count(block) for version in conflict] for conflict in conflicts]
            in_theirs = merged[block] + sum(theirs_count for _, theirs_count, _ in versions)
            in_mine = merged[block] + sum(mine_count for _, _, mine_count in versions)
            assert (in_theirs, in_mine) == (1, 1)
        elif block not in theirs and block not in mine:
            assert not merged[block]
            assert not any(block in version for _, *versions in conflicts for version in versions)
        else:
            assert not merged[block]  # deleted or edited by one


@given(THREE)
@settings(max_examples=200)
def test_choosing_one_side_everywhere_keeps_all_of_its_words(bodies: tuple[str, str, str]) -> None:
    base, theirs, mine = bodies
    merge = merge_bodies(base, theirs, mine)
    old = set(text_of(base).split())
    for side, chosen in (("theirs", theirs), ("mine", mine)):
        html = merge.resolve([getattr(conflict, side) for conflict in merge.conflicts])
        assert set(text_of(chosen).split()) - old <= set(text_of(html).split())


@given(THREE)
@settings(max_examples=200)
def test_one_sided_and_equal_changes(bodies: tuple[str, str, str]) -> None:
    base, theirs, _ = bodies
    assert merge_bodies(base, theirs, base).html == theirs
    assert merge_bodies(base, base, theirs).html == theirs
    assert merge_bodies(base, theirs, theirs).html == theirs


@given(BODIES, BODIES)
def test_one_sided_changes_of_any_body(base: str, theirs: str) -> None:
    theirs = "".join(split_blocks(theirs))
    assert merge_bodies(base, theirs, base).html == theirs
    assert merge_bodies(base, base, theirs).html == theirs
    assert merge_bodies(base, theirs, theirs).html == theirs


@given(BODIES, BODIES, BODIES)
def test_no_word_of_any_body_is_lost(base: str, theirs: str, mine: str) -> None:
    words = set(text_of(everything(merge_bodies(base, theirs, mine))).split())
    for side in (theirs, mine):
        assert set(text_of(side).split()) - set(text_of(base).split()) <= words


@given(THREE)
@settings(max_examples=200)
def test_the_sides_are_equals(bodies: tuple[str, str, str]) -> None:
    base, theirs, mine = bodies
    other = {"theirs": "mine", "mine": "theirs"}

    def mirrored(piece: Merged | Conflict) -> Merged | Conflict:
        if isinstance(piece, Conflict):
            return Conflict(piece.base, piece.mine, piece.theirs)
        return Merged(piece.html, other.get(piece.origin, piece.origin), piece.base)  # type: ignore[arg-type]

    pieces = merge_bodies(base, theirs, mine).pieces
    assert Counter(merge_bodies(base, mine, theirs).pieces) == Counter(map(mirrored, pieces))


def test_long_bodies_are_merged_in_seconds() -> None:
    number = random.Random(4).randrange
    base = [" ".join(f"كلمة{number(900)}" for _ in range(40)) for _ in range(5_000)]
    theirs = [text + " هم" if at % 10 == 0 else text for at, text in enumerate(base)]
    mine = [text + " أنا" if at % 10 == 5 else text for at, text in enumerate(base[1_000:] + base[:1_000])]  # fmt: skip
    began = time.process_time()
    merge = merge_bodies(p(*base), p(*theirs), p(*mine))
    assert time.process_time() - began < 10
    assert not merge.has_conflicts
    assert merge.html.count(" هم</p>") == merge.html.count(" أنا</p>") == 500
