"""The preview on the desk: an article as readers will see it, on a phone and on a desktop."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation

from articles.editing import load_latest, sign_preview

_LOOKING = timedelta(minutes=10)  # for the frames to load; a link to hand on is made on request


class ArticlePreview:
    """For ArticleAdmin: the page with the frames, and the secret link for a colleague."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("<int:pk>/preview/", view, name="articles_article_preview"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was last written, in ``?language=``; POST makes a link that needs no account."""
        article = self._asked(request, pk)
        context: dict[str, Any] = {"frame": sign_preview(article, request.user, _LOOKING)[0]}
        if request.method == "POST":
            token, context["until"] = sign_preview(article, request.user)
        load_latest(article)
        language = request.GET.get("language")
        if language != "en" or not article.has_english:
            language = "ar"
        with translation.override(language):
            context["frame"] = reverse("preview", args=[context["frame"]])
            if "until" in context:
                context["link"] = request.build_absolute_uri(reverse("preview", args=[token]))
        title = translation.gettext("Preview")
        response = self._page(
            request,
            article,
            "preview",
            {"title": title, "language": language, "has_english": article.has_english, **context},
        )
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response
