"""Accounts of the newsroom: signing in, how often it may fail, the second factor, sessions.

The pages, the codes and the keys are django-allauth's, the counting is django-axes'; here is what
they have to do with the desk (decision 20).
"""

from .middleware import AccountsMiddleware
from .second_factor import has_second_factor, may_reset, needs_second_factor, reset_second_factor
from .sessions import end_sessions, forget_sessions, open_sessions
from .throttling import forget_attempts, free_account

__all__ = [
    "AccountsMiddleware",
    "end_sessions",
    "forget_attempts",
    "forget_sessions",
    "free_account",
    "has_second_factor",
    "may_reset",
    "needs_second_factor",
    "open_sessions",
    "reset_second_factor",
]
