import pytest

from articles.capture import PageRefused, parse_translation


def test_a_translation() -> None:
    text = "Water returns\n\nSummary: After a month.\nBy: Rami\n\nFirst.\n\n> Quote\n\n## Part\nSummary: no.\n"
    translation = parse_translation(text)
    assert translation.headline == "Water returns"
    assert (translation.summary, translation.byline) == ("After a month.", "Rami")
    assert translation.blocks == (
        ("paragraph", "First."),
        ("pull quote", "Quote"),
        ("subheading", "Part"),
        ("paragraph", "Summary: no."),
    )


@pytest.mark.parametrize("text", ["", "Only a headline", "Headline\nBy: Rami"])
def test_without_a_body_it_is_refused(text: str) -> None:
    with pytest.raises(PageRefused, match="no headline or no body"):
        parse_translation(text)
