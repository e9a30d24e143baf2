"""Who a page is from: the source, and the person or place beside it."""

import re

from articles.arabic import match_key

from .line import names_outlet, names_person_or_place

_BETWEEN_NAMES = re.compile(r"\s*[|•،()]\s*|\s+[-–—]\s+|\s*[/]\s+|\s+[/]\s*")
_NAME_LENGTH = 100  # characters; what is longer names nobody


class Names:
    """The names met so far, in the order of the page."""

    def __init__(self, known_sources: frozenset[str]) -> None:
        self.known_sources = known_sources
        self.source: str | None = None
        self.bylines: list[str] = []
        self._source_is_sure = False

    def is_outlet(self, text: str) -> bool:
        return names_outlet(match_key(text), self.known_sources)

    def names_outlet_beside(self, text: str) -> bool:
        """Whether one part of ``إذاعة المثال - إسطنبول`` is an outlet, and all parts are names."""
        parts = _parts(text)
        return any(map(self.is_outlet, parts)) and all(len(part.split()) <= 6 for part in parts)

    def add_byline(self, text: str) -> None:
        if text not in {self.source, *self.bylines} and len(text) <= _NAME_LENGTH:
            self.bylines.append(text)

    def add(self, text: str, *, is_source: bool = False) -> None:
        """Take a line of names: the outlet among its parts is the source, the others stand beside it.

        A name taken for the source for want of an outlet gives way to an outlet on a later line.
        """
        parts = [part for part in _parts(text) if len(part) <= _NAME_LENGTH]
        outlet = next(filter(self.is_outlet, parts), None)
        if outlet and not self._source_is_sure:
            if self.source:
                self.bylines.insert(0, self.source)
            self.source, self._source_is_sure = outlet, True
        elif self.source is None:
            names = [part for part in parts if not names_person_or_place(match_key(part))]
            self.source = next(iter(names or (parts if is_source else [])), None)
        for part in parts:
            if part != self.source:
                self.add_byline(part)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN_NAMES.split(text) if part and part.strip()]
