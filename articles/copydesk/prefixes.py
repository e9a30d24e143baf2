"""Prefixes that stand apart from their words."""

import re

from .letters import IN_WORDS, LETTERS, MARKS, SPACE
from .rule import PatternRule

_ARTICLE = re.compile(f"ا[{MARKS}]*ل[{MARKS}]*")
# Words whose first two letters are no article: التزام takes لالتزام. Infinitives and names only,
# for the verb التحق begins as التحقيق does.
_NO_ARTICLE = re.compile(
    "الت(?:زام|حاق|قاء|فاف|هاب|باس|ئام|هام|صاق|واء|قاط|فات|جاء)"
    r"|ال(?:كترون|غاء|زام|مان(?:يا?|ية)?\Z)"
)
# Contact or petition, the important or inspiration: only the writer knows.
_EITHER = re.compile(r"التماس|الهام\Z")
# Something else that stands apart: joined to its word, this one would be the word of that.
_APART = re.compile(rf"(?:ـ|(?<![\w{IN_WORDS}])و)\Z")


class DetachedPrefix(PatternRule):
    """``لـ الاتفاق``, ``بـ الدولة``, ``الـ ألف``, ``و الدولة``.

    A prefix stays apart from what is no Arabic word: ``لـ "الدولة"``, ``بـ8``, ``لـ BBC``.
    """

    code = "detached-prefix"
    why = "A prefix is written together with its word."
    pattern = re.compile(
        rf"(?<![\w{IN_WORDS}])(?:"
        rf"(?P<prefix>[وف]?(?:[بكل]?ال|لل|[بكلسف]))ـ(?:ـ*{SPACE}+|(?<=لـ)(?=ال))(?!ال\w*ـ)"
        rf"|(?<!ـ )(?<!حرف )(?P<and>و){SPACE}+)"
        rf"(?P<word>[{LETTERS}][{MARKS}]*[{LETTERS}][{LETTERS}{MARKS}]*)(?![ـ\w]|\.\w)"
    )
    flags = {
        "رفضت اللجنة لـ الاتفاق": [("لـ الاتفاق", "للاتفاق")],
        "انتهت إلى رفض لـ الاتفاق.": [("لـ الاتفاق", "للاتفاق")],
        "خرجت لـ عناصر الفرقة": [("لـ عناصر", "لعناصر")],
        "شكراً لـ اللجنة": [("لـ اللجنة", "للجنة")],
        "ولـ الذين غابوا": [("ولـ الذين", "وللذين")],
        "اهتمت بـ القرية": [("بـ القرية", "بالقرية")],
        "تعهد لـ التزام القواعد": [("لـ التزام", "لالتزام")],
        "امتثل لـ التحقيق": [("لـ التحقيق", "للتحقيق")],
        "سافر لـ المانيا ولـ المانحين": [("لـ المانيا", "لالمانيا"), ("ولـ المانحين", "وللمانحين")],
        "قدم لـ التماس العذر": [("لـ التماس", None)],
        "دفع الـ ألف ليرة": [("الـ ألف", "الألف")],
        "خرج و القافلة معه": [("و القافلة", "والقافلة")],
        "قال و و القافلة": [("و القافلة", None)],
        "كـ  طالب مجتهد": [("كـ  طالب", "كطالب")],
        "وفاء لـالاتفاق": [("لـالاتفاق", "للاتفاق")],
        "سـ يصل غداً": [("سـ يصل", "سيصل")],
    }
    passes = (
        'أحياء بـ "المدينة" ولـ «القرية» ولـ"الحي"',
        "خرج بـ8 أشخاص وبـ 8 آخرين",
        "عام 1438هـ و1439 هـ الموافق",
        "تصريح لـ BBC أمس",
        "للاتفاق وبالقرية والدولة",
        "القسم أ و ب من الكتاب",
        "حرف الـ و في الخط",
        "قال و. سليم",
    )

    def fix(self, found: re.Match[str]) -> str | None:
        word = found["word"]
        if found["and"]:
            before = found.string[: found.start()].rstrip()
            return None if _APART.search(before[-2:]) else f"و{word}"
        prefix = found["prefix"]
        article = _ARTICLE.match(word)
        if prefix[-1] != "ل" or not article or _NO_ARTICLE.match(word):
            return f"{prefix}{word}"
        if prefix.endswith(("ال", "لل")) or _EITHER.match(word):
            return None
        rest = word[article.end() :]
        return f"{prefix}{rest}" if rest.startswith("ل") else f"{prefix}ل{rest}"
