from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from articles.choices import COOKIE, VALUES, Choices, choices_in_force
from articles.read_only import writes_nothing

from .origin import is_same_origin

_KEPT_FOR = 365 * 24 * 3600  # seconds


@method_decorator(writes_nothing, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")  # its origin is checked instead (decision 0012)
class ChoicesView(TemplateView):
    """What a reader can choose; sent, it is kept in a cookie, and they go back to what they read.

    A form may send some of the choices, and the others stay. ``next`` is where they came from.
    """

    http_method_names = ["get", "head", "post", "options"]
    template_name = "articles/choices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=self._next(self.request.GET.get("next")), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not is_same_origin(request):
            context = self.get_context_data(is_refused=True)
            return self.render_to_response(context, status=403)
        sent = {name: request.POST.get(name) for name in VALUES}
        known = {name: value for name, value in sent.items() if value in VALUES[name]}
        choices = replace(choices_in_force(), **known)
        response = HttpResponseRedirect(self._next(request.POST.get("next")) or reverse("choices"))
        response.status_code = 303
        if choices == Choices():
            response.delete_cookie(COOKIE, samesite="Lax")
        else:
            response.set_cookie(
                COOKIE,
                choices.key,
                max_age=_KEPT_FOR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def _next(self, address: str | None) -> str:
        """The address to go back to; empty where it is not a page of this site."""
        is_ours = url_has_allowed_host_and_scheme(
            address, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        return address if address and address.startswith("/") and is_ours else ""
