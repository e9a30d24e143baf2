import pytest

from articles.arabic import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ('هل خرج تنظيم "الدولة" مِن دمشق؟', "هل-خرج-تنظيم-الدولة-من-دمشق"),
        ("دمشـــق وحلب", "دمشق-وحلب"),
        ("١٧٠٠ شخص", "1700-شخص"),
        ("Syria TV: خبر", "syria-tv-خبر"),
        ("اﻷمنية", "الأمنية"),
        ("a/b\\c?d#e%f", "a-b-c-d-e-f"),
        ("…", "article"),
        ("", "article"),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_headline_is_cut_between_words() -> None:
    slug = slugify("كلمة " * 40)
    assert slug == "-".join(["كلمة"] * 16)
    assert len(slugify("ك" * 200)) == 80
