"""One non-blank line of a page, and what can be seen of it by itself."""

import re
from dataclasses import dataclass, field

from articles.arabic import clean_lines, match_keys
from articles.damascus import PrintedTime, read_time

from .page import Problem, Role
from .vocabulary import (
    CITIES,
    CREDIT_WORDS,
    FURNITURE_LINES,
    FURNITURE_OPENINGS,
    GIVEN_NAMES,
    KICKERS,
    OUTLET_WORDS,
    opening_label,
)

# Longer lines are running text whatever they begin with: no label, date line or list item.
SHORT = 250  # characters
_CLOSING = frozenset(".!?؟…:؛")
_QUOTES_AND_BRACKETS = "\"'»”’)]} \u200f\u200e"
_IMAGE_FILE = re.compile(r"[\w\-. %()+]+\.(?:jpe?g|png|webp|gif|avif|svg|bmp)", re.IGNORECASE)
_CREDIT = re.compile(
    r"[(\[](?P<bracketed>[^()\[\]]{1,60})[)\]]$|\s[-–—]\s(?P<dashed>[^-–—]{1,40})$"
)
_AGE = re.compile(r"(?:منذ|قبل) (?:\d+ )?\w+(?: \w+)?")  # a relative time is no date
_BULLET = re.compile(r"(?:[-–—•·*▪●◾]|\d{1,2}[.)-])\s+")


@dataclass(slots=True)
class Line:
    number: int
    text: str
    key: str
    words: int
    role: Role | None = None
    label: tuple[str, str, str] | None = field(default=None)
    time: PrintedTime | None = field(default=None)

    @property
    def is_closed(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.text.rstrip(_QUOTES_AND_BRACKETS)[-1:] in _CLOSING

    @property
    def ends_with_full_stop(self) -> bool:
        ending = self.text.rstrip(_QUOTES_AND_BRACKETS)
        return ending.endswith(".") and not ending.endswith("..")

    @property
    def opens_section(self) -> bool:
        """A heading of related headlines or of tags, alone or with a colon before the first."""
        if not self.label or self.label[0] not in {"related", "tags"}:
            return False
        _, mark, rest = self.label
        return bool(mark) or not rest

    @property
    def is_bullet(self) -> bool:
        return bool(_BULLET.match(self.text))

    @property
    def is_running_text(self) -> bool:
        """A paragraph by its looks alone: long, or a whole sentence of some length."""
        if len(self.text) > SHORT or self.words > 35:
            return True
        ending = self.text.rstrip(_QUOTES_AND_BRACKETS)[-1:]
        return (self.words >= 9 and ending in ".:؛") or (self.words >= 25 and ending in _CLOSING)

    @property
    def is_date_line(self) -> bool:
        """Nothing but a date."""
        return self.time is not None and not self.time.rest

    @property
    def is_furniture(self) -> bool:
        if len(self.text) > SHORT:
            return False
        return (
            not self.key
            or self.key in FURNITURE_LINES
            or self.is_image_file
            or bool(_AGE.fullmatch(self.key))
            or (self.words <= 12 and self.key.startswith(FURNITURE_OPENINGS))
        )

    @property
    def is_image_file(self) -> bool:
        return bool(_IMAGE_FILE.fullmatch(self.text))

    @property
    def is_hashtags(self) -> bool:
        """Nothing but hashtags: ``#حلب #السوق_القديم``."""
        return self.text.startswith("#") and all(
            word.startswith("#") and len(word) > 1 for word in self.text.split()
        )

    @property
    def is_credited_caption(self) -> bool:
        """A picture's caption, by the credit it ends with: ``… (رويترز)``, ``… - الأناضول``."""
        if self.words > 25 or self.is_bullet:
            return False
        credit = _CREDIT.search(self.text)
        if not credit or self.text.rstrip()[-1:] in _CLOSING:
            return False
        holder = match_keys([credit["bracketed"] or credit["dashed"]])[0]
        return holder.split(" ")[0] in CREDIT_WORDS

    @property
    def is_kicker(self) -> bool:
        return self.key in KICKERS


def read_lines(raw_lines: list[str]) -> tuple[list[Line], list[Problem]]:
    """Return the non-blank lines, cleaned and folded, and what was taken out of them."""
    numbered = [(number, raw) for number, raw in enumerate(raw_lines, start=1) if raw.strip()]
    cleaned = clean_lines([raw for _, raw in numbered])
    keys = match_keys([text for text, _ in cleaned])
    lines, problems = [], []
    for (number, _), (text, removed), key in zip(numbered, cleaned, keys, strict=False):
        if removed:
            problems.append(Problem("removed-invisible", number, " ".join(removed)))
        lines.append(Line(number, text, key, key.count(" ") + 1 if key else 0))
    for line in lines:
        if len(line.text) <= SHORT:
            line.label = opening_label(line.text)
            timed = line.label is not None and line.label[0] in {"published", "updated"}
            line.time = read_time(line.label[2] if line.label and timed else line.text)
    return lines, problems


def without_bullet(text: str) -> str:
    return _BULLET.sub("", text, count=1)


def names_outlet(key: str, known: frozenset[str]) -> bool:
    """Whether a folded name is an outlet's: known here, or beginning as outlets' names do."""
    return key in known or key.split(" ", 1)[0] in OUTLET_WORDS


def names_person_or_place(key: str) -> bool:
    return key in CITIES or key.split(" ", 1)[0] in GIVEN_NAMES
