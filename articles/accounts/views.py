"""Pages that allauth does not have, or not as the desk needs them."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import PasswordChangeForm
from .second_factor import is_to_set_up
from .sessions import drop_stale_half_login, end_sessions, note_half_login, open_sessions


class SignInView(LoginView):
    """The desk's own first step; then allauth asks for the second, of who has one."""

    authentication_form = AdminAuthenticationForm
    next_page = reverse_lazy("admin:index")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if site.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: AdminAuthenticationForm) -> HttpResponse:
        user = form.get_user()
        response = perform_login(self.request, user, redirect_url=self.get_success_url())
        note_half_login(self.request, user)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "title": _("Log in"),
            "app_path": self.request.get_full_path(),
            "username": self.request.user.get_username(),
        }
        context = super().get_context_data(**kwargs) | shown
        context["next"] = context["next"] or reverse("admin:index")
        return context


class SecondStepView(AuthenticateView):
    """A code, or a passkey where the account has one; whose password has changed begins anew."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        drop_stale_half_login(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys = Authenticator.objects.filter(
            user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN
        )
        return super().get_context_data(**kwargs) | {"has_passkey": keys.exists()}


class SecurityView(IndexView):
    """What guards one's own account: its second factor, its codes, its password, its sessions."""

    extra_context = {"title": gettext_lazy("The security of your account")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "is_to_set_up": is_to_set_up(self.request.user),
            "sessions": len(open_sessions(self.request.user)),
        }
        return super().get_context_data(**kwargs) | shown


class SetUpAppView(ActivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        in_fours = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return context | {"key": in_fours}


class RemoveKeyView(RemoveWebAuthnView):
    """allauth asks this of the application, and not of keys."""

    success_url = reverse_lazy("mfa_index")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:  # allauth's own leads everyone else to the login
            adapter, key = get_adapter(), self.get_queryset().filter(pk=kwargs["pk"]).first()
            if key and not adapter.can_delete_authenticator(key):
                messages.error(request, adapter.error_messages["cannot_delete_authenticator"])
                return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)


class ConfirmByKeyView(ReauthenticateWebAuthnView):
    """allauth sends who failed to the login page, where they are not."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())


@method_decorator(reauthentication_required(allow_get=True), "dispatch")
class SessionsView(ListUserSessionsView):
    """Where one is signed in; who ends the others says first who they are (ASVS 7.5.2)."""

    extra_context = {"title": gettext_lazy("Where you are signed in")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sessions": open_sessions(self.request.user)}

    def form_valid(self, form: Any) -> HttpResponse:
        end_sessions(self.request.user, but=self.request.session.session_key)
        messages.success(self.request, _("You are signed in here only."))
        return HttpResponseRedirect(self.get_success_url())


class ChangePasswordView(PasswordChangeView):
    """Django ends the other sessions with the old password; this one goes on under another key."""

    form_class = PasswordChangeForm
    success_url = reverse_lazy("admin:password_change_done")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        user: User = form.user
        end_sessions(user, but=self.request.session.session_key)
        UserSession.objects.create_from_request(self.request)
        return response
