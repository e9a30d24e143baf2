"""Cards as pictures: their size, and that nothing is drawn outside the margins."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from articles.cards import HEIGHT, WIDTH, draw_card, find_face, why_not
from articles.cards.drawing import drawable

FACE = find_face()
pytestmark = pytest.mark.skipif(bool(why_not(FACE)), reason=f"no cards here: {why_not(FACE)}")

LONG = (
    "قال المتحدث باسم «المديرية العامة» إنّ الأعمال في الطريق الجبلي بين القريتين ستستمر حتى نهاية "
    "كانون الأول 2026 بكلفة 1,700 مليون، وإن التأخير سببه الأمطار (45 %) وNASA تراقب من فوق "
) * 2
HEADLINES = {
    "short": ("ar", "افتتاح السوق"),
    "long": ("ar", LONG[:300]),
    "latin and digits": ("ar", "NASA تعلن عن (Artemis 2) في 12/5: «الإطلاق» يتأخر 10-8 أيام"),
    "one endless word": ("ar", "https://example.org/" + "longaddress" * 25),
    "tashkeel": ("ar", "مُحَمَّدٌ يَكتُبُ إلى أُمِّهِ"),
    "english": ("en", "Buses at the gates, and a deal no one admits to"),
    "wide": ("en", "W" * 300),
    "only pictures": ("ar", "😀🎉"),
}


def draw(headline: str, language: str = "ar") -> Image.Image:
    name, day = (
        ("غرفة الأخبار", "21 أيار 2018") if language == "ar" else ("Newsroom", "21 May 2018")
    )
    png = draw_card(headline, name=name, day=day, language=language, face=FACE)
    assert len(png) < 60_000
    image = Image.open(BytesIO(png))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("L")


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The smallest box with all that was drawn."""
    return difference(image, Image.new("L", image.size, image.getpixel((0, 0))))


def difference(image: Image.Image, other: Image.Image) -> tuple[int, int, int, int]:
    """The smallest box with all that differs; shades of a palette do not count."""
    differing = ImageChops.difference(image, other).point(lambda value: 255 if value > 40 else 0)
    box = differing.getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("name", HEADLINES)
def test_within_the_margins(name: str) -> None:
    language, headline = HEADLINES[name]
    left, top, right, bottom = ink(draw(headline, language))
    assert left >= 60
    assert right <= WIDTH - 60
    assert top >= 20
    assert bottom <= HEIGHT - 20


def test_the_headline_stays_between_the_rules_and_the_day() -> None:
    bare = draw("ا")
    for headline in (LONG[:300], "مُحَمَّدٌ إلَى أُمِّهِ ڲ " * 10):
        _, top, _, bottom = difference(draw(headline), bare)
        assert top > 142
        assert bottom < 552


def test_arabic_begins_at_the_right_and_is_joined() -> None:
    arabic, english = ink_of_headline("سوق", "ar"), ink_of_headline("Souq", "en")
    assert arabic[2] > WIDTH - 90
    assert english[0] < 90
    # Joined, three letters are much narrower than one by one.
    apart = ink_of_headline("س\u200cو\u200cق", "ar")
    assert arabic[2] - arabic[0] < apart[2] - apart[0]


def ink_of_headline(headline: str, language: str) -> tuple[int, int, int, int]:
    return ink(draw(headline, language).crop((0, 160, WIDTH, 545)))


def test_what_no_face_of_letters_draws() -> None:
    assert drawable("خبر\t😀  عاجل\x07\ue000") == "خبر عاجل"


def test_a_face_that_is_none(tmp_path) -> None:
    assert find_face(str(tmp_path / "none.ttf")) is None
    assert why_not(None) == "there is no typeface"
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    assert find_face(str(broken)) == broken
    assert why_not(broken) == f"{broken} is no typeface"
