"""The sources that readers find anything of: a list for them names no other."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.models import Article, ArticleQuerySet, Citation, Source


def sources_of(articles: ArticleQuerySet) -> QuerySet[Source]:
    """Return the sources that any of these articles comes from."""
    return Source.objects.filter(Exists(articles.filter(source=OuterRef("pk"))))


def public_sources(language: str = "ar", *, at: datetime | None = None) -> QuerySet[Source]:
    """Return those that what can be read in a language comes from, or is known to cite."""
    readable = Article.objects.published(at=at or timezone.now()).in_language(language)
    cited = Citation.objects.filter(
        Exists(readable.filter(pk=OuterRef("article"))),
        source=OuterRef("pk"),
        state=Citation.State.CONFIRMED,
    )
    return Source.objects.filter(Exists(readable.filter(source=OuterRef("pk"))) | Exists(cited))
