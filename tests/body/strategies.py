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
