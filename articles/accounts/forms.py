"""allauth's forms in our words, and each attempt at a code or a password counted."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.arabic import to_ascii_digits

from .second_factor import spend
from .throttling import is_locked

_MOST = 60  # characters of a passkey's name


def _code_field(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autofocus": True,
            "dir": "ltr",
            "size": 12,
        }
    )
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=20)


class _Counted(forms.Form):
    """A code that is counted when it is wrong, and good once when it is right."""

    code = _code_field(
        _("The code"), _("Six digits from the application, or one of your recovery codes.")
    )

    def clean_code(self) -> str:
        if is_locked(context.request, self.user):
            raise get_adapter().validation_error("incorrect_code")  # the answer is another page
        self.cleaned_data["code"] = to_ascii_digits(self.cleaned_data["code"])
        code = super().clean_code()
        found = self.authenticator
        if found.type == Authenticator.Type.TOTP and not spend(found, code):
            self._emit_authentication_failed(found)
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Counted, AuthenticateForm):
    """The second step of signing in."""


class ConfirmByCodeForm(_Counted, ReauthenticateForm):
    """Who it is, asked again before something that matters."""


class ConfirmByPasswordForm(PasswordForm):
    """The same, of who has no second factor yet; the password is counted as it is at signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = _("Your password"), ""
        del field.widget.attrs["placeholder"]


class SetUpAppForm(ActivateTOTPForm):
    code = _code_field(_("The code that it shows"))

    def clean_code(self) -> str:
        self.cleaned_data["code"] = to_ascii_digits(self.cleaned_data["code"])
        return super().clean_code()


class _Key(forms.Form):
    """What a browser says of a passkey. It is read by fido2, which raises whatever comes of what no
    browser says; here that is a passkey that is not right."""

    def clean_credential(self) -> Any:
        with _refusing_nonsense():
            parent = getattr(super(), "clean_credential", None)
            return parent() if parent else self.cleaned_data["credential"]

    def clean(self) -> Any:
        with _refusing_nonsense():
            return super().clean()


_NONSENSE = (AttributeError, LookupError, TypeError, ValueError, struct.error)


@contextmanager
def _refusing_nonsense() -> Iterator[None]:
    try:
        yield
    except (*_NONSENSE, forms.ValidationError) as nonsense:
        raise get_adapter().validation_error("incorrect_passkey") from nonsense


class KeyForm(_Key, AuthenticateWebAuthnForm):
    """The second step, by a passkey."""


class ConfirmByKeyForm(_Key, ReauthenticateWebAuthnForm):
    """Who it is, asked again."""


class AddKeyForm(_Key, AddWebAuthnForm):
    name = forms.CharField(
        label=_("Its name"),
        required=False,
        max_length=_MOST,
        help_text=_("By which you will know it: the telephone, the key on the key ring."),
    )


class RenameKeyForm(EditWebAuthnForm):
    name = forms.CharField(label=_("Its name"), max_length=_MOST)


class PasswordChangeForm(AdminPasswordChangeForm):
    """One's own password; the old one is counted as at signing in, not guessed without end."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_old_password(self) -> str:
        typed = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=typed) is None:
            raise forms.ValidationError(
                self.error_messages["password_incorrect"], code="password_incorrect"
            )
        return typed
