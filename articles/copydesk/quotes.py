"""Quotation marks and brackets."""

import re
from collections.abc import Iterator

from articles.body import TextEdit

from .letters import LETTERS
from .passage import Passage
from .rule import Hit, Rule

_ARABIC_LETTER = re.compile(f"[{LETTERS}]")


class StraightQuotes(Rule):
    """``"…"``, ``“…”`` and mixtures, as pairs: a fix never leaves half of one.

    Marks inside of «…» stay, and so do those around a foreign name.
    """

    code = "straight-quotes"
    why = "An Arabic quotation stands between « and »."
    flags = {
        'بلدة "العينة" القريبة': [('"العينة"', "«العينة»")],
        "بلدة “العينة” القريبة": [("“العينة”", "«العينة»")],
        "بلدة ”العينة“ القريبة": [("”العينة“", "«العينة»")],
        'بلدة «العينة" القريبة': [('«العينة"', "«العينة»")],
        'لـ"العينة" و"المثال"، ثم': [('"العينة"', "«العينة»"), ('"المثال"', "«المثال»")],
        'قال "نعم "جداً" لكم"': [('"نعم "جداً" لكم"', '«نعم "جداً" لكم»')],
        'قال "نعم\nوذهب إلى "العينة"': [('"العينة"', "«العينة»")],
        'صدر "عام 2015" هنا': [('"عام 2015"', "«عام 2015»")],
        'والقرى ("العينة"، "المثال")': [('"العينة"', "«العينة»"), ('"المثال"', "«المثال»")],
    }
    passes = (
        "بلدة «العينة» القريبة",
        'شاشة 55" وأخرى 43" معها',
        'قال «نعم "جداً" لكم»',
        'صحيفة "The Sample" القديمة',
        'قال "نعم وذهب',
    )

    def find(self, passage: Passage) -> Iterator[Hit]:
        for opening, closing in passage.quotes.pairs:
            edits = tuple(
                TextEdit(mark.place, mark.place + 1, right)
                for mark, right in ((opening, "«"), (closing, "»"))
                if mark.char != right
            )
            quoted = _ARABIC_LETTER.search(passage.text, opening.place, closing.place)
            if edits and quoted:
                yield Hit(opening.place, closing.place + 1, edits)


class UnbalancedQuotes(Rule):
    """A quotation mark without its partner."""

    code = "unbalanced-quotes"
    why = "This quotation mark has no partner in its paragraph."
    flags = {
        'قال "نعم وذهب': [('"', None)],
        "قال نعم» وذهب": [("»", None)],
        'قال "نعم\nوذهب إلى "العينة"': [('"', None)],
    }
    passes = (
        'قال "نعم" و«لا» وذهب',
        'شاشة 55" فقط',
        "«فقرة أولى\n«فقرة ثانية\nوالأخيرة»",
    )

    def find(self, passage: Passage) -> Iterator[Hit]:
        for mark in passage.quotes.strays:
            yield Hit(mark.place, mark.place + 1)


class UnbalancedBrackets(Rule):
    """A bracket without its partner."""

    code = "unbalanced-brackets"
    why = "This bracket has no partner in its paragraph."
    flags = {
        "بلدة (العينة القريبة": [("(", None)],
        "بلدة العينة) القريبة": [(")", None)],
        "بلدة (العينة] القريبة": [("(", None), ("]", None)],
    }
    passes = (
        "بلدة (العينة) القريبة [هنا] {وهناك}",
        "1) أولاً\nب) ثانياً",
        "ابتسم :) وذهب",
        "(فقرة أولى\nوالأخيرة)",
    )

    def find(self, passage: Passage) -> Iterator[Hit]:
        for mark in passage.brackets.strays:
            yield Hit(mark.place, mark.place + 1)
