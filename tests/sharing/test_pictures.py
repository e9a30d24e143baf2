"""What a link to an article is shown with elsewhere."""

import pytest
from django.utils import translation

from articles.sharing import headline_of, picture_of
from tests.builders import make_article, make_image, make_translated_article

pytestmark = pytest.mark.django_db


def test_an_article_is_shown_with_its_picture():
    image = make_image()
    article = make_article("عنوان", image=image, image_alt_ar="جسر فوق نهر")
    shown = picture_of(article)
    assert (shown.address, shown.alt) == (image.largest_jpeg.address, "جسر فوق نهر")
    assert (shown.width, shown.height) == (1600, 900)


def test_in_english_with_its_english_words():
    article = make_translated_article("عنوان", image=make_image(), image_alt_ar="جسر")
    with translation.override("en"):
        assert picture_of(article).alt == article.title_en


def test_without_one_with_its_headline():
    bare = make_article("عنوان")
    assert picture_of(bare) == headline_of(bare)
    image = make_image()
    image.made = {}
    image.save()
    article = make_article("عنوان", image=image, image_alt_ar="جسر")
    assert picture_of(article) == headline_of(article)
