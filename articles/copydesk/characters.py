"""Letters, marks and digits that look right and are not."""

import re
from collections.abc import Iterator

from articles.arabic import find_invisible, find_presentation_forms

from .families import NUMBERS, family_of, written_in
from .letters import FATHATAN, IN_WORDS, LETTERS, MARKS, SHADDA, SPACE
from .lists import words_in
from .passage import Passage
from .rule import Hit, PatternRule, Rule, replacing

_LETTER = f"[{LETTERS}{MARKS}]"
_START = f"(?<![{IN_WORDS}])"


class Tatweel(PatternRule):
    """A stretched word (``الـدولة``), a word taken apart (``المـ.ـوت``), a dash (``دمشق ـ حلب``).

    It stays where a prefix or an abbreviation needs it: ``بـ8``, ``الـ18``, ``لـ «…»``, ``1438هـ``.
    """

    code = "tatweel"
    why = "Words are not stretched, and a dash is a dash."
    pattern = re.compile(
        rf"(?P<dash>(?<=\S){SPACE}ـ+{SPACE}(?=\S)|^ـ+{SPACE}(?=\S))"
        # لـالاتفاق is the detached prefix's.
        rf"|(?<={_LETTER})(?!(?:(?<={_START}ل)|(?<={_START}[وف]ل))ـال)ـ+(?:[ .·*-]ـ+)?(?={_LETTER})",
        re.MULTILINE,
    )
    flags = {
        "الـدولة والمـــدينة": [("ـ", ""), ("ـــ", "")],
        "العينة ـ المثال": [(" ـ ", " - ")],
        "خبر عن المـ.ـوت وعن تحـ ـرير": [("ـ.ـ", ""), ("ـ ـ", "")],
        "ـ أولاً": [("ـ ", "- ")],
        "لـعناصر الفرقة": [("ـ", "")],
    }
    passes = (
        "بـ8 آلاف والـ18 ولـ «القرية» ولـ BBC",
        "عام 1438هـ وعام 1439 هـ",
        "لـ الاتفاق ولـالاتفاق",
        "اللاحقة ـه في الكلمة",
    )

    def fix(self, found: re.Match[str]) -> str:
        if found["dash"] is None:
            return ""
        return " - " if found[0][0] != "ـ" else "- "


# Letters of Persian and Kurdish that stand for an Arabic one.
_ALIKE = str.maketrans({"ک": "ك", "ی": "ي", "ھ": "ه", "ہ": "ه", "ے": "ي", "ە": "ه"})
_AMBIGUOUS_AT_END = "یےە"
_SURELY_YA = frozenset({"في", "التي", "الذي", "هي", "أي", "لي", "بي"})
_ARTICLE_OR_CLITIC = re.compile("^[وفبك]?(?:ال)?")
_NOT_ARABIC = re.compile("[پچژگێۆڕڵڤۀ]")
_PERSIAN_WORDS = frozenset({"که", "از", "را", "است", "این", "های", "می", "به", "در", "شد", "کرد"})
_NEIGHBOURS = 3


class PersianLetter(Rule):
    """ی, ک, ھ in an Arabic word. Persian and Kurdish words, and words among them, keep theirs.

    A final ی may stand for ي or for ى: it is mended where the word leaves no doubt.
    """

    code = "persian-letter"
    why = "This letter is Persian or Kurdish and only looks like the Arabic one."
    pattern = re.compile(f"(?<![{IN_WORDS}])[{IN_WORDS}]*?[کیھہےە][{IN_WORDS}]*")
    flags = {
        "وصلت الشرکة إلی القرية": [("الشرکة", "الشركة"), ("إلی", "إلى")],
        "یوم في القریة": [("یوم", "يوم"), ("القریة", "القرية")],
        "سافر علی إلى القرية": [("علی", None)],
        "ذهب فی ھذا الوقت": [("فی", "في"), ("ھذا", "هذا")],
    }
    passes = (
        "وصلت الشركة إلى القرية",
        "المجلة الفارسية «گفتگوی ما» الشهرية",
        "عبارة «این کتاب از ماست» الفارسية",
        "مدينة گۆڕان کوردی",
    )

    def find(self, passage: Passage) -> Iterator[Hit]:
        for found in passage.matches(self.pattern):
            word = found[0]
            if not _NOT_ARABIC.search(word) and not self._is_among_persian(passage, *found.span()):
                yield replacing(*found.span(), self._mended(word))

    def _is_among_persian(self, passage: Passage, start: int, end: int) -> bool:
        words = [
            passage.text[start:end],
            *passage.before(start).split()[-_NEIGHBOURS:],
            *passage.after(end).split()[:_NEIGHBOURS],
        ]
        return any(
            _NOT_ARABIC.search(word) or word.strip("«»\"'()،.") in _PERSIAN_WORDS for word in words
        )

    def _mended(self, word: str) -> str | None:
        mended = word.translate(_ALIKE)
        if word[-1] not in _AMBIGUOUS_AT_END:
            return mended
        with_alef = f"{mended[:-1]}ى"
        known = words_in("alef_maqsura")
        if with_alef in known or _ARTICLE_OR_CLITIC.sub("", with_alef) in known:
            return with_alef
        return mended if mended in _SURELY_YA else None


