"""What is no password though it is long enough."""

import re
from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator

_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")  # digits and signs at the ends
_REPEATED = re.compile(r"(.+?)\1+")
_LEAST = 4  # characters: what is shorter is not what such a password rests on


class CommonWordValidator(CommonPasswordValidator):
    """Refuse a common password in disguise too: in capitals, with digits or signs around it, repeated.

    Of Django's 19,640 a few have twelve characters (MinimumLengthValidator); people make
    ``Password2026!`` of the others.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for what is one of them."""
        for form in _undisguised(password.lower().strip()):
            super().validate(form, user)


def _undisguised(password: str) -> Iterator[str]:
    yield password
    bare = _AROUND.sub("", password)
    for form in (password, bare):
        if repeated := _REPEATED.fullmatch(form):
            yield repeated[1]
            yield _AROUND.sub("", repeated[1])
    if len(bare) >= _LEAST:
        yield bare
