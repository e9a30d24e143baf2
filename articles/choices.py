"""What a reader chose: names of months, digits, theme and size of text. Pure Python.

Choices are in force for one request, as a language is; a cookie of the reader's keeps them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import astuple, dataclass
from types import MappingProxyType

COOKIE = "choices"
"""The name of the cookie; what it holds is ``Choices.key``."""

VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "months": ("levantine", "both", "roman"),
        "digits": ("european", "arabic"),
        "theme": ("system", "light", "dark", "contrast"),
        "size": ("small", "normal", "large", "largest"),
    }
)
"""What can be chosen, by the name of the choice."""


@dataclass(frozen=True, slots=True)
class Choices:
    """One value of ``VALUES`` for each of its names, in that order; without one, the newsroom's."""

    months: str = "levantine"
    digits: str = "european"
    theme: str = "system"
    size: str = "normal"

    @property
    def key(self) -> str:
        """``"levantine.european.dark.normal"``: one text for each of the 96 ways to choose.

        It is the key by which a page may be cached: whatever a cookie says, there are no others.
        """
        return ".".join(astuple(self))


def read_choices(key: str | None) -> Choices:
    """Return the choices that a cookie holds; what is unknown or forged in it is as not chosen."""
    parts = (key or "").split(".")
    if len(parts) != len(VALUES):
        return Choices()
    said = zip(VALUES.items(), parts, strict=True)
    return Choices(**{name: part for (name, values), part in said if part in values})


_DEFAULTS = Choices()
_in_force: ContextVar[Choices] = ContextVar("choices", default=_DEFAULTS)


def choices_in_force() -> Choices:
    """Return the choices of the reader who is being answered; the defaults outside a request."""
    return _in_force.get()


@contextmanager
def choosing(choices: Choices) -> Iterator[None]:
    """Put choices in force for the length of a ``with`` block."""
    token = _in_force.set(choices)
    try:
        yield
    finally:
        _in_force.reset(token)
