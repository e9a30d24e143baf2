"""The readers' addresses; newsroom/urls.py puts the English ones under ``/en/``."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from . import converters, feeds, views
from .api.views import about
from .page_cache import cacheable

register_converter(converters.SlugConverter, "readable")
register_converter(converters.PageConverter, "page")
register_converter(converters.YearConverter, "yyyy")
register_converter(converters.TwoDigitConverter, "nn")
register_converter(converters.FeedFormatConverter, "format")


def _feed(feed: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return require_safe(cacheable(feed))


urlpatterns = [
    path("", cacheable(views.FrontView.as_view()), name="front"),
    path("articles/<int:pk>/", cacheable(views.ArticleView.as_view()), name="article_short"),
    path(
        "articles/<int:pk>/history/", cacheable(views.HistoryView.as_view()), name="article_history"
    ),
    path(
        "articles/<int:pk>/original/",
        cacheable(views.OriginalView.as_view()),
        name="article_original",
    ),
    path("articles/<int:pk>/report/", views.ReportView.as_view(), name="article_report"),
    path(
        "articles/<int:pk>/<readable:slug>/",
        cacheable(views.ArticleView.as_view()),
        name="article_detail",
    ),
    path("articles/<int:pk>/card/<int:version>.png", views.CardView.as_view(), name="article_card"),
    path("preview/<readable:token>/", views.PreviewView.as_view(), name="preview"),
    path("choices/", views.ChoicesView.as_view(), name="choices"),
    path("corrections/", cacheable(views.CorrectionsView.as_view()), name="corrections"),
    path("reports/", views.ReportsView.as_view(), name="reports"),
    path("<page:kind>/", cacheable(views.PageView.as_view()), name="page"),
    path(
        "sections/<readable:slug>/", cacheable(views.SectionView.as_view()), name="section_detail"
    ),
    path("topics/<readable:slug>/", cacheable(views.TopicView.as_view()), name="topic_detail"),
    path("sources/<readable:slug>/", cacheable(views.SourceView.as_view()), name="source_detail"),
    path("search/", cacheable(views.SearchView.as_view()), name="search"),
    path("search/feed/", _feed(feeds.SearchFeed()), {"format": "rss"}, name="search_feed"),
    path("search/feed/<format:format>/", _feed(feeds.SearchFeed()), name="search_feed"),
    path("search/suggestions/", views.SuggestionsView.as_view(), name="search_suggestions"),
    path("feeds/", cacheable(views.FeedsView.as_view()), name="feeds"),
    path("feeds/latest/<format:format>/", _feed(feeds.LatestFeed()), name="feed_latest"),
    path(
        "feeds/corrections/<format:format>/",
        _feed(feeds.CorrectionsFeed()),
        name="feed_corrections",
    ),
    path(
        "feeds/sources/<readable:slug>/<format:format>/",
        _feed(feeds.SourceFeed()),
        name="feed_source",
    ),
    path(
        "feeds/sections/<readable:slug>/<format:format>/",
        _feed(feeds.SectionFeed()),
        name="feed_section",
    ),
    path(
        "feeds/topics/<readable:slug>/<format:format>/",
        _feed(feeds.TopicFeed()),
        name="feed_topic",
    ),
    path("digest/", views.DigestView.as_view(), name="digest"),
    path("digest/confirm/<slug:token>/", views.DigestConfirmView.as_view(), name="digest_confirm"),
    path(
        "digest/unsubscribe/<slug:token>/",
        views.DigestUnsubscribeView.as_view(),
        name="digest_unsubscribe",
    ),
    path("api/", require_safe(cacheable(about)), name="api"),
    path("archive/", cacheable(views.ArchiveView.as_view()), name="archive"),
    path("archive/<yyyy:year>/", cacheable(views.YearView.as_view()), name="archive_year"),
    path(
        "archive/<yyyy:year>/<nn:month>/",
        cacheable(views.MonthView.as_view()),
        name="archive_month",
    ),
    path(
        "archive/<yyyy:year>/<nn:month>/<nn:day>/",
        cacheable(views.DayView.as_view()),
        name="archive_day",
    ),
]
