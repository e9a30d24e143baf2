"""Words written twice, and words written wrong."""

import re
from collections.abc import Iterator
from functools import cache

from articles.arabic import fold, is_function_word
from articles.body import TextEdit

from .letters import IN_WORDS, LETTERS, MARKS, SPACE
from .lists import words_in
from .passage import Passage
from .rule import Hit, Rule, replacing
from .spelling import corrected, errors

_WITH_ARTICLE = re.compile("[وفبك]?(?:ال|لل)..")
_NOT_LETTERS = re.compile(r"\W")


@cache
def _may_be_doubled() -> frozenset[str]:
    return frozenset(map(fold, words_in("doubled")))


class DoubledWord(Rule):
    """``في في``, ``التي التي``.

    Arabic doubles words on purpose (``جداً جداً``, ``خطوة خطوة``, ``باباً باباً``), people bear a name
    twice, and speech repeats itself: the rule speaks only of the words that a slip doubles, those
    that join others and those with the article, and of none inside quotation marks.
    """

    code = "doubled-word"
    why = "The word stands here twice."
    pattern = re.compile(
        rf"(?<![\w{IN_WORDS}])(?P<word>[{LETTERS}][{MARKS}]*[{LETTERS}][{LETTERS}{MARKS}]*)"
        rf"(?P<again>(?:{SPACE}+(?P=word)(?![\w{IN_WORDS}]))+)"
    )
    flags = {
        "وصلت القافلة في في المساء": [("في في", "في")],
        "قالت إن إن إن القافلة": [("إن إن إن", "إن")],
        "القرية التي التي وصلت": [("التي التي", "التي")],
        "وصلت القافلة  القافلة": [("القافلة  القافلة", "القافلة")],
    }
    passes = (
        "بعيد جداً جداً",
        "شيئاً فشيئاً ورويداً رويداً ويوماً بعد يوم",
        "قرأ الكتاب باباً باباً وسار خطوة خطوة",
        "100 100 مرة",
        "في المساء، في القرية",
        "السيد محمد محمد في القرية",
        "في فيلم ومن منزل",
        "قال: «أنا إلى إلى» ولا لا",
        "قناة السي إن إن وشبكة بي بي سي",
        "العلاقات العربية العربية",
        "وصلت في\nفي المساء",
    )

    def find(self, passage: Passage) -> Iterator[Hit]:
        for found in passage.matches(self.pattern):
            if self._is_a_slip(passage, found):
                yield Hit(*found.span(), (TextEdit(*found.span("again"), ""),))

    def _is_a_slip(self, passage: Passage, found: re.Match[str]) -> bool:
        word = fold(found["word"])
        return (
            (is_function_word(word) or bool(_WITH_ARTICLE.match(word)))
            and word not in _may_be_doubled()
            and not self._spells_letters(passage, found)
            and not passage.is_quoted(found.start())
        )

    def _spells_letters(self, passage: Passage, found: re.Match[str]) -> bool:
        """Whether a foreign abbreviation is spelled out: ``سي إن إن``."""
        letters = words_in("letter_names")
        around = passage.before(found.start()).split()[-1:] + passage.after(found.end()).split()[:1]
        return any(_NOT_LETTERS.sub("", word).removeprefix("ال") in letters for word in around)


class Spelling(Rule):
    """Errors from the list in ``spelling.txt``, with و, ب, ال and the like in front of them."""

    code = "spelling"
    why = "This is a common spelling error."
    flags = {
        "ذهب الى القرية": [("الى", "إلى")],
        "لاكن هاذا الوقت": [("لاكن", "لكن"), ("هاذا", "هذا")],
        "سنصل إنشاء  الله": [("إنشاء  الله", "إن شاء الله")],
        "وانشاء الله نصل": [("وانشاء الله", "وإن شاء الله")],
        "والإجتماع وللإنتخابات وإستمرارها": [
            ("والإجتماع", "والاجتماع"),
            ("وللإنتخابات", "وللانتخابات"),
            ("وإستمرارها", "واستمرارها"),
        ],
        "بعد إتّفاق الفريقين": [("إتّفاق", "اتّفاق")],
        "في المدرسه وللحكومه": [("المدرسه", "المدرسة"), ("وللحكومه", "وللحكومة")],
        "التقيا مساءاً": [("مساءاً", "مساءً")],
        "قالت ايضاً": [("ايضاً", "أيضاً")],
    }
    passes = (
        "إعلان وإنتاج وإنشاء وإتقان وإنجاز",
        "مسئول الشئون ومئة ومائة",
        "مدرسه الأول وجامعه",
        "على كاهل الفارض",
        "الاثنين والإثنين",
        "إلى إذا أو أيضاً",
        "أعتقد أنني أستخدم",
        "إن شاء الله",
        "#الى_القرية",
    )

    def find(self, passage: Passage) -> Iterator[Hit]:
        for found in passage.matches(errors().pattern):
            if right := corrected(found[0]):
                yield replacing(*found.span(), right)
