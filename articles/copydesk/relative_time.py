"""Words that tell a day, a week, a month or a year only to who reads in it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from articles.arabic import fold
from articles.damascus import damascus_date, long_date, month_year, weekday

from .families import written_in
from .letters import FATHATAN, IN_WORDS, SPACE
from .passage import Context, Passage
from .rule import Hit, Rule, replacing

_DAY = timedelta(days=1)
_ALL_WEEKDAYS = "الأحد|الاحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة|السبت"
_PARTS_OF_DAY = "صباح|مساء|ظهر|عصر|فجر|ليل|ليلة|ضحى"
# أمس (20 أيار) and أمس 20 أيار say it already; in اليوم التالي and اليوم نفسه it is a noun.
_DATED = re.compile(r"\s*[(\[]?\d")
_NOUN = re.compile(r"\s+(?:ال|نفس|ذات)")
_PAST = "الماضي|المنصرم|الفائت"
_NEXT = "المقبل|القادم"
# العام الماضي (2017) and الشهر الماضي (نيسان) say it already.
_SAID = re.compile(r"\s*(?:[(\[]|\d)")
_SAME = re.compile(r"\s+(?:نفس|ذات)")
# العام means "general" behind these: الأمين العام المقبل.
_GENERAL = re.compile(
    r"(?:أمين|مدير|مفتش|نائب|مدعي|محامي|قائد|مراقب|منسق|مشرف|مقر|مكتب|قطاع|رأي|إضراب|مؤتمر|اتحاد)\s+$"
)


class RelativeTime(Rule):
    """``أمس``, ``صباح اليوم``, ``غداً`` in an article of another day than today.

    The fix is ``يوم 20 أيار 2018``: a day is an adverb and takes a genitive as the word it replaces
    does, so that the sentence stays whole (``مساء أمس الأحد`` -> ``مساء يوم الأحد 20 أيار 2018``).
    Where the text names a weekday that the date is not, the rule only asks. What people say inside
    quotation marks is theirs. ``اليوم`` is flagged only where the part of the day or the weekday
    stands beside it: alone it is as often "nowadays", "the day" or the name of a newspaper.
    """

    code = "relative-time"
    why = "Readers of another day cannot tell which day this is."
    pattern = re.compile(
        rf"(?<![\w{IN_WORDS}])(?:(?P<part>{_PARTS_OF_DAY}){SPACE}+)?"
        rf"(?P<when>(?:يوم{SPACE}+)?(?:(?:أول|أول{SPACE}+من|قبل){SPACE}+أمس|أمس(?:{SPACE}+الأول)?"
        rf"|بعد{SPACE}+غدٍ?|غد(?:ٍ|اً|{FATHATAN}ا)?)|اليوم)"
        rf"(?:{SPACE}+(?P<bracket>\()?(?P<weekday>{_ALL_WEEKDAYS})(?(bracket)\)))?(?![\w{IN_WORDS}])"
    )
    examples_in = Context(
        published_at=datetime(2018, 5, 21, 8, 5, tzinfo=UTC),
        now=datetime(2018, 5, 23, tzinfo=UTC),
    )
    flags = {
        "وصلت القافلة أمس، ثم غادرت": [("أمس", "يوم 20 أيار 2018")],
        "وصلت مساء أمس الأحد": [("أمس الأحد", "يوم الأحد 20 أيار 2018")],
        "وصلت أول أمس السبت": [("أول أمس السبت", "يوم السبت 19 أيار 2018")],
        "وصلت أول من أمس": [("أول من أمس", "يوم 19 أيار 2018")],
        "وصلت أمس الأول": [("أمس الأول", "يوم 19 أيار 2018")],
        "وصلت قبل أمس (السبت)": [("قبل أمس (السبت)", "يوم السبت 19 أيار 2018")],
        "وصلت يوم أمس": [("يوم أمس", "يوم 20 أيار 2018")],
        "وصلت أمس الجمعة": [("أمس الجمعة", None)],
        "تغادر ظهر اليوم الإثنين": [("اليوم الإثنين", "يوم الإثنين 21 أيار 2018")],
        "وصلت صباح اليوم": [("اليوم", "يوم 21 أيار 2018")],
        "قالت اليوم الاثنين إن": [("اليوم الاثنين", "يوم الاثنين 21 أيار 2018")],
        "تعود غداً": [("غداً", "يوم 22 أيار 2018")],
        "تعود مساء غد الثلاثاء": [("غد الثلاثاء", "يوم الثلاثاء 22 أيار 2018")],
        "تعود بعد غد": [("بعد غد", "يوم 23 أيار 2018")],
    }
    passes = (
        "عادت نحو غد أفضل، وأمس القريب",
        "عادت في اليوم التالي، وفي ذلك اليوم، وهذا اليوم، ومنذ اليوم الأول",
        "احتفلت باليوم العالمي للكتاب واليوم السابع من الشهر",
        "العالم اليوم قرية صغيرة",
        "كانت بالأمس قرية، والأمس غير اليوم",
        "قال: «وصلنا أمس إلى القرية»",
        "غدا النهر بحيرة",
        "وصلت أمس (20 أيار) وأمس 20 أيار",
        "صباح اليوم التالي ومساء اليوم نفسه",
        "وصلت يوم 20 أيار 2018",
        "صحيفة أخبار اليوم الأسبوعية",
        "ما زالت القافلة حتى اليوم في القرية، واليوم أيضاً",
        "خرجت في مساء ذلك اليوم، وأما اليوم فلا يخرج أحد",
    )

    def find(self, passage: Passage) -> Iterator[Hit]:
        published_on = _day_gone_by(passage.context)
        if published_on is None:
            return
        for found in passage.matches(self.pattern):
            if _tells_a_day(passage, found):
                day = published_on + _offset(found["when"]) * _DAY
                agrees = fold(found["weekday"] or "") in {"", fold(weekday(day, "ar"))}
                name = f"{found['weekday']} " if found["weekday"] else ""
                fix = f"يوم {name}{written_in(long_date(day, 'ar'), passage.digits)}"
                yield replacing(
                    found.start("when"), found.end(), fix if agrees else None, day.isoformat()
                )


class RelativePeriod(Rule):
    """``الأسبوع الماضي``, ``الشهر المقبل``, ``العام الماضي`` in an article of another day than today.

    The fix is ``شهر نيسان 2018`` or ``عام 2017``, which stand wherever the words do: as an adverb, as
    a subject, as a genitive. No one date says what a week was, so the rule only asks. ``هذا العام``
    is as often the year that the text has just named, and ``الأمين العام المقبل`` is no year: neither is
    flagged. What people say inside quotation marks is theirs.
    """

    code = "relative-period"
    why = "Readers of another time cannot tell which week, month or year this is."
    pattern = re.compile(
        rf"(?<![\w{IN_WORDS}])(?:هذا{SPACE}+ال[أا]سبوع"
        rf"|(?P<unit>ال[أا]سبوع|الشهر|العام){SPACE}+(?:(?P<past>{_PAST})|{_NEXT})"
        rf"|(?P<year>السنة){SPACE}+(?:(?P<past_year>(?:{_PAST})ة)|(?:{_NEXT})ة))(?![\w{IN_WORDS}])"
    )
    examples_in = RelativeTime.examples_in
    flags = {
        "وصلت القافلة الأسبوع الماضي": [("الأسبوع الماضي", None)],
        "وصلت هذا الأسبوع، وتعود الاسبوع القادم": [("هذا الأسبوع", None), ("الاسبوع القادم", None)],
        "تعود في نهاية الأسبوع المقبل": [("الأسبوع المقبل", None)],
        "وصلت الشهر الماضي": [("الشهر الماضي", "شهر نيسان 2018")],
        "وصلت في 20 من الشهر المنصرم": [("الشهر المنصرم", "شهر نيسان 2018")],
        "تعود خلال الشهر المقبل": [("الشهر المقبل", "شهر حزيران 2018")],
        "كان العام الماضي جافاً": [("العام الماضي", "عام 2017")],
        "خسر الفريق العام الماضي": [("العام الماضي", "عام 2017")],
        "بطولة العام القادم في القرية": [("العام القادم", "عام 2019")],
        "في صيف السنة الماضية": [("السنة الماضية", "عام 2017")],
        "في صيف السنة المقبلة": [("السنة المقبلة", "عام 2019")],
    }
    passes = (
        "خلال الأسبوعين الماضيين والعامين المقبلين",
        "أواسط الأسبوع، ومرتين في الشهر",
        "في هذا العام وهذا الشهر",
        "انتخب الأمين العام المقبل، ومدير المكتب العام القادم",
        "العام الدراسي الماضي",
        "في العام الماضي (2017)، وفي العام المقبل 2019، والشهر الماضي (نيسان)",
        "الشهر الماضي نفسه",
        "قال: «وصلنا الشهر الماضي»",
        "حديث عن الماضي والحاضر والمقبل من الأيام",
    )

    def find(self, passage: Passage) -> Iterator[Hit]:
        published_on = _day_gone_by(passage.context)
        if published_on is None:
            return
        for found in passage.matches(self.pattern):
            if _tells_a_period(passage, found):
                fix = _period(found, published_on)
                yield replacing(*found.span(), fix and written_in(fix, passage.digits))


def _day_gone_by(context: Context) -> date | None:
    """Return the Damascus day of publication where it is gone; None where readers are still in it."""
    if context.published_at is None or context.now is None:
        return None
    is_gone = context.now - context.published_at > _DAY
    return damascus_date(context.published_at) if is_gone else None


def _tells_a_period(passage: Passage, found: re.Match[str]) -> bool:
    after = passage.after(found.end())
    if _SAID.match(after) or _SAME.match(after) or passage.is_quoted(found.start()):
        return False
    return found["unit"] != "العام" or not _GENERAL.search(passage.before(found.start()))


def _period(found: re.Match[str], published_on: date) -> str | None:
    """Return ``"شهر نيسان 2018"`` or ``"عام 2017"``; None for a week."""
    step = -1 if found["past"] or found["past_year"] else 1
    if found["unit"] == "الشهر":
        months = published_on.year * 12 + published_on.month - 1 + step
        return f"شهر {month_year(months // 12, months % 12 + 1, 'ar')}"
    if found["unit"] == "العام" or found["year"]:
        return f"عام {published_on.year + step}"
    return None


def _tells_a_day(passage: Passage, found: re.Match[str]) -> bool:
    when, after = found["when"], passage.after(found.end())
    if _DATED.match(after) or passage.is_quoted(found.start()):
        return False
    if found["weekday"]:
        return True
    if when in ("اليوم", "غد", "غدا"):
        return bool(found["part"]) and not _NOUN.match(after)
    return not after.startswith((" القريب", " البعيد"))


def _offset(when: str) -> int:
    """Return how many days after the publication ``when`` is: ``"أول من أمس"`` -> -2."""
    words = set(when.split())
    if "أمس" in words:
        return -2 if words & {"أول", "قبل", "الأول"} else -1
    if "اليوم" in words:
        return 0
    return 2 if "بعد" in words else 1
