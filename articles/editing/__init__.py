"""The people's door: every change that a person makes to an article goes through here."""

from .access import can
from .drafts import save_article
from .links import find_namesakes, link_arrivals, propose_candidates, resolve_links
from .publish import publish, withdraw

__all__ = [
    "can",
    "find_namesakes",
    "link_arrivals",
    "propose_candidates",
    "publish",
    "resolve_links",
    "save_article",
    "withdraw",
]
