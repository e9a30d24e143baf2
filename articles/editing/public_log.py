"""The log of corrections as readers may read it: which notices, under which headline and address."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation

from articles.models import Article, Correction, Revision, State
from articles.models.correction import CorrectionQuerySet

from .content import load_content


class Logged(NamedTuple):
    """A correction in the log, with the headline and the address of its article.

    The headline is empty where it may not be told; ``language`` is its own.
    """

    correction: Correction
    headline: str
    language: str
    address: str
    history: str


def public_corrections(language: str) -> CorrectionQuerySet:
    """The notices that can be read in a language, the newest first, each with its article's row."""
    found = Correction.objects.public(language).in_language(language).newest_first()
    # Not joined: SQLite may begin at the articles then, and read all of them for the newest notices.
    return found.prefetch_related(Prefetch("article", queryset=Article.objects.for_lists()))


def log_of(corrections: Iterable[Correction], language: str) -> list[Logged]:
    """Return how the log tells of corrections that came from ``public_corrections``. One query."""
    corrections = list(corrections)
    withdrawn = [one.revision_id for one in corrections if _is_withdrawn(one.article)]
    contents = dict(Revision.objects.filter(pk__in=withdrawn).values_list("pk", "content"))
    return [_log(correction, language, contents) for correction in corrections]


def _log(correction: Correction, language: str, contents: dict[int, str]) -> Logged:
    article = correction.article
    if article.is_public:
        # A retraction stays in the log when the story is back, perhaps in Arabic only.
        language = language if article.title_en and correction.text_en else "ar"
        with translation.override(language):
            address = article.get_absolute_url()
            history = reverse("article_history", args=[article.pk])
        headline = getattr(article, f"title_{language}")
        return Logged(correction, headline, language, address, history)
    address = reverse("article_short", args=[article.pk])
    if correction.revision_id not in contents:
        return Logged(correction, "", language, address, "")
    said = load_content(contents[correction.revision_id])
    language = language if said[f"title_{language}"] else "ar"
    return Logged(correction, said[f"title_{language}"], language, address, "")


def _is_withdrawn(article: Article) -> bool:
    """Whether an article is withdrawn and its headline may stay: the one readers saw last."""
    return article.state == State.WITHDRAWN and not article.is_gone
