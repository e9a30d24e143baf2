"""The day's news by e-mail: who asked for it, what is in it, and the letters."""

from .editions import Edition, Entry, make_edition
from .letters import send_waiting_letters
from .scopes import Scope, find_scope, find_scopes, list_scopes
from .sending import Sent, send_digests
from .subscriptions import ask, confirm, find_subscription, forget_unconfirmed, leave

__all__ = [
    "Edition",
    "Entry",
    "Scope",
    "Sent",
    "ask",
    "confirm",
    "find_scope",
    "find_scopes",
    "find_subscription",
    "forget_unconfirmed",
    "leave",
    "list_scopes",
    "make_edition",
    "send_digests",
    "send_waiting_letters",
]
