from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.generic import DetailView

from articles.models import Page

from .untranslated import show_untranslated


class PageView(DetailView):
    """What the newsroom says of itself; what is not written is not found."""

    http_method_names = ["get", "head", "options"]
    template_name = "articles/page.html"
    context_object_name = "page"
    slug_field = slug_url_kwarg = "kind"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = get_language() or "ar"
        self.object = Page.objects.in_language(language).filter(kind=kwargs["kind"]).first()
        if self.object is None:
            in_arabic = Page.objects.in_language("ar").filter(kind=kwargs["kind"]).first()
            if in_arabic is None or language == "ar":
                raise Http404
            return show_untranslated(request, in_arabic)
        return self.render_to_response(self.get_context_data(has_english=self.object.has_english))
