"""What is not published yet, as readers will see it, behind a secret link that expires."""

from typing import Any, NamedTuple

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.generic import View

from articles.editing import (
    PreviewLink,
    apply_content,
    content_of,
    lost_relations,
    make_link,
    pending_content,
    read_preview,
)
from articles.models import Article, Revision, Status

from .article import context_beside, load_beside, with_what_is_beside


class Previewed(NamedTuple):
    """What the bar above a preview says: whether readers have this already, or it was changed since."""

    is_live: bool
    is_old: bool


@method_decorator(csp_replace({"frame-ancestors": [SELF]}), "dispatch")
class PreviewView(View):
    """The page of an article as one revision has it; nothing of it is stored, listed or embedded.

    No account is asked for: the token is the key. The desk's own preview frames this page.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        link = read_preview(token)
        context = self._context(link) if link else None
        if context is None:
            response = render(request, "articles/preview_over.html", status=404)
        else:
            response = render(request, "articles/article_detail.html", context)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["X-Frame-Options"] = "SAMEORIGIN"
        response["Referrer-Policy"] = "no-referrer"  # the address is the secret
        return response

    def _context(self, link: PreviewLink) -> dict[str, Any] | None:
        language = get_language() or "ar"
        articles = Article.objects.filter(pk=link.article_id)
        article = with_what_is_beside(articles, language).first()
        if article is None or (article.is_gone and article.status == Status.WITHDRAWN):
            return None
        load_beside(article, language)
        # What had no history when the link was made is by now its first revision.
        number = link.number or min(article.version, 1)
        is_live = article.is_public and number == article.live_version
        if number and not is_live:
            try:
                is_next = article.has_changes_waiting and number == article.version
                content = pending_content(article) if is_next else content_of(article, number)
            except Revision.DoesNotExist:
                return None
            apply_content(article, content | dict.fromkeys(lost_relations(content)))
            article.links = [make_link(article.pk, *link) for link in content["related"]]
            readable = Article.objects.published().in_language(language)
            prefetch_related_objects(article.links, Prefetch("target", queryset=readable))
        if language == "en" and not article.has_english:
            return None
        return {
            "article": article,
            "has_english": article.has_english,
            "preview": Previewed(is_live, number != article.version),
            **context_beside(article, language),
        }
