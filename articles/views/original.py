"""The page that an article was captured from, line by line, as it was captured."""

import re
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.generic import View

from articles.models import Article, CapturedPage

from .article import ArticleView
from .untranslated import show_instead

# Controls that HTML has no place for; what else nobody sees is part of the evidence.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Line(NamedTuple):
    number: int
    text: str


class OriginalView(View):
    """The newest capture of a public article's page, and the others by their numbers (``?capture=1``)."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        readable = Article.objects.published().in_language(get_language() or "ar")
        article = readable.select_related("source").filter(pk=pk).first()
        if article is None:
            return show_instead(request, pk)
        if article.slug == "original":  # its own address, whatever else is asked for here
            return ArticleView.as_view()(request, pk=pk, slug=article.slug)
        captures = article.captured_pages.filter(kind=CapturedPage.Kind.PAGE).order_by("pk")
        numbered = list(enumerate(captures.defer("content", "roles", "problems", "replaced"), 1))
        asked = request.GET.get("capture", "")
        found = [one for one in numbered if str(one[0]) == asked] if asked else numbered[-1:]
        if not found:
            raise Http404
        (number, facts) = found[0]
        page = captures.only("content", "encoding", "roles").get(pk=facts.pk)
        lines = [
            Line(line, _UNPRINTABLE.sub("\ufffd", text or "")) for line, _role, text in page.lines
        ]
        context: dict[str, Any] = {
            "story": article,
            "has_english": article.has_english,
            "filters": f"capture={number}" if asked else "",
            "capture": facts,
            "number": number,
            "captures": numbered,
            "lines": [line for line in lines if line.text.strip()],
        }
        return render(request, "articles/article_original.html", context)
