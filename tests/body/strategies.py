"""Bodies for Hypothesis: whatever the sanitiser lets through, tidy or not."""

from hypothesis import strategies as st

from articles.body import sanitize

_TAGS = (
    "<p>", "</p>", "<h2>", "</h2>", "<blockquote>", '<blockquote class="pull">', "</blockquote>",
    "<ul>", "<ol>", "<li>", "</li>", "</ul>", "</ol>", "<strong>", "</strong>", "<em>", "</em>",
    '<a href="https://a.example/?b=1&amp;c=%3E">', "</a>", "<br>", "<div>", "</div>", "<table>", "<td>",
)  # fmt: skip
_TEXTS = (
    "خبر",
    "الاتفاق",
    " ",
    "  ",
    "\n",
    "&nbsp;",
    "&amp;",
    "&lt;b&gt;",
    "&notit;",
    "،",
    "\u2028",
    "مُدُنٌ",
    "<",
    "&",
)

BODIES = (
    st.lists(st.sampled_from(_TAGS) | st.sampled_from(_TEXTS) | st.text(max_size=4), max_size=20)
    .map("".join)
    .map(sanitize)
)


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


# Random edits. Every word of a text is its number and occurs nowhere else, unless one edits the other.


@st.composite
def edited(draw: st.DrawFn, blocks: list[list[str]], author: str) -> list[list[str]]:
    """What ``author`` makes of blocks (lists of words): edits, deletions, moves, new blocks."""
    blocks = [list(block) for block in blocks]
    for number in range(draw(st.integers(0, 5))):
        word = f"{author}{number}"
        at = draw(st.integers(0, max(0, len(blocks) - 1)))
        change = draw(st.sampled_from(["insert", "edit", "replace", "delete", "move"]))
        if change == "insert" or not blocks:
            blocks.insert(at, [f"{word}ا", f"{word}ب", f"{word}ج", f"{word}د"])
        elif change == "edit":
            place = draw(st.integers(0, len(blocks[at]) - 1))
            blocks[at] = [*blocks[at][:place], word, *blocks[at][place + 1 :]]
        elif change == "replace":
            blocks[at] = [word] * 2
        elif change == "delete":
            del blocks[at]
        else:
            blocks.insert(draw(st.integers(0, len(blocks) - 1)), blocks.pop(at))
    return blocks


@st.composite
def three_bodies(draw: st.DrawFn) -> tuple[str, str, str]:
    count = draw(st.integers(0, 6))
    base = [[f"ك{block}م{word}" for word in range(5)] for block in range(count)]
    if base and draw(st.booleans()):
        base.append(base[0])  # a block that occurs twice
    theirs, mine = draw(edited(base, "هم")), draw(edited(base, "أنا"))
    base_html, theirs_html, mine_html = (
        p(*map(" ".join, blocks)) for blocks in (base, theirs, mine)
    )
    return base_html, theirs_html, mine_html


THREE = three_bodies()
