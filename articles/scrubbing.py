"""What must not be written into a log: taken out of any text that is on its way there."""

import re
from datetime import datetime
from typing import Any

# An address of a reader: what stands around an @ in a word.
_EMAIL = re.compile(r"[^\s\"'<>()\[\]{},;:=\\/|@]+@[^\s\"'<>()\[\]{},;:=\\/|@]+\.\w+")
# Whoever has the token in such an address may do what it leads to.
_TOKEN = re.compile(r"/(preview|digest/confirm|digest/unsubscribe)/[^/\s\"'?#\\]+")
# What a reader searched for or sent, behind an address of any site.
_QUERY = re.compile(r"(/[^\s\"'?<>]*)\?[^\s\"'<>\\]+")
# Whom gunicorn and django-axes name: ip=192.0.2.7, username: "salma".
_NAMES = ("ip", "ip_address", "username", "user_agent", "REMOTE_ADDR")
_WHO = re.compile(
    rf"\b({'|'.join(_NAMES)})(\\?[\"']?\s*[:=]\s*)"
    r"(\\?\"[^\"]*\"|'[^']*'|[^\s,;}\"']+)"
)
# PostgreSQL says of a row it refuses what is in it: lines of texts too, up to «).» or «) exists.».
_ROW = re.compile(
    r"(DETAIL:\s+(?:Key|Failing row)\b).*?(?:\)[^()\n]*\.(?=\n|\\n|\Z)|\Z)", re.DOTALL
)


def scrub(text: str) -> str:
    """Return a text without e-mail addresses, query strings, tokens, and the values of refused rows.

    >>> scrub("Not Found: /digest/confirm/Xk3_d9/?from=salma@example.org")
    'Not Found: /digest/confirm/…/?…'
    """
    text = _ROW.sub(r"\1 …", text)
    text = _TOKEN.sub(r"/\1/…", text)
    text = _QUERY.sub(r"\1?…", text)
    text = _WHO.sub(r"\1\2…", text)
    return _EMAIL.sub("…@…", text)


def scrub_all(value: Any) -> Any:
    """Return what is to be made JSON of, in its shape, with every text in it scrubbed.

    Before it is made, never after: a quotation mark that is taken out there ends the JSON.

    >>> scrub_all({"said": ['ip="192.0.2.7"', 7], "username": "salma"})
    {'said': ['ip=…', 7], 'username': '…'}
    """
    if isinstance(value, dict):
        return {
            name: "…" if name in _NAMES and isinstance(one, str) else scrub_all(one)
            for name, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [scrub_all(one) for one in value]
    if value is None or isinstance(value, int | float | datetime):
        return value
    return scrub(str(value))
