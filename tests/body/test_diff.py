import itertools
import random
import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import BlockChange, Segment, diff_bodies, diff_texts, split_blocks, text_of
from articles.body.words import split_parts
from tests.body.strategies import BODIES


def shown(segments: Iterable[Segment]) -> str:
    """``"قتل [-ثلاثة-]{+أربعة+}"``, as ``git diff --word-diff`` writes it."""
    marks = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[segment.kind].format(segment.text) for segment in segments)


def rows(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.status, shown(change.segments)) for change in diff_bodies(before, after)]


def body(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("أصيب ثلاثة عمال", "أصيب أربعة عمال", "أصيب [-ثلاثة-]{+أربعة+} عمال"),
        ("افتُتح الجسر", "افتُتح الجسرُ", "افتُتح [-الجسر-]{+الجسرُ+}"),
        ("قال المدير إن العمل بدأ", "قال المدير أمس إن العمل بدأ", "قال المدير {+أمس +}إن العمل بدأ"),
        ("بدأ العمل في الحديقة صباحاً", "بدأ العمل صباحاً", "بدأ العمل [-في الحديقة -]صباحاً"),
        # One change to a reader: only a function word stayed between the two.
        ("سافر الوفد من حلب إلى دمشق", "سافر الوفد من حمص إلى درعا", "سافر الوفد من [-حلب إلى دمشق-]{+حمص إلى درعا+}"),
        ("حلب في الصباح باردة", "حمص في الصباح دافئة", "[-حلب-]{+حمص+} في الصباح [-باردة-]{+دافئة+}"),
        ("تأجّل الموعد.", "تأجّل الموعد إلى الأحد.", "تأجّل الموعد{+ إلى الأحد+}."),
        ('قال "نعم"', "قال «نعم»", 'قال [-"-]{+«+}نعم[-"-]{+»+}'),
        ("الساعة 12:30", "الساعة 12:45", "الساعة [-12:30-]{+12:45+}"),
        ("نحو 1,700 أسرة", "نحو 1,750 أسرة", "نحو [-1,700-]{+1,750+} أسرة"),
        ("وقّع لـ الاتفاق", "وقّع للاتفاق", "وقّع [-لـ الاتفاق-]{+للاتفاق+}"),
        ("خطأ  مزدوج", "خطأ مزدوج", "خطأ[-  -]{+ +}مزدوج"),
        ("حلب\nحمص", "درعا\nإدلب", "[-حلب-]{+درعا+}\n[-حمص-]{+إدلب+}"),
        ("كما هو", "كما هو", "كما هو"),
        ("", "جديد كله", "{+جديد كله+}"),
        ("ذهب كله", "", "[-ذهب كله-]"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_changes_of_a_line(before: str, after: str, expected: str) -> None:
    assert shown(diff_texts(before, after)) == expected


CANAL = "أنهت البلدية أعمال صيانة القناة في الحي الغربي"
PARK = "يُفتتح المنتزه الجديد أمام الزوار مطلع الشهر المقبل"
BUS = "تزيد شركة النقل عدد الحافلات في ساعات الذروة"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (body(CANAL, PARK), body(CANAL, PARK), [("kept", CANAL), ("kept", PARK)]),
        (body(CANAL), body(CANAL, PARK), [("kept", CANAL), ("added", f"{{+{PARK}+}}")]),
        (body(CANAL, PARK), body(PARK), [("removed", f"[-{CANAL}-]"), ("kept", PARK)]),
        (body(CANAL, PARK), body(CANAL, BUS), [("kept", CANAL), ("removed", f"[-{PARK}-]"), ("added", f"{{+{BUS}+}}")]),
        (
            body(CANAL, PARK),
            body(CANAL.replace("الغربي", "الشرقي"), PARK),
            [("changed", "أنهت البلدية أعمال صيانة القناة في الحي [-الغربي-]{+الشرقي+}"), ("kept", PARK)],
        ),
        (body(CANAL, PARK, BUS), body(PARK, BUS, CANAL), [("kept", PARK), ("kept", BUS), ("moved", CANAL)]),
        (
            body(CANAL, PARK, BUS),
            body(PARK, BUS, CANAL.replace("الغربي", "الشرقي")),
            [("kept", PARK), ("kept", BUS), ("moved", "أنهت البلدية أعمال صيانة القناة في الحي [-الغربي-]{+الشرقي+}")],
        ),
        # Two words in common and a stock opening: another paragraph, not the same one moved.
        (body("قال المدير إن العمل بدأ", PARK), body(PARK, "قال المدير شيئاً آخر تماماً"), [("removed", "[-قال المدير إن العمل بدأ-]"), ("kept", PARK), ("added", "{+قال المدير شيئاً آخر تماماً+}")]),
        ("<ul><li>خبز</li><li>ماء</li></ul>", "<ul><li>خبز</li><li>ماء</li><li>ملح</li></ul>", [("changed", "خبز\nماء{+\nملح+}")]),
        ("", body(CANAL), [("added", f"{{+{CANAL}+}}")]),
        (body(CANAL), "", [("removed", f"[-{CANAL}-]")]),
        ("", "", []),
    ],
)  # fmt: skip
def test_changes_of_a_body(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert rows(before, after) == expected


def test_a_change_says_everything_about_its_block() -> None:
    before = body(CANAL, PARK) + '<blockquote class="pull"><p>«الحي الغربي بخير»</p></blockquote>'
    after = body(PARK) + "<h2>خلفية</h2>" + "<blockquote><p>«الحي الغربي بخير»</p></blockquote>"
    assert diff_bodies(before, after) == [
        BlockChange("removed", "paragraph", (Segment(CANAL, "removed"),), 0, None),
        BlockChange("kept", "paragraph", (Segment(PARK, "kept"),), 1, 0),
        BlockChange("added", "subheading", (Segment("خلفية", "added"),), None, 1),
        BlockChange("changed", "quote", (Segment("«الحي الغربي بخير»", "kept"),), 2, 2, markup_only=True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>خبر <strong>عاجل</strong></p>", "<p>خبر عاجل</p>"),
        ('<p><a href="https://a.example" rel="noopener">خبر</a></p>', '<p><a href="https://b.example" rel="noopener">خبر</a></p>'),
        ("<blockquote><p>قول</p></blockquote>", '<blockquote class="pull"><p>قول</p></blockquote>'),
        ("<h2>عنوان</h2>", "<h3>عنوان</h3>"),
    ],
)  # fmt: skip
def test_markup_alone_is_a_change(before: str, after: str) -> None:
    (change,) = diff_bodies(before, after)
    assert (change.status, change.markup_only) == ("changed", True)
    assert {segment.kind for segment in change.segments} == {"kept"}


WORDS = st.sampled_from(["من", "في", "خبر", "عاجل", "الحي", "المدينة", "12:30", "قُتِلَ", "«", "»", "،", ".", " ", "  ", "\u200f"])  # fmt: skip
LINES = st.lists(WORDS, max_size=25).map("".join) | st.text(max_size=20)


@given(LINES, LINES)
def test_segments_are_exactly_both_texts(before: str, after: str) -> None:
    segments = diff_texts(before, after)
    assert "".join(segment.text for segment in segments if segment.kind != "added") == before
    assert "".join(segment.text for segment in segments if segment.kind != "removed") == after
    assert (before == after) == all(segment.kind == "kept" for segment in segments)
    assert all(segment.text for segment in segments)
    kinds = [segment.kind for segment in segments]
    assert all(
        pair in {("kept", "removed"), ("kept", "added"), ("removed", "added"), ("removed", "kept"), ("added", "kept")}
        for pair in itertools.pairwise(kinds)
    )  # fmt: skip


@given(LINES, LINES)
def test_no_word_is_cut(before: str, after: str) -> None:
    segments = diff_texts(before, after)
    for text, other in ((before, "added"), (after, "removed")):
        whole = split_parts(text)
        assert [p for s in segments if s.kind != other for p in split_parts(s.text)] == whole


@given(LINES)
def test_parts_are_the_text(text: str) -> None:
    assert "".join(split_parts(text)) == text


@given(BODIES, BODIES)
def test_every_block_is_told_once(before: str, after: str) -> None:
    changes = diff_bodies(before, after)
    blocks, new_blocks = split_blocks(before), split_blocks(after)
    places = sorted(change.before_at for change in changes if change.before_at is not None)
    assert places == list(range(len(blocks)))
    new_places = [change.after_at for change in changes if change.after_at is not None]
    assert new_places == list(range(len(new_blocks)))
    for change in changes:
        text = "".join(s.text for s in change.segments if s.kind != "added")
        new_text = "".join(s.text for s in change.segments if s.kind != "removed")
        was, now = change.before_at, change.after_at
        assert text == (text_of(blocks[was]) if was is not None else "")
        assert new_text == (text_of(new_blocks[now]) if now is not None else "")
        if change.status == "kept" and was is not None and now is not None:
            assert blocks[was] == new_blocks[now]


def _long_bodies() -> dict[str, tuple[str, str]]:
    shuffle = random.Random(4).sample
    sentences = [" ".join(f"كلمة{random.Random(i * 50 + j).randrange(900)}" for j in range(40)) for i in range(5_000)]  # fmt: skip
    words = " ".join(sentences).split()
    return {
        "5,000 blocks in another order": (body(*sentences), body(*shuffle(sentences, 5_000))),
        "5,000 blocks, a word changed in each": (body(*sentences), body(*(s + " آخر" for s in sentences))),
        "5,000 blocks and 5,000 others": (body(*sentences), body(*(s[::-1] for s in sentences))),
        "the same block 5,000 times": (body(*["خبر عاجل"] * 5_000), body(*["خبر عاجل", "خبر"] * 2_500)),
        "a paragraph of 2 MB in another order": (body(" ".join(words)), body(" ".join(shuffle(words, len(words))))),
        "a paragraph of two words": (body("نعم لا " * 100_000), body("لا لا نعم " * 70_000)),
        "a word of 2 MB": (body("خ" * 1_000_000), body("خ" * 999_999 + "!" * 1_000_000)),
        "300 blocks, all edited": (body(*sentences[:300]), body(*(s[8:] for s in sentences[:300]))),
    }  # fmt: skip


@pytest.mark.parametrize(("before", "after"), _long_bodies().values(), ids=_long_bodies())
def test_no_paste_hangs(before: str, after: str) -> None:
    began = time.process_time()
    changes = diff_bodies(before, after)
    assert time.process_time() - began < 10
    assert sum(change.after_at is not None for change in changes) == len(split_blocks(after))
