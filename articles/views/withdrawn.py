"""What is told at the address of an article that readers could read once and no longer can."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from articles.editing import Withdrawn, withdrawn_from_readers


def find_withdrawn(pk: int) -> Withdrawn:
    """What was withdrawn under a number, in the language in force. Raises Http404. Two queries."""
    withdrawn = withdrawn_from_readers(pk, get_language() or "ar")
    if withdrawn is None:
        raise Http404
    return withdrawn


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
