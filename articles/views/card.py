from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.generic import View

from articles.models import Article
from articles.sharing import card_of, has_cards, headline_of

_A_YEAR = 31_536_000  # seconds


class CardView(View):
    """The headline of a public article as an image; only the version that readers see is drawn.

    So nobody can make the server draw more images than there are articles. An older version's
    address, which networks keep, leads to the newest.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        language = get_language() or "ar"
        article = get_object_or_404(
            Article.objects.published().in_language(language).for_lists(), pk=pk
        )
        if version != article.live_version or not has_cards():
            return HttpResponseRedirect(headline_of(article).address)
        response = HttpResponse(card_of(article, language), content_type="image/png")
        patch_cache_control(response, public=True, max_age=_A_YEAR, immutable=True)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"  # made to be shown elsewhere
        return response
