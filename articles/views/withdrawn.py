"""What is told at the address of an article that readers could read once and no longer can."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from articles.editing import load_content
from articles.models import Article, Correction, State, Status


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An article that was taken from readers; without a ``retraction`` its time was over."""

    article: Article
    retraction: Correction | None

    @property
    def names_it(self) -> bool:
        """Whether its headline, and how it had changed, may still be told."""
        return (
            self.retraction is not None
            and self.article.status == Status.WITHDRAWN
            and not self.article.is_gone
        )

    @property
    def headline(self) -> str:
        """The headline that readers saw last: what the desk wrote since is a draft."""
        if not self.names_it or self.retraction is None:
            return ""
        content = load_content(self.retraction.revision.content)
        return content[f"title_{get_language() or 'ar'}"] or content["title_ar"]


def find_withdrawn(pk: int) -> Withdrawn:
    """What was withdrawn under a number, in the language in force. Raises Http404.

    What readers never saw is not found, as if it had never been written. Two queries.
    """
    language = get_language() or "ar"
    article = Article.objects.filter(pk=pk).first()
    if article is None or article.is_public:
        raise Http404
    if article.state == State.EXPIRED:
        if language == "en" and not article.has_english:
            raise Http404
        return Withdrawn(article, None)
    retractions = article.corrections.filter(kind=Correction.Kind.RETRACTION)
    retraction = retractions.in_language(language).newest_first().select_related("revision").first()
    if retraction is None:
        raise Http404
    return Withdrawn(article, retraction)


def show_withdrawn(request: HttpRequest, withdrawn: Withdrawn) -> HttpResponse:
    """The notice that stands for the article: 410 where its text must go, or its time is over."""
    retraction, article = withdrawn.retraction, withdrawn.article
    has_english = bool(retraction.text_en) if retraction else article.has_english
    context = {
        "withdrawn": withdrawn,
        "retraction": retraction,
        "has_english": has_english,
        # The readable part of the address is the headline.
        "own_address": reverse("article_short", args=[article.pk]),
    }
    is_over = retraction is None or article.is_gone
    return render(
        request, "articles/article_withdrawn.html", context, status=410 if is_over else 200
    )
