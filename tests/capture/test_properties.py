"""Whatever a page holds, it is refused with a reason or every line of it gets one role."""

from hypothesis import given
from hypothesis import strategies as st

from articles.capture import PageRefused, decode, parse_page, parse_translation, split_lines

LINES = st.sampled_from(
    [
        "", "   ", "عنوان من خمس كلمات تقريباً هنا", "تاريخ النشر: 09.02.2020 | 07:40 دمشق",
        "آخر تحديث: 10.02.2020 | 12:15 دمشق", "09.02.2020", "صحيفة العينة", "حلب", "كتب: رامي المثال",
        "مقالات مقترحة", "اقرأ أيضاً: عنوان آخر في مكان آخر", "الوسوم", "كلمات مفتاحية: أ، ب", "#وسم", "شارك",
        "photo.jpg", "***", "\u200b", "نشر", "تحديث: 3", "- بند", "صورة (رويترز)", "تقرير خاص",
        "فقرة طويلة بما يكفي كي تعد فقرة كاملة في متن الخبر المنشور هنا.", "قالت: نعم.", "سطر بلا نقطة في آخره هنا",
    ]
)  # fmt: skip


@given(
    st.lists(
        LINES | st.text(max_size=60).filter(lambda text: "\n" not in text and "\r" not in text)
    )
)
def test_every_line_gets_one_role(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        reading = parse_page(text)
    except PageRefused as refusal:
        assert refusal.code == "not-an-article"
        return
    raw = split_lines(text)
    assert len(reading.roles) == len(reading.keys) == len(raw)
    assert [bool(role) for role in reading.roles] == [bool(line.strip()) for line in raw]
    assert all(
        problem.line is None or 1 <= problem.line <= len(raw) for problem in reading.problems
    )
    kept = {"paragraph", "pull quote", "subheading"}
    assert len(reading.article.blocks) == sum(role in kept for role in reading.roles)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        text, encoding = decode(content)
    except PageRefused as refusal:
        assert refusal.code in {"empty-file", "binary-file", "unknown-encoding"}
        return
    assert content.decode(encoding) == text


@given(st.text(max_size=300))
def test_any_text_is_a_translation_or_refused(text: str) -> None:
    try:
        translation = parse_translation(text)
    except PageRefused as refusal:
        assert refusal.code == "bad-translation"
        return
    assert translation.headline
    assert translation.blocks
