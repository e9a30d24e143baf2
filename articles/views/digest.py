"""The pages of the daily digest: asking for it, confirming, leaving. None sets a cookie."""

from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from articles.digest import ask, confirm, find_scope, find_subscription, leave, list_scopes

from .network import asks_too_often
from .origin import is_same_origin

_SIGNER = signing.TimestampSigner(salt="articles.digest")
_OPEN_FOR = 86_400  # seconds that a form can be sent after it was opened
_ASKED, _ASKED_IN = 10, 3600  # of one network, in so many seconds


class DigestForm(forms.Form):
    """The address, and what of. ``website`` is for machines: people see none."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("This is no e-mail address. Please put it right."),
        },
    )
    scope = forms.ChoiceField(
        label=_("What it should be of"),
        error_messages={"invalid_choice": _("This cannot be chosen any more.")},
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = list_scopes(get_language() or "ar", self["scope"].value() or "")
        choices: list[Any] = []
        for label, of_kind in scopes:
            named = [(scope.name, scope.title) for scope in of_kind]
            choices += [(label, named)] if label else named
        self.fields["scope"].choices = choices


# No token, so that no cookie is set: the origin is checked instead (decision 0012).
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class DigestView(View):
    """The form; whoever sends it gets one answer, whether or not the address is known here."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if "asked" in request.GET:
            return render(request, "articles/digest_asked.html")
        initial = {"opened": _SIGNER.sign(""), "scope": request.GET.get("scope")}
        return self._show(DigestForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DigestForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        if refusal := _refusal(request, form.cleaned_data):
            sent = request.POST.copy()
            sent["opened"], sent["website"] = _SIGNER.sign(""), ""
            form = DigestForm(sent)
            form.is_valid()
            form.add_error(None, refusal)
            return self._show(form)
        ask(form.cleaned_data["email"], get_language() or "ar", form.cleaned_data["scope"])
        response = HttpResponseRedirect(f"{reverse('digest')}?asked=1")
        response.status_code = 303
        return response

    def _show(self, form: DigestForm) -> HttpResponse:
        return render(self.request, "articles/digest.html", {"form": form})


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class DigestConfirmView(View):
    """The link of a letter. Opening it changes nothing: programs that scan letters open it too."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        subscription = find_subscription(token)
        if subscription is None:
            return _show_lost(request)
        context = {"subscription": subscription, "scope": find_scope(subscription.scope)}
        return render(request, "articles/digest_confirm.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if not confirm(token):
            return _show_lost(request)
        response = HttpResponseRedirect(reverse("digest_confirm", args=[token]))
        response.status_code = 303
        return response


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class DigestUnsubscribeView(View):
    """The way out: a button for people; for mail programs one POST, without a cookie (RFC 8058).

    Who is out already gets the same answer as who has just left.
    """

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        context = {"subscription": find_subscription(token)}
        return render(request, "articles/digest_unsubscribe.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        leave(token)
        return render(request, "articles/digest_unsubscribe.html", {"subscription": None})


def _show_lost(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/digest_confirm.html", {"subscription": None}, status=404)


def _refusal(request: HttpRequest, asked: dict[str, Any]) -> str:
    """Why a form is not taken, for people to read; empty where it is."""
    if not is_same_origin(request):
        return gettext("Your browser does not say that this form is ours. Please send it again.")
    try:
        _SIGNER.unsign(asked["opened"], max_age=_OPEN_FOR)
    except signing.BadSignature:
        return gettext("This form was open for too long. Please send it again.")
    if asked["website"]:
        return gettext("A field that people do not see was filled in. Please send it again.")
    if asks_too_often(request, "digest-asked", most=_ASKED, seconds=_ASKED_IN):
        return gettext(
            "So many subscriptions were asked for from your network that we take a rest. "
            "Please try again in an hour."
        )
    return ""
