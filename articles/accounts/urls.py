"""The addresses of one's own account, under the desk's. Of allauth's there are these and no others:
nobody signs up here, adds an address of e-mail, or gets a password by letter."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse_lazy
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

_OURS, _CODES = "articles.accounts.views", "allauth.mfa.recovery_codes.views"
_PASSKEYS = "allauth.mfa.webauthn.views"


def _page(
    view: str, template: str, title: Any = None, **options: Any
) -> Callable[..., HttpResponse]:
    """A page of the desk: with its head and its name, kept by nobody; what is sent to it is not
    shown in reports of errors.

    The view is named, and loaded when it is first asked for: the libraries that read passkeys take
    a sixth of a worker's memory, and most workers never meet one.
    """
    if title:
        options["extra_context"] = {"title": title}

    @cache
    def loaded() -> Callable[..., HttpResponse]:
        return import_string(view).as_view(template_name=template, **options)

    @never_cache
    @sensitive_post_parameters()
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = loaded()(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            response.context_data = site.each_context(request) | (response.context_data or {})
        return response

    return shown


def _sign_out(request: HttpRequest) -> HttpResponse:
    """The desk's own; and the browser forgets the pages that its Back would show.

    Its cookies and its storage stay: colours, names of months, the tab of the form that was open.
    """
    response = site.logout(request)
    response["Clear-Site-Data"] = '"cache"'
    return response


_CONFIRM = _("Confirm that it is you")

urlpatterns = [
    path("login/", _page(f"{_OURS}.SignInView", "admin/login.html"), name="account_login"),
    path("logout/", _sign_out, name="account_logout"),
    path(
        "password_change/",
        _page(
            f"{_OURS}.ChangePasswordView", "registration/password_change_form.html", _("Password")
        ),
        name="account_change_password",
    ),
    path("account/", _page(f"{_OURS}.SecurityView", "accounts/security.html"), name="mfa_index"),
    path(
        "account/second-step/",
        _page(f"{_OURS}.SecondStepView", "accounts/second_step.html", _("The second step")),
        name="mfa_authenticate",
    ),
    path(
        "account/confirm/",
        _page("allauth.account.views.ReauthenticateView", "accounts/confirm.html", _CONFIRM),
        name="account_reauthenticate",
    ),
    path(
        "account/confirm/code/",
        _page("allauth.mfa.base.views.ReauthenticateView", "accounts/confirm.html", _CONFIRM),
        name="mfa_reauthenticate",
    ),
    path(
        "account/confirm/passkey/",
        _page(f"{_OURS}.ConfirmByKeyView", "accounts/confirm.html", _CONFIRM),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "account/application/",
        _page(f"{_OURS}.SetUpAppView", "accounts/application.html", _("Set up an application")),
        name="mfa_activate_totp",
    ),
    path(
        "account/application/remove/",
        _page(
            "allauth.mfa.totp.views.DeactivateTOTPView",
            "accounts/remove.html",
            _("Remove the application"),
        ),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/codes/",
        _page(f"{_CODES}.ViewRecoveryCodesView", "accounts/codes.html", _("Recovery codes")),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/codes/new/",
        _page(
            f"{_CODES}.GenerateRecoveryCodesView",
            "accounts/new_codes.html",
            _("New recovery codes"),
        ),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/passkeys/add/",
        _page(f"{_PASSKEYS}.AddWebAuthnView", "accounts/passkey.html", _("Add a passkey")),
        name="mfa_add_webauthn",
    ),
    path(
        "account/passkeys/<int:pk>/",
        _page(
            f"{_PASSKEYS}.EditWebAuthnView",
            "accounts/passkey.html",
            _("Rename a passkey"),
            success_url=reverse_lazy("mfa_index"),
        ),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/passkeys/<int:pk>/remove/",
        _page(f"{_OURS}.RemoveKeyView", "accounts/remove.html", _("Remove a passkey")),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/sessions/",
        _page(f"{_OURS}.SessionsView", "accounts/sessions.html"),
        name="usersessions_list",
    ),
]
