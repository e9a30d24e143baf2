"""What is told at an English address of what can be read in Arabic only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language

from articles.models import Article, Page

from .withdrawn import find_withdrawn, show_withdrawn


def find_untranslated(pk: int) -> Article | None:
    """The public article of that number, where English is asked for and it has none."""
    if get_language() != "en":
        return None
    article = Article.objects.published().filter(pk=pk).first()
    return None if article is None or article.has_english else article


def show_untranslated(request: HttpRequest, thing: Article | Page) -> HttpResponse:
    """There is no such page in English, and where the Arabic is: 404."""
    with translation.override("ar"):
        address = thing.get_absolute_url()
    context = {"headline": thing.title_ar, "arabic_address": address}
    return render(request, "articles/untranslated.html", context, status=404)


def show_instead(request: HttpRequest, pk: int) -> HttpResponse:
    """What is told where an article cannot be read: it is in Arabic only, or was withdrawn.

    Raises Http404 for what readers never could read.
    """
    if untranslated := find_untranslated(pk):
        return show_untranslated(request, untranslated)
    return show_withdrawn(request, find_withdrawn(pk))
