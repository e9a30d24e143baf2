"""Other programs told what happens to articles: what waits in the outbox, signed, sent, tried again."""

from .addresses import Forbidden, check_address
from .delivering import Delivered, deliver_due, forget_old_deliveries, send_again
from .signing import secret_of, sign

__all__ = [
    "Delivered",
    "Forbidden",
    "check_address",
    "deliver_due",
    "forget_old_deliveries",
    "secret_of",
    "send_again",
    "sign",
]
