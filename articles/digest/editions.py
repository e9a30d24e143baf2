"""What is in a day's digest: new articles, and what readers were told was wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.arabic import isolate_foreign
from articles.damascus import long_date, long_datetime, weekday
from articles.editing import Logged, log_of, public_corrections
from articles.models import ALL, Article, Precision
from articles.sharing import opening

from .scopes import Scope

MOST = 40  # articles, and as many corrections; the rest is on the site
# What was published longer ago than this was not new when it came here: an archive, imported.
_NEWS_FOR = timedelta(hours=48)
_OPENING_LENGTH = 1500  # characters of a body's HTML, enough for its first paragraph


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the digest, with whole addresses. ``kind`` is a correction's; else empty.

    ``lang`` is the language of the headline and the words: a withdrawn story's may be Arabic alone.
    """

    headline: str
    address: str
    words: str
    source: str
    time: str
    lang: str
    kind: str = ""

    @property
    def credit(self) -> str:
        """The source and the time on a line without markup."""
        return " · ".join(
            isolate_foreign(part, self.lang) for part in (self.source, self.time) if part
        )


@dataclass(frozen=True, slots=True)
class Edition:
    """The digest of one scope, in one language, from one instant to another; the same for all."""

    scope: Scope
    language: str
    day: str
    articles: list[Entry]
    more: int
    corrections: list[Entry]

    @property
    def is_empty(self) -> bool:
        return not self.articles and not self.corrections

    @property
    def subject(self) -> str:
        """One line, for a header that has no markup."""
        subject = _("Newsroom: what is new, %(day)s") % {"day": self.day}
        if self.scope.name != ALL:
            subject = _("Newsroom: what is new from %(name)s, %(day)s") % {
                "name": isolate_foreign(self.scope.title, self.language),
                "day": self.day,
            }
        return " ".join(subject.split())


def make_edition(scope: Scope, language: str, since: datetime, until: datetime) -> Edition:
    """Return what became readable after ``since`` and up to ``until``, in the language in force.

    New is what the newsroom put before readers then (``announced_at``), if it says of itself that
    it was published within two days: neither an archive that is imported nor a story given more
    time is news.
    """
    new = (
        scope.articles.published(at=until)
        .in_language(language)
        .filter(
            announced_at__gt=since,
            announced_at__lte=until,
            published_at__gt=until - max(_NEWS_FOR, until - since),
        )
        .latest_first()
    )
    count = new.count()
    shown = new.for_lists().annotate(opening=Substr(f"body_{language}", 1, _OPENING_LENGTH))[:MOST]
    told = public_corrections(language).filter(
        issued_at__gt=since, issued_at__lte=until, article__in=scope.articles
    )
    return Edition(
        scope,
        language,
        f"{weekday(until, language)} {long_date(until, language)}",
        [_of_article(article, language) for article in shown],
        max(count - MOST, 0),
        [_of_correction(logged, language) for logged in log_of(told[:MOST], language)],
    )


def _of_article(article: Article, language: str) -> Entry:
    words = getattr(article, f"summary_{language}") or opening(article.opening)
    by_day = article.published_precision == Precision.DAY
    when = (long_date if by_day else long_datetime)(article.published_at, language)
    return Entry(
        getattr(article, f"title_{language}"),
        # The short address: of the readable one a letter would show six signs for every letter.
        settings.SITE_URL + reverse("article_short", args=[article.pk]),
        words,
        str(article.source or ""),
        when,
        language,
    )


def _of_correction(logged: Logged, language: str) -> Entry:
    correction = logged.correction
    return Entry(
        logged.headline,
        settings.SITE_URL + logged.address,
        getattr(correction, f"text_{language}") or correction.text_ar,
        "",
        long_datetime(correction.issued_at, language),
        logged.language,
        correction.get_kind_display(),
    )
