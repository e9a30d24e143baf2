"""Words that tell the day only to who reads on that day."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from articles.arabic import fold
from articles.damascus import damascus_date, long_date, weekday

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
    )

    def find(self, passage: Passage) -> Iterator[Hit]:
        published_at, now = passage.context.published_at, passage.context.now
        if published_at is None or now is None or now - published_at <= _DAY:
            return
        published_on = damascus_date(published_at)
        for found in passage.matches(self.pattern):
            if _tells_a_day(passage, found):
                day = published_on + _offset(found["when"]) * _DAY
                agrees = fold(found["weekday"] or "") in {"", fold(weekday(day, "ar"))}
                name = f"{found['weekday']} " if found["weekday"] else ""
                fix = f"يوم {name}{written_in(long_date(day, 'ar'), passage.digits)}"
                yield replacing(
                    found.start("when"), found.end(), fix if agrees else None, day.isoformat()
                )


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
