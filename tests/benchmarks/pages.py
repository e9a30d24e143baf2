"""Captured pages of a made-up archive, read already: what an import has in hand when it writes.

Each page follows from its number, the size of the archive and its last day, so any process can make
any of them. Its words are our own (wording); tests/benchmarks/test_archive.py holds it to what
reading its bytes would give. Only the fingerprints are left out: no story here is told twice.
"""

import hashlib
import random
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate, chain, pairwise
from typing import Any, NamedTuple

from articles.arabic import AnalysedText, Stemmer, analyse, match_key, slugify
from articles.body import build_html
from articles.capture import Role
from articles.damascus import DAMASCUS, damascus_date, day_range
from articles.intake import PreparedPage, digest
from articles.intake.prepare import PreparedTranslation
from tests.benchmarks.wording import is_content, make_forms, make_words

SEED = 20180521
YEARS = 20
SOURCES = [
    f"{name} {number}"
    for number in range(1, 51)
    for name in ("صحيفة العينة", "وكالة النموذج للأنباء", "إذاعة المثال", "شبكة مسودة")
]
TOPICS = 300
# However large the archive, its last days and some long ago have at least so many articles: news
# comes in floods, and a day of a small archive is to be as full a page as one of a large archive.
LAST_DAYS, FLOOD_DAYS, A_DAY = 40, 10, 25
FLOOD_YEARS = 15  # before the last day
_MADE_UP = 10_000  # words, so that a stemmer remembers all forms of all words
_DAY = timedelta(days=1)
_NEAR = 5_000  # articles; a related headline is of one no older than these
_ENGLISH_WORDS = (
    "the of to in and a for on that with at by from as it was is said after over city council river "
    "bridge school teachers market prices bread harvest wheat olive rain road hospital doctors clinic "
    "minister committee talks agreement border crossing convoy families return camp village district "
    "north south east west coast mountain valley old new first last three seven twenty hundred year "
    "month week morning evening residents farmers students workers engineers traders drivers fishermen "
    "water power electricity fuel gas station pipeline repair work began ended opened closed delayed "
    "resumed announced denied confirmed reported visited discussed signed rejected planned promised "
    "project budget salary exam result season match team coach goal final stadium museum theatre book "
    "festival song painter archive library street square house roof window garden orchard well spring"
)
_ENGLISH = _ENGLISH_WORDS.split()
_ENGLISH_WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(_ENGLISH) + 1)))


class Mark(NamedTuple):
    """What sets an article of the archive apart, by its number."""

    every: int
    at: int

    def stands_on(self, number: int) -> bool:
        return number % self.every == self.at


TRANSLATED = Mark(20, 7)
CORRECTED = Mark(100, 13)
LINKING = Mark(5, 1)
CITING = Mark(8, 3)
SIGNED = Mark(3, 2)  # with a byline
UPDATED = Mark(7, 4)
DAY_ONLY = Mark(50, 10)  # the time of publication is known to the day


class Wording(NamedTuple):
    """The words that pages are drawn from, and the tags."""

    forms: list[str]
    weights: list[float]
    tags: list[str]
    tag_weights: list[float]


@cache
def make_wording() -> Wording:
    rng = random.Random(SEED)
    words = make_words(rng, _MADE_UP)
    content = [word for word in words[:20_000] if is_content(word)]
    tags: dict[str, str] = {}
    while len(tags) < TOPICS:
        tag = " ".join(rng.sample(content, 2))
        tags.setdefault(match_key(tag), tag)
    weights = list(accumulate(1 / rank for rank in range(1, TOPICS + 1)))
    return Wording(*make_forms(words), list(tags.values()), weights)


