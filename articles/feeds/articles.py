"""Feeds of articles: all of them, and one scope at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.arabic import isolate
from articles.models import Article, ArticleQuerySet, Revision, Section, Source, Topic
from articles.sharing import article_id, directed, moment, opening
from articles.templatetags.newsroom import body

from .departed import Departed, departed_from
from .newsroom_feed import MOST_ITEMS, NewsroomFeed, Shown, page_number, site_of

# A feed goes back so far behind its newest article: an archive that is imported is not news.
_WINDOW = timedelta(days=365)
_OPENING_LENGTH = 1500  # characters of a body's HTML, enough for its first paragraph


class Scope(NamedTuple):
    """What a feed is of. ``articles`` need not be public: the feed asks for those that are.

    ``name`` is its own for ever (from a primary key); ``page`` is where people read the same.
    """

    name: str
    title: str
    description: str
    page: str
    address: str
    articles: ArticleQuerySet


def as_items(articles: ArticleQuerySet, language: str) -> ArticleQuerySet:
    """Articles with what an item says of each: the source, the opening, when it last changed."""
    if not settings.FEEDS_FULL_TEXT:
        articles = articles.defer("body", "body_ar", "body_en")
    revisions = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    return articles.select_related("source").annotate(
        opening=Substr(f"body_{language}", 1, _OPENING_LENGTH),
        revised_at=Subquery(revisions.values("created_at")[:1]),
    )


def last_change(articles: Sequence[Article], departed: Sequence[Departed]) -> datetime | None:
    """When anything last changed in what a feed says, the smallest slip included."""
    times = [
        time
        for article in articles
        for time in (
            article.published_at,
            article.updated_at,
            article.created_at,
            article.revised_at,
        )
        if time
    ]
    return max([*times, *(one.at for one in departed)], default=None)


class ArticleFeed(NewsroomFeed):
    """Public articles of a scope in the language of the address, the newest by publication first.

    ``scope`` is all that a feed of its own has to say. An article's ``updated`` moves with what
    readers are told was updated or corrected, and with nothing else.
    """

    is_dated = False
    """Whether everything that changes the feed has a date: a scope is left in silence, for another."""

    def scope(self, format: str, **named: Any) -> Scope:
        raise NotImplementedError

    def get_object(self, request: HttpRequest, format: str, **named: Any) -> Shown:
        language, now, number = get_language() or "ar", timezone.now(), page_number(request)
        scope = self.scope(format, **named)
        public = scope.articles.published(at=now).in_language(language).latest_first()
        newest = public.values_list("published_at", flat=True).first()
        since = (newest or now) - _WINDOW
        start = (number - 1) * MOST_ITEMS
        shown = public.filter(published_at__gte=since)[start : start + MOST_ITEMS + 1]
        articles = list(as_items(shown, language))
        departed = (
            departed_from(scope.articles, language, since=since, now=now) if number == 1 else []
        )
        has_more, articles = len(articles) > MOST_ITEMS, articles[:MOST_ITEMS]
        return Shown(
            *scope[:5],
            format,
            articles,
            number,
            has_more,
            departed,
            # Pages but the first change as well with what is pushed on from the one before.
            last_change(articles, departed) if self.is_dated and number == 1 else None,
            site=site_of(request),
        )

    def item_title(self, article: Article) -> str:
        language = get_language() or "ar"
        return directed(getattr(article, f"title_{language}"), language)

    def item_description(self, article: Article) -> str:
        language = get_language() or "ar"
        words = getattr(article, f"summary_{language}") or opening(article.opening)
        return directed(words, language)

    def item_guid(self, article: Article) -> str:
        return article_id(article.pk, get_language() or "ar")

    def item_pubdate(self, article: Article) -> datetime:
        return moment(article.published_at)

    def item_updateddate(self, article: Article) -> datetime:
        return moment(article.updated_at or article.published_at)

    def item_author_name(self, article: Article) -> str | None:
        language = get_language() or "ar"
        byline = getattr(article, f"byline_{language}") or article.byline_ar
        return byline or (str(article.source) if article.source else None)

    def item_categories(self, article: Article) -> list[str]:
        # Tags are Arabic; English readers are not told of them here.
        return article.tags if get_language() == "ar" else []

    def item_extra_kwargs(self, article: Article) -> dict[str, str]:
        if not settings.FEEDS_FULL_TEXT:
            return {}
        return {"content": body(getattr(article, f"body_{get_language() or 'ar'}"))}


class LatestFeed(ArticleFeed):
    """Everything, the newest first."""

    is_dated = True

    def scope(self, format: str, **named: Any) -> Scope:
        return Scope(
            "latest",
            _("Newsroom"),
            _("The latest news."),
            reverse("front"),
            reverse("feed_latest", args=[format]),
            Article.objects.all(),
        )


class SourceFeed(ArticleFeed):
    """What one source has published here."""

    def scope(self, format: str, **named: Any) -> Scope:
        source = get_object_or_404(Source, slug=named["slug"])
        return Scope(
            f"source/{source.pk}",
            _("Newsroom: %(words)s") % {"words": isolate(str(source))},
            _("The latest from one source."),
            source.get_absolute_url(),
            reverse("feed_source", args=[source.slug, format]),
            Article.objects.filter(source=source),
        )


class SectionFeed(ArticleFeed):
    """What stands in one section."""

    def scope(self, format: str, **named: Any) -> Scope:
        section = get_object_or_404(Section, slug=named["slug"])
        return Scope(
            f"section/{section.pk}",
            _("Newsroom: %(words)s") % {"words": isolate(_name_of(section))},
            _("The latest from one section."),
            section.get_absolute_url(),
            reverse("feed_section", args=[section.slug, format]),
            Article.objects.filter(section=section),
        )


class TopicFeed(ArticleFeed):
    """What is about one topic; of one that was merged, what is about the other.

    Not found while readers have had nothing about it: a draft's tags are the desk's.
    """

    def scope(self, format: str, **named: Any) -> Scope:
        found = Topic.objects.select_related("merged_into")
        topic = get_object_or_404(found, slug=named["slug"])
        topic = topic.merged_into or topic
        articles, now = Article.objects.filter(topic_links__topic=topic), timezone.now()
        if not Article.objects.published(at=now).of_topic(topic).exists() and not departed_from(
            articles, "ar", since=now - _WINDOW, now=now
        ):
            raise Http404
        return Scope(
            f"topic/{topic.pk}",
            _("Newsroom: %(words)s") % {"words": isolate(_name_of(topic))},
            _("The latest about one topic."),
            topic.get_absolute_url(),
            reverse("feed_topic", args=[topic.slug, format]),
            articles,
        )


def _name_of(thing: Section | Topic) -> str:
    return getattr(thing, f"name_{get_language() or 'ar'}") or thing.name_ar
