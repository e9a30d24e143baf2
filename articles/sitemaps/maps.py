"""What stands in the maps: the articles of a Damascus year in one language; sources; the other pages."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation

from articles.damascus import damascus_date, year_range
from articles.models import (
    Article,
    ArticleQuerySet,
    BoundedPaginator,
    Citation,
    Correction,
    Page,
    Section,
    Source,
    Topic,
)

# The protocol allows 50,000; but a map is written while a robot waits, and takes a worker meanwhile.
MOST_ADDRESSES = 1_000
_MOST_PAGES = 1_000  # of a year
_UPDATES = 1_000  # the newest, by which is told when a year last changed
LANGUAGES = ("ar", "en")
# What search engines call news; and the most addresses that they take of it.
NEWS_AGE, MOST_NEWS = timedelta(hours=48), 1000


class BilingualSitemap(Sitemap):
    """A map of one language whose addresses name the same page in the other, where there is one.

    Django's own (``i18n``) makes every pair in memory before it cuts a page of them.
    """

    limit = MOST_ADDRESSES

    def __init__(self, language: str) -> None:
        self.language = language

    def has_english(self, item: Any) -> bool:
        raise NotImplementedError

    def _location(self, item: Any, force_lang_code: str | None = None) -> str:
        with translation.override(force_lang_code or self.language):
            return self.location(item)

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        urls = super()._urls(page, protocol, domain)
        for url in urls:
            if self.has_english(url["item"]):
                places = {
                    language: f"{protocol}://{domain}{self._location(url['item'], language)}"
                    for language in LANGUAGES
                }
                places["x-default"] = places["ar"]
                url["alternates"] = [
                    {"lang_code": language, "location": place} for language, place in places.items()
                ]
        return urls


class YearSitemap(BilingualSitemap):
    """The public articles of a Damascus year; ``lastmod`` moves with what readers were told of."""

    def __init__(self, year: int, language: str) -> None:
        super().__init__(language)
        self.year = year

    def items(self) -> ArticleQuerySet:
        begins, ends = year_range(self.year)
        return (
            Article.objects.published()
            .in_language(self.language)
            .filter(published_at__gte=begins, published_at__lt=ends)
            # Oldest first: the pages of a year that is over never move.
            .order_by("published_at", "pk")
            .annotate(in_english=Q(title_en__gt="", body_en__gt=""))
            .only("slug", "published_at", "updated_at")
        )

    @property
    def paginator(self) -> BoundedPaginator:
        return BoundedPaginator(self._items(), self.limit, most_pages=_MOST_PAGES)

    def has_english(self, article: Article) -> bool:
        return article.in_english

    def lastmod(self, article: Article) -> datetime:
        return article.updated_at or article.published_at


class SourcesSitemap(BilingualSitemap):
    """The sources that a reader finds anything of: their own articles, or others that cite them."""

    def items(self) -> Any:
        public = Article.objects.published()
        # Not joined: SQLite may begin at the articles then.
        cited = Citation.objects.filter(source=OuterRef("pk"), state=Citation.State.CONFIRMED)
        lists = {
            language: Exists(public.in_language(language).filter(source=OuterRef("pk")))
            | Exists(
                cited.filter(Exists(public.in_language(language).filter(pk=OuterRef("article"))))
            )
            for language in LANGUAGES
        }
        return (
            Source.objects.annotate(in_english=lists["en"])
            .filter(lists[self.language])
            .order_by("pk")
        )

    def has_english(self, source: Source) -> bool:
        return source.in_english


class SectionsSitemap(BilingualSitemap):
    """The sections that have articles."""

    def items(self) -> Any:
        public = Article.objects.published()
        has = {
            language: Exists(public.in_language(language).filter(section=OuterRef("pk")))
            for language in LANGUAGES
        }
        return Section.objects.annotate(in_english=has["en"]).filter(has[self.language])

    def has_english(self, section: Section) -> bool:
        return section.in_english


class TopicsSitemap(BilingualSitemap):
    """The topics that have articles, those that were merged into another aside."""

    def items(self) -> Any:
        public = Article.objects.published()
        has = {
            language: Exists(public.in_language(language).of_topic(OuterRef("pk")))
            for language in LANGUAGES
        }
        return (
            Topic.objects.filter(merged_into=None)
            .annotate(in_english=has["en"])
            .filter(has[self.language])
            .order_by("pk")
        )

    def has_english(self, topic: Topic) -> bool:
        return topic.in_english


class Fixed(NamedTuple):
    """A page that is there whatever is published: the name of its address and what completes it."""

    name: str
    has_english: bool = True
    args: tuple[str, ...] = ()


class PagesSitemap(BilingualSitemap):
    """The front page, the archive, the corrections, the feeds, and what the newsroom says of itself."""

    def items(self) -> list[Fixed]:
        corrections = Correction.objects.public().in_language("en").exists()
        pages = [
            Fixed("front"),
            Fixed("archive"),
            Fixed("corrections", corrections),
            Fixed("feeds"),
        ]
        for own in Page.objects.in_language("ar"):
            pages.append(Fixed("page", own.has_english, (own.kind,)))
        return [page for page in pages if self.language == "ar" or page.has_english]

    def has_english(self, page: Fixed) -> bool:
        return page.has_english

    def location(self, page: Fixed) -> str:
        return reverse(page.name, args=page.args)


def last_changes(language: str) -> dict[int, datetime | None]:
    """When anything last changed in each Damascus year's map; None where that is long ago.

    The newest updates are looked at, and the newest article of each year: an index is read, not the
    archive. A year that was updated before all of those has no such time.
    """
    readable = Article.objects.published().in_language(language)
    updates = readable.filter(updated_at__isnull=False).order_by("-updated_at")
    found = list(updates.values_list("updated_at", "published_at")[:_UPDATES])
    updated: dict[int, datetime] = {}
    for at, published_at in found:
        updated.setdefault(damascus_date(published_at).year, at)
    unseen = found[-1][0] if len(found) == _UPDATES else None
    changes: dict[int, datetime | None] = {}
    for year in readable.years():
        newest = (
            YearSitemap(year, language).items().reverse().values_list("published_at", flat=True)
        )
        published = newest[0]
        if year in updated:
            changes[year] = max(updated[year], published)
        else:
            changes[year] = None if unseen and unseen > published else published
    return changes


def news(now: datetime | None = None) -> ArticleQuerySet:
    """What was published in the last two days, by the time of its publication and nothing else."""
    now = now or timezone.now()
    return (
        Article.objects.published(at=now)
        .filter(published_at__gt=now - NEWS_AGE)
        .for_lists()
        .latest_first()
    )