class PresentationForm(Rule):
    """Shapes of letters as an old font or a PDF has them: ``اﻷمنية``."""

    code = "presentation-form"
    why = "These are shapes of letters, not letters; search does not find them."
    flags = {"الشؤون اﻷمنية": [("ﻷ", "لأ")], "ﻋﻴﻨﺔ": [("ﻋﻴﻨﺔ", "عينة")]}
    passes = ("الشؤون الأمنية", "النبي ﷺ ﴿آية﴾")

    def find(self, passage: Passage) -> Iterator[Hit]:
        for change in find_presentation_forms(passage.text):
            yield replacing(*change)


class InvisibleCharacter(Rule):
    """Zero-width characters and bidi controls that do nothing where they stand."""

    code = "invisible-character"
    why = "An invisible character stands here that does nothing."
    flags = {
        "العينة\u200b والمثال\u202c": [("\u200b", ""), ("\u202c", "")],
        "نعم!\u200f\u200f هنا": [("\u200f\u200f", "\u200f")],
    }
    passes = ("العينة (5\u200f) والمثال", "می\u200cخواهم", "عام 1438 ه\u200d")

    def find(self, passage: Passage) -> Iterator[Hit]:
        for start, end, kept in find_invisible(passage.text):
            gone = passage.text[start + len(kept) : end]
            names = " ".join(dict.fromkeys(f"U+{ord(char):04X}" for char in gone))
            yield replacing(start, end, kept, names)


class MixedDigits(Rule):
    """Digits of another family than most of the article's."""

    code = "mixed-digits"
    why = "An article keeps to one family of digits."
    pattern = NUMBERS
    flags = {
        "عام 2018 وعام 2019 وعام ٢٠٢٠": [("٢٠٢٠", "2020")],
        "عام ٢٠١٨ وعام ٢٠١٩ وعام 2020": [("2020", "٢٠٢٠")],
        "عام 2018 وعام ۲۰۱۹": [("۲۰۱۹", "2019")],
    }
    passes = ("عام 2018", "عام ٢٠١٨", "طائرة F16 عام ٢٠١٨ وعام ٢٠١٩", "")

    def find(self, passage: Passage) -> Iterator[Hit]:
        for found in passage.matches(self.pattern):
            if family_of(found[0]) != passage.digits:
                yield replacing(*found.span(), written_in(found[0], passage.digits))


class Tanwin(PatternRule):
    """``غدًا`` for ``غداً``.

    The house writes fathatan on the alef: Syrian news does, and every sample of this project does.
    Both are in use, and one text should not have both.
    """

    code = "tanwin"
    why = "The house writes the tanwin on the alef."
    pattern = re.compile(
        f"(?P<shadda>{SHADDA}?){FATHATAN}(?P<late>{SHADDA}?)(?P<alef>[اى])(?![{IN_WORDS}])"
    )
    flags = {
        "سنعود غدًا": [(f"{FATHATAN}ا", f"ا{FATHATAN}")],
        f"حق{FATHATAN}{SHADDA}ا": [(f"{FATHATAN}{SHADDA}ا", f"{SHADDA}ا{FATHATAN}")],
        "مستوًى جديد": [(f"{FATHATAN}ى", f"ى{FATHATAN}")],
    }
    passes = ("سنعود غداً", "شكراً وحقّاً ومساءً", "كتاباً")

    def fix(self, found: re.Match[str]) -> str:
        return f"{found['shadda'] or found['late']}{found['alef']}{FATHATAN}"