class Pages:
    """The pages of an archive of ``count`` articles that ends with the day before ``until``.

    The last one is of an article that will be published in a month.
    """

    def __init__(self, count: int, until: date, wording: Wording, stemmer: Stemmer) -> None:
        self._count = count
        self._wording = wording
        self._stemmer = stemmer
        end = day_range(until)[0]
        flood_on = first_day_of_flood(until)
        times = [
            day_range(until.replace(year=until.year - YEARS, day=1))[0],
            day_range(flood_on)[0],
            day_range(flood_on + FLOOD_DAYS * _DAY)[0],
            end - LAST_DAYS * _DAY,
            end,
        ]
        late, flood = (
            min(days * max(A_DAY, count // (YEARS * 365)), count // part)
            for days, part in ((LAST_DAYS, 2), (FLOOD_DAYS, 8))
        )
        before, after = times[1] - times[0], times[3] - times[2]
        early = int((count - late - flood) * (before / (before + after)))
        # From which number on articles are of which stretch of time, and where that ends.
        firsts = accumulate([0, early, flood, count - late - flood - early, late])
        self._stretches = list(pairwise(zip(firsts, times, strict=True)))
        self._end = end

    def make(self, number: int) -> PreparedPage:
        """Return a page, numbered from 0, the oldest first."""
        rng = _random_of(number)
        headline = self._headline(rng)
        published, precision = self._published(number)
        source = rng.choice(SOURCES)
        byline = " ".join(self._words(rng, 2)) if SIGNED.stands_on(number) else ""
        updated = published + timedelta(minutes=rng.randint(30, 5000))
        if not UPDATED.stands_on(number) or precision == "day":
            updated = None
        paragraphs = [
            f"{' '.join(self._words(rng, rng.randint(16, 33)))}." for _ in range(rng.randint(3, 6))
        ]
        paragraphs[0] = (
            f"{paragraphs[0][:-1]} وعددهم {rng.randint(2, 900)} في {self._words(rng, 1)[0]}."
        )
        if CITING.stands_on(number):
            paragraphs[-1] += f" {cited_in(number)[1]}."
        related = [self._headline(_random_of(other)) for other in self._linked_from(number, rng)]
        tags = list(
            dict.fromkeys(
                rng.choices(
                    self._wording.tags, cum_weights=self._wording.tag_weights, k=rng.randint(1, 3)
                )
            )
        )
        lines = [
            (Role.HEADLINE, headline),
            (Role.PUBLISHED, f"تاريخ النشر: {_printed(published, precision)}"),
            *([(Role.UPDATED, f"آخر تحديث: {_printed(updated, 'minute')}")] if updated else []),
            (Role.SOURCE, source),
            *([(Role.BYLINE, f"بقلم: {byline}")] if byline else []),
            *((Role.PARAGRAPH, text) for text in paragraphs),
            (Role.TAG, f"الوسوم: {'، '.join(tags)}"),
        ]
        if related:
            lines += [
                (Role.RELATED_HEADING, "مقالات مقترحة"),
                *((Role.RELATED, one) for one in related),
            ]
        content = "\n\n".join(text for _, text in lines).encode()
        roles = list(chain.from_iterable((role.value, "") for role, _ in lines))[:-1]
        page = PreparedPage(
            f"{number:07d}.txt",
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            encoding="utf-8",
            roles=roles,
            source_key=match_key(source),
            headline_key=match_key(headline),
            slug=slugify(headline),
            values={
                "title_ar": headline,
                "body_ar": build_html(("paragraph", text) for text in paragraphs),
                "byline_ar": byline,
                "source": source,
                "published_at": [published.isoformat(), precision],
                "updated_at": [updated.isoformat(), "minute"] if updated else None,
                "related": related,
                "tags": tags,
            },
        )
        page.digests = {
            name: digest(value) for name, value in page.values.items() if name != "source"
        }
        page.analysed = {"ar": self._analyse(headline, paragraphs)}
        if TRANSLATED.stands_on(number):
            self._translate(page, rng, len(paragraphs))
        return page

    def _words(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self._wording.forms, cum_weights=self._wording.weights, k=count)

    def _headline(self, rng: random.Random) -> str:
        """The headline of the page whose own generator this is, new."""
        return " ".join(self._words(rng, rng.randint(7, 11)))

    def _linked_from(self, number: int, rng: random.Random) -> list[int]:
        if not (LINKING.stands_on(number) and number > 3):
            return []
        return sorted(rng.sample(range(max(number - _NEAR, 0), number), 3))

    def _published(self, number: int) -> tuple[datetime, str]:
        """When a page's article was published (aware, UTC, whole minutes), and how exactly it is known."""
        if number == self._count - 1:
            return self._end + 30 * _DAY, "minute"
        (first, begins), (last, ends) = next(
            stretch for stretch in self._stretches if number < stretch[1][0]
        )
        # The part first: days times a million articles are more than a timedelta holds.
        time = begins + (ends - begins) * ((number - first) / (last - first))
        if DAY_ONLY.stands_on(number):
            return day_range(damascus_date(time))[0].astimezone(UTC), "day"
        return time.astimezone(UTC).replace(second=0, microsecond=0), "minute"

    def _analyse(self, headline: str, paragraphs: list[str]) -> AnalysedText:
        return analyse(self._stemmer, headline=headline, summary="", body="\n".join(paragraphs))

    def _translate(self, page: PreparedPage, rng: random.Random, count: int) -> None:
        def sentence(length: int) -> str:
            words = rng.choices(_ENGLISH, cum_weights=_ENGLISH_WEIGHTS, k=length)
            return " ".join(words).capitalize()

        headline = sentence(8)
        paragraphs = [f"{sentence(rng.randint(20, 40))}." for _ in range(count)]
        content = "\n\n".join([headline, *paragraphs]).encode()
        values: dict[str, Any] = {
            "title_en": headline,
            "summary_en": "",
            "byline_en": "",
            "body_en": build_html(("paragraph", text) for text in paragraphs),
        }
        sha256 = hashlib.sha256(content).hexdigest()
        name = page.file.replace(".txt", ".en.txt")
        page.translation = PreparedTranslation(content, sha256, name, "utf-8", values)
        page.analysed["en"] = self._analyse(headline, paragraphs)


def cited_in(number: int) -> tuple[str, str]:
    """The source that an article cites, and the words by which it does."""
    source = SOURCES[number // CITING.every % len(SOURCES)]
    return source, f"وذلك بحسب ما قالت {source}"


def first_day_of_flood(until: date) -> date:
    """The first day of those long ago that have many articles."""
    return until.replace(year=until.year - FLOOD_YEARS, day=1)


def _random_of(number: int) -> random.Random:
    return random.Random(SEED * 10_000_000 + number)


def _printed(time: datetime, precision: str) -> str:
    local = time.astimezone(DAMASCUS)
    return f"{local:%d.%m.%Y}" if precision == "day" else f"{local:%d.%m.%Y | %H:%M} دمشق"
