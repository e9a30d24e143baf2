import pytest

from articles.body.align import Budget
from articles.body.matching import BlockMatch, match_blocks

KEPT = ["<p>يُفتتح المنتزه مطلع الشهر المقبل</p>", "<p>تزيد الشركة عدد الحافلات ليلاً</p>"]


def match(before: list[str], after: list[str]) -> BlockMatch:
    return match_blocks(
        [f"<p>{text}</p>" if text[0] != "<" else text for text in before],
        [f"<p>{text}</p>" if text[0] != "<" else text for text in after],
        Budget(),
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # In place: two words of five in common are enough, one is not.
        (["ا ب ج د ه"], ["ا ب س ص ع"], BlockMatch({0: 0})),
        (["ا ب ج د ه"], ["ا ف س ص ع"], BlockMatch()),
        # The same text without a word in it, in other tags.
        (["***"], ["<p><strong>***</strong></p>"], BlockMatch({0: 0})),
        # One sure pair goes before two doubtful ones.
        (["ا ب ج د ه", "ا و"], ["د ه س ص ع", "ا ب ج"], BlockMatch({0: 1})),
        # Moved: the same, and a repeated block as often as it is there.
        (["***", *KEPT], [*KEPT, "***"], BlockMatch({1: 0, 2: 1}, {0: 2})),
        (["***", "***", *KEPT], [*KEPT, "***"], BlockMatch({2: 0, 3: 1}, {0: 2})),
        # Moved and edited: three words of five in common are enough; not three of six, nor two of three.
        (["ا ب ج د ه", *KEPT], [*KEPT, "ا ب ج س ص"], BlockMatch({1: 0, 2: 1}, {0: 2})),
        (["ا ب ج د ه و", *KEPT], [*KEPT, "ا ب ج س ص ع"], BlockMatch({1: 0, 2: 1})),
        (["ا ب ج", *KEPT], [*KEPT, "ا ب س"], BlockMatch({1: 0, 2: 1})),
        # The most similar of two is the one that was moved, and only that one.
        (["ا ب ج س ص", "ا ب ج د ه", *KEPT], [*KEPT, "ا ب ج د ع"], BlockMatch({2: 0, 3: 1}, {1: 2})),
        (["ا ب ج د ه", "ا ب ج س ص", *KEPT], [*KEPT, "ا ب ج د ع"], BlockMatch({2: 0, 3: 1}, {0: 2})),
    ],
)  # fmt: skip
def test_what_became_of_blocks(before: list[str], after: list[str], expected: BlockMatch) -> None:
    assert match(before, after) == expected


def test_without_a_budget_blocks_are_gone_and_new() -> None:
    assert match_blocks(["<p>ا ب</p>"], ["<p>ا ب ج</p>"], Budget(0)) == BlockMatch()
