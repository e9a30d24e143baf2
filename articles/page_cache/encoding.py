"""The encoding a client takes a page in (RFC 9110, 12.5.3), and a page's bytes in it."""

import gzip
import re
from functools import lru_cache

import brotli

ENCODINGS = ("br", "gzip")
"""Of those a client takes, the first is sent. Python 3.11 has no zstd; Brotli is smaller anyway."""

SMALLEST = 500  # bytes: compressed, less would fit no fewer packets

_TEXT_ALL_THE_SAME = re.compile(r"application/([\w.-]+\+)?(json|xml)\b")
_REFUSED = re.compile(r"q=0(\.0{0,3})?")


@lru_cache(maxsize=256)
def choose_encoding(accepted: str) -> str:
    """Return what to send for an ``Accept-Encoding``: ``br``, ``gzip`` or ``""`` (as it is)."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = not _REFUSED.fullmatch(parameter.strip())
    return next((name for name in ENCODINGS if weights.get(name, weights.get("*"))), "")


def is_compressible(content_type: str) -> bool:
    """Whether compressing is worth it: pages, feeds, maps and JSON are, pictures are not."""
    return content_type.startswith("text/") or bool(_TEXT_ALL_THE_SAME.match(content_type))


def encode(body: bytes, encoding: str) -> bytes:
    """Return a page compressed in an encoding; the same page is the same bytes."""
    if encoding == "br":
        # A window of 64 KB: a page is hardly larger, and that of 4 MB takes 3 MB in each thread.
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=5, lgwin=16)
    # No time in it.
    return gzip.compress(body, compresslevel=6, mtime=0)
