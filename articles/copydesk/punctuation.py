"""Commas, full stops and the spaces around them."""

import re
from collections.abc import Iterator

from .letters import IN_WORDS, LETTERS, MARKS, SPACE
from .passage import Passage
from .rule import Hit, PatternRule, Rule, replacing

_OPENING, _CLOSING = "\"'“«([", "\"'”»)]"
_ARABIC = re.compile(f"[{IN_WORDS}]")
_ENTITY = re.compile(r"&#?\w{1,8}\Z")


class _LatinMark(Rule):
    """A Latin mark in an Arabic sentence; between Latin words and inside numbers it is at home."""

    pattern: re.Pattern[str]
    arabic: str

    def find(self, passage: Passage) -> Iterator[Hit]:
        for found in passage.matches(self.pattern):
            if _is_in_arabic(passage, *found.span()):
                yield replacing(*found.span(), self.arabic * len(found[0]))


def _is_in_arabic(passage: Passage, start: int, end: int) -> bool:
    text = passage.text
    if text[start - 1 : start].isdecimal() and text[end : end + 1].isdecimal():
        return False  # 1,700
    before = passage.before(start).rstrip().rstrip(_CLOSING).rstrip()
    after = passage.after(end).lstrip().lstrip(_OPENING)
    if _ENTITY.search(before):
        return False
    if _ARABIC.match(before[-1:]):
        return True
    if before[-1:].isalpha():
        # "BBC, وأضافت" is a comma of the sentence; the mark of "Who Are You?" is the title's.
        return text[start] == "," and bool(_ARABIC.match(after))
    # Behind numbers and signs, the nearest words tell.
    nearest = next(filter(str.isalpha, reversed(before)), ""), next(filter(str.isalpha, after), "")
    return all(not letter or _ARABIC.match(letter) for letter in nearest) and any(nearest)


class LatinComma(_LatinMark):
    """``,`` and the Arabic thousands sign where a comma belongs."""

    code = "latin-comma"
    why = "An Arabic sentence takes the Arabic comma."
    pattern = re.compile("[,٬]")
    arabic = "،"
    flags = {
        "وصلت القافلة, ثم غادرت": [(",", "،")],
        "في 2011, قالت": [(",", "،")],
        "الأعوام 2011, 2012 وما بعدها": [(",", "،")],
        "قالت BBC, وأضافت": [(",", "،")],
        "الأول٬ والثاني": [("٬", "،")],
        '"المدينة", و(القرية), ثم': [(",", "،"), (",", "،")],
    }
    passes = (
        "وصل 1,700 شخص",
        "وصل ١٬٧٠٠ شخص",
        "بحسب London, Paris وسواهما",
        "Dear reader, good morning",
        "النتيجة 3,5",
        "وصلت القافلة، ثم غادرت",
        "انظر https://example.org/a,b في الموقع",
    )


class LatinSemicolon(_LatinMark):
    """``;``"""

    code = "latin-semicolon"
    why = "An Arabic sentence takes the Arabic semicolon."
    pattern = re.compile(r";(?!-?[()])")
    arabic = "؛"
    flags = {"تأخر الموكب; فقد أغلق الجسر": [(";", "؛")]}
    passes = ("تأخر الموكب؛ فقد أغلق الجسر", "الكاتب &quot;النص", "one; two", "ابتسم ;) وذهب")


class LatinQuestionMark(_LatinMark):
    """``?``, one or several."""

    code = "latin-question-mark"
    why = "An Arabic question takes the Arabic question mark."
    pattern = re.compile(r"\?+")
    arabic = "؟"
    flags = {
        "متى يفتح الجسر?": [("?", "؟")],
        "متى؟ وأين??": [("??", "؟؟")],
        "هل افتتح عام 2010?": [("?", "؟")],
    }
    passes = ("متى يفتح الجسر؟", "أغنية Who Are You? الشهيرة", "example.org/?q=1")


_WORD_END = f"[{LETTERS}{MARKS}]"
_FOLLOWS = r"(?=[\"“«(]?\w)"


