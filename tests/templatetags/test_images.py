"""Pictures in templates."""

import pytest

from articles.templatetags.images import renditions
from tests.builders import make_image

pytestmark = pytest.mark.django_db
PLACES = ("article", "lead", "section", "prominent", "teaser", "share")


def test_each_place_has_its_shape():
    image = make_image()
    folder = f"/media/pictures/{image.sha256[:20]}"
    wide = (f"{folder}/wide-50-50-800.jpg", 800, 450)
    shown = {place: renditions(image, place) for place in PLACES}
    assert {place: (one.address, one.width, one.height) for place, one in shown.items()} == {
        "article": (f"{folder}/full-800.jpg", 800, 450),
        "lead": wide,
        "section": wide,
        "prominent": wide,
        "teaser": (f"{folder}/square-50-50-360.jpg", 360, 360),
        "share": (f"{folder}/wide-50-50-1600.jpg", 1600, 900),
    }
    assert [kind for kind, _ in shown["lead"].sources] == ["image/avif", "image/webp"]


def test_a_format_that_could_not_be_made_is_not_offered():
    image = make_image()
    image.made["square-50-50"] = [[120, 120, ["webp", "jpg"]], [240, 240, ["jpg"]]]
    shown = renditions(image, "teaser")
    folder = f"/media/pictures/{image.sha256[:20]}/square-50-50"
    assert shown.sources == [("image/webp", f"{folder}-120.webp 120w")]
    assert shown.srcset == f"{folder}-120.jpg 120w, {folder}-240.jpg 240w"


@pytest.mark.parametrize("made", [{}, {"square-50-50": [[120, 120, ["avif"]]]}])
def test_nothing_without_what_every_browser_shows(made):
    image = make_image()
    image.made = made
    assert renditions(image, "teaser") is None
    assert renditions(None, "teaser") is None
