"""What allauth asks us: names, addresses, its few words in Arabic, and how secrets are kept."""

from base64 import b32encode, urlsafe_b64encode
from secrets import token_bytes
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .second_factor import has_second_factor, may_remove
from .throttling import counted_address

_UNKNOWN_ADDRESS = "::"  # a Unix socket; the list of sessions has to have one

_WRONG_CODE = _("This code is not right, or was used already. Wait for the next one.")

_SAID = {
    "mfa/messages/totp_activated.txt": _("The application is set up."),
    "mfa/messages/totp_deactivated.txt": _("The application is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}
"""What is said after the pages of allauth, by the names of its templates; of the rest, nothing."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("This is not your password."),
    }

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        return counted_address(request) or _UNKNOWN_ADDRESS

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        return redirect("account_login")

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """How somebody may confirm who they are: by the second factor, where there is one.

        A password alone, which may have been seen being typed, takes no second factor away.
        """
        names = {
            "reauthenticate": _("With the password"),
            "mfa_reauthenticate": _("With a code"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        ways = [
            way | {"description": names[way["id"]]}
            for way in super().get_reauthentication_methods(user)
        ]
        if user.is_authenticated and has_second_factor(user):
            ways = [way for way in ways if way["id"] != "reauthenticate"]
            apps = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
            if not apps.exists():  # a recovery code is for when the passkey is not at hand
                ways.reverse()
        return ways


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _WRONG_CODE,
        "incorrect_passkey": _("This passkey is not right."),
        "cannot_delete_authenticator": _(
            "Your account needs a second factor. Set up another one first, then remove this one."
        ),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        names = {"name": user.get_username(), "display_name": user.get_username()}
        return super().get_public_key_credential_user_entity(user) | names

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = 1 + Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": number}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove(authenticator)

    def encrypt(self, text: str) -> str:
        """A copy of the database alone does not make codes: the key is the site's secret."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was encrypted; where the secret has changed, one that no code fits."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return b32encode(token_bytes(20)).decode()


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        Fernet(
            urlsafe_b64encode(
                salted_hmac("articles.accounts", "", secret=secret, algorithm="sha256").digest()
            )
        )
        for secret in secrets
    )
