import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from articles.choices import Choices, choosing
from articles.templatetags.choices import digits, locale_of_numbers, options

ARABIC = Choices(digits="arabic")


@pytest.fixture(autouse=True)
def language():
    with translation.override("ar"):
        yield


class TestDigits:
    def test_as_they_are(self):
        assert (digits(12), digits("12%")) == ("12", "12%")

    def test_as_they_were_chosen(self):
        with choosing(ARABIC):
            assert (digits(12), digits("12%")) == ("١٢", "١٢%")

    def test_in_english_never(self):
        with choosing(ARABIC), translation.override("en"):
            assert digits(12) == "12"

    def test_markup_is_left_alone(self):
        html = mark_safe('<a href="/2018/" id=p1>5 &#x27;6&#39; &amp; 7</a>')
        with choosing(ARABIC):
            assert digits(html) == '<a href="/2018/" id=p1>٥ &#x27;٦&#39; &amp; ٧</a>'

    def test_what_was_typed_is_still_escaped(self):
        with choosing(ARABIC):
            page = Template("{% load choices %}{{ typed|digits }}").render(
                Context({"typed": "<b>1</b>"})
            )
        assert page == "&lt;b&gt;١&lt;/b&gt;"


def test_locale_of_numbers():
    assert locale_of_numbers() == "ar-SY-u-nu-latn"
    with choosing(ARABIC):
        assert locale_of_numbers() == "ar-SY-u-nu-arab"
    with translation.override("en"):
        assert locale_of_numbers() == "en"


def test_options_say_which_is_chosen():
    with choosing(Choices(months="both")):
        assert [(option.value, option.label, option.is_chosen) for option in options("months")] == [
            ("levantine", "أيار", False),
            ("both", "أيار/مايو", True),
            ("roman", "مايو", False),
        ]
    assert [option.value for option in options("size")] == ["small", "normal", "large", "largest"]
