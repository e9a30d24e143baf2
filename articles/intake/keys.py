"""How the importer knows an article again: by who published it when under which headline, and by
its paragraphs where those have changed."""

import hashlib
import json
from typing import Any

FINGERPRINTS = 4  # kept of each story
_PARAGRAPH_WORDS = 8  # at least; shorter ones are formulas that many stories share


def capture_key(source: str, published: str, headline_key: str) -> str:
    """Who an article is among captured pages: same source, publication time and folded headline."""
    return _sha256(f"{source}\n{published}\n{headline_key}")


def fingerprints(keys: list[str]) -> list[int]:
    """Return up to four signed 64-bit numbers that other captures of a story will share.

    ``keys`` are the match keys of its paragraphs. The smallest of their hashes are kept: an edit
    to one paragraph moves at most one of them, wherever it stands (bottom-k sketch, Broder 1997).
    A story of short paragraphs only has one number, of all its words.
    """
    telling = [key for key in keys if key.count(" ") + 1 >= _PARAGRAPH_WORDS]
    hashes = {
        int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)
        for key in telling or [" ".join(keys)]
        if key
    }
    return sorted(hashes)[:FINGERPRINTS]


def digest(value: Any) -> str:
    """Return a short digest of a field's JSON value: equal values, equal digests."""
    return _sha256(json.dumps(value, ensure_ascii=False, sort_keys=True))[:16]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