class SpaceBeforePunctuation(PatternRule):
    """``كلمة ،`` and ``كلمة ،كلمة``."""

    code = "space-before-punctuation"
    why = "No space stands before a punctuation mark."
    # A full stop behind a single letter is an abbreviation's: ص . ب
    pattern = re.compile(
        rf"(?<=[\w{MARKS}»\")\]%”])(?:{SPACE}+(?P<mark>[،؛؟]+|!+(?!=)|[:,;](?![\w:()/\\-]))"
        rf"|(?<!\b[^\W\d_]){SPACE}+(?P<stop>\.)(?![.\w]))(?P<joined>{_FOLLOWS})?"
        rf"|(?<={_WORD_END}{{2}}){SPACE}+(?P<glued>[.:])(?={_WORD_END}{{2}})"
    )
    flags = {
        "وصلت القافلة ، ثم غادرت .": [(" ،", "،"), (" .", ".")],
        "وصلت القافلة ،ثم غادرت": [(" ،", "، ")],
        "قالت اللجنة : نعم": [(" :", ":")],
        "غادرت القافلة .ثم عادت": [(" .", ". ")],
        "متى  ؟!": [("  ؟", "؟")],
        "عام 2018 ، وبعده": [(" ،", "،")],
        "قالت اللجنة :«نعم»": [(" :", ": ")],
    }
    passes = (
        "وصلت القافلة، ثم غادرت.",
        "ارتفع 3.5 بالمئة عند 11:05",
        "قال ... ثم صمت",
        "صندوق بريد ص . ب 344",
        "مكتبة .NET الجديدة",
        "ابتسم :) وذهب",
        "النسبة 5 .3",
        "وقعت في «القرية»، ثم",
    )

    def fix(self, found: re.Match[str]) -> str:
        mark = found["mark"] or found["stop"] or found["glued"]
        return f"{mark} " if found["glued"] or found["joined"] is not None else mark


class NoSpaceAfterPunctuation(PatternRule):
    """``كلمة،كلمة``. Numbers, abbreviations (``د.أحمد``) and names of sites keep together."""

    code = "no-space-after-punctuation"
    why = "A space follows a punctuation mark."
    pattern = re.compile(
        rf"(?<=[\w{MARKS}»\")\]%”])[،؛؟!]+(?=[\"“«(]?[^\W\d_])"
        rf"|(?<=[^\W\d_])[،؛](?=\d)"
        rf"|(?<={_WORD_END})[,;?](?=[\"“«(]?[{LETTERS}])"
        rf"|(?<={_WORD_END}{{3}})(?:\.(?!(?:نت|كوم|أورغ)\b)|:)(?=[\"“«(]?{_WORD_END}{{2}})"
    )
    flags = {
        "وصلت القافلة،ثم غادرت": [("،", "، ")],
        "وصلت القافلة.ثم غادرت": [(".", ". ")],
        "قالت اللجنة:«نعم»": [(":", ": ")],
        "وصلت القافلة,ثم غادرت": [(",", ", ")],
        "متى؟وأين؟!ولماذا": [("؟", "؟ "), ("؟!", "؟! ")],
        "عام 2018،وبعده": [("،", "، ")],
    }
    passes = (
        "وصلت القافلة، ثم غادرت. وعادت",
        "ارتفع 3،5 بالمئة، و1,700 شخص، عند 11:05",
        "قال د.سليم وأ.د. نادر في ق.م والأمم",
        "موقع العينة.نت",
        "قال... ثم صمت..وعاد",
        "«نعم!» و«لماذا؟»",
        "سليم (شاعر)، ونادر",
    )

    def fix(self, found: re.Match[str]) -> str:
        return f"{found[0]} "


class DoubledSpace(PatternRule):
    """Two spaces or more inside a block."""

    code = "doubled-space"
    why = "One space is enough."
    pattern = re.compile(rf"(?<=\S){SPACE}{{2,}}(?=\S)")
    flags = {
        "وصلت  القافلة": [("  ", " ")],
        "وصلت \u00a0\tالقافلة": [(" \u00a0\t", " ")],
    }
    passes = ("وصلت القافلة", "وصلت  \n  القافلة")

    def fix(self, found: re.Match[str]) -> str:
        return " "
