"""What must not be written into a log: taken out of any text that is on its way there."""

import re

# An address of a reader: what stands around an @ in a word.
_EMAIL = re.compile(r"[^\s\"'<>()\[\]{},;:=\\/|@]+@[^\s\"'<>()\[\]{},;:=\\/|@]+\.\w+")
# Whoever has the token in such an address may do what it leads to.
_TOKEN = re.compile(r"/(preview|digest/confirm|digest/unsubscribe)/[^/\s\"'?#\\]+")
# What a reader searched for or sent, behind an address of any site.
_QUERY = re.compile(r"(/[^\s\"'?<>]*)\?[^\s\"'<>\\]+")
# Whom gunicorn and django-axes name: ip=192.0.2.7, username: "salma".
_WHO = re.compile(
    r"\b(ip|ip_address|username|user_agent|REMOTE_ADDR)(\\?[\"']?\s*[:=]\s*)"
    r"(\\?\"[^\"]*\"|'[^']*'|[^\s,;}\"']+)"
)
# PostgreSQL says of a row it refuses what is in it.
_ROW = re.compile(r"(DETAIL:\s+(?:Key|Failing row)\b).*?(?=\\n|\n|$)")


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
