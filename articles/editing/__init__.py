"""The people's door: every change that a person makes to an article goes through here."""

from .access import can
from .drafts import save_article
from .links import link_arrivals, resolve_links
from .publish import publish, withdraw

__all__ = ["can", "link_arrivals", "publish", "resolve_links", "save_article", "withdraw"]
