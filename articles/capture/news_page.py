"""The layout of captured news pages: headline, times, source, paragraphs, related headlines.

Every non-blank line gets exactly one role. The top of the page is read line by line by what each
may be there; below the first running text, labels and the shape of a line decide.
"""

import re
from dataclasses import replace
from typing import NamedTuple

from articles.arabic import match_key
from articles.damascus import PrintedTime, read_time

from .blocks import assign_blocks
from .decode import split_lines
from .exceptions import PageRefused
from .line import Line, names_outlet, names_person_or_place, read_lines, without_bullet
from .page import PageReading, ParsedArticle, Problem, Role
from .vocabulary import LISTING_OPENINGS, PAGINATION, SURE_TIME_LABELS, update_inside

PARSER = "news-page"
PARSER_VERSION = 1

_TWO_NUMBERS = re.compile(r"\d\D{0,3}\d")
_BETWEEN_NAMES = re.compile(r"\s*[|•]\s*|\s+[-–—]\s+|\s*[/]\s+|\s+[/]\s*")
_BETWEEN_TAGS = re.compile(r"\s*[،,#|؛;]\s*")


def parse_page(text: str, *, known_sources: frozenset[str] = frozenset()) -> PageReading:
    """Read a page's text; ``known_sources`` are folded names of sources the newsroom knows.

    Raises PageRefused (``not-an-article``) for a listing, tag or search page.
    """
    return _Page(text, known_sources).read()


class _Occurrence(NamedTuple):
    """A time printed on the page, and where."""

    printed: PrintedTime
    line: Line


class _Page:
    def __init__(self, text: str, known_sources: frozenset[str]) -> None:
        raw_lines = split_lines(text)
        self.line_count = len(raw_lines)
        self.lines, self.problems = read_lines(raw_lines)
        self.known_sources = known_sources
        self.headline: Line | None = None
        self.published: _Occurrence | None = None
        self.updated: _Occurrence | None = None
        self.source: str | None = None
        self.bylines: list[str] = []
        self.deck: list[Line] = []  # sentences under the headline: the body's first blocks
        self.related: list[str] = []
        self.tags: list[str] = []

    def read(self) -> PageReading:
        top, rest = self._divide()
        self._refuse_listing()
        self._read_top(top)
        body = self._read_rest(rest, seen=top)
        blocks = assign_blocks(self.deck + body if body else [], self._report)
        self._report_what_is_missing(bool(blocks))
        return PageReading(
            ParsedArticle(
                headline=self.headline.text if self.headline else None,
                published=self.published.printed if self.published else None,
                updated=self.updated.printed if self.updated else None,
                source=self.source,
                byline=" - ".join(self.bylines) or None,
                blocks=blocks,
                related=tuple(self.related),
                tags=tuple(dict.fromkeys(self.tags)),
            ),
            self._roles(),
            self._keys(),
            tuple(sorted(self.problems, key=lambda problem: problem.line or 0)),
        )

    def _report(self, code: str, line: Line | None, text: str) -> None:
        self.problems.append(Problem(code, line.number if line else None, text))

    # --- the page as a whole ---------------------------------------------------------------------

    def _divide(self) -> tuple[list[Line], list[Line]]:
        """Part the lines before the first running text from the rest."""
        time_above = headline_above = False
        for index, line in enumerate(self.lines):
            if self._is_time(line):
                time_above = True
                continue
            short_paragraph = (
                time_above and headline_above and line.words >= 2 and line.ends_with_full_stop
            )
            if line.opens_section or line.is_running_text or short_paragraph:
                return self.lines[:index], self.lines[index:]
            headline_above = headline_above or line.words >= 3
        return self.lines, []

    def _refuse_listing(self) -> None:
        """Refuse a page of many stories: three dates or more, or headlines and no story."""
        before_related = []
        for line in self.lines:
            if line.opens_section:
                break
            before_related.append(line)
        days = {line.time.day for line in before_related if line.time and line.is_date_line}
        stories = sum(line.words >= 25 for line in before_related)
        headlines = sum(
            5 <= line.words < 25 and not line.is_date_line and not line.is_closed
            for line in before_related
        )
        listed = bool(self.lines) and self.lines[0].key.startswith(LISTING_OPENINGS)
        listed = listed or any(line.key in PAGINATION for line in before_related)
        if (
            (len(days) >= 3 and stories <= len(days))
            or (listed and headlines >= 3 and stories <= headlines)
            or (headlines >= 5 and not any(line.is_running_text for line in before_related))
        ):
            raise PageRefused("not-an-article", "a listing or tag page, not one article")

    def _report_what_is_missing(self, has_body: bool) -> None:
        has_day = self.published and self.published.printed.day
        for missing, code, text in (
            (not self.headline, "missing-headline", "no headline was found"),
            (not has_day, "missing-published", "no publication time was found"),
            (not self.source, "missing-source", "no source was found"),
            (not has_body, "missing-body", "no paragraph was found"),
        ):
            if missing:
                self._report(code, None, text)
        for occurrence in filter(None, (self.published, self.updated)):
            for doubt in occurrence.printed.doubts:
                self._report(doubt, occurrence.line, occurrence.printed.text)
        self._check_order()

    def _check_order(self) -> None:
        """Report an update before its publication, unless the clock was then showing for the second time."""
        if not (self.published and self.updated):
            return
        published, updated = self.published.printed, self.updated.printed
        if published.instant and updated.instant:
            earlier = updated.instant < published.instant
            if earlier and updated.alternatives and updated.alternatives[-1] >= published.instant:
                second = replace(updated, instant=updated.alternatives[-1])
                self.updated = _Occurrence(second, self.updated.line)
                return
        else:
            earlier = bool(published.day and updated.day and updated.day < published.day)
        if earlier:
            self._report("updated-before-published", self.updated.line, updated.text)

    def _roles(self) -> tuple[Role, ...]:
        roles = [Role.BLANK] * self.line_count
        for line in self.lines:
            roles[line.number - 1] = line.role or Role.UNRECOGNISED
            if line.role in {None, Role.UNRECOGNISED}:
                self._report("unrecognised-line", line, line.text)
        return tuple(roles)

    def _keys(self) -> tuple[str, ...]:
        keys = [""] * self.line_count
        for line in self.lines:
            keys[line.number - 1] = line.key
        return tuple(keys)

    # --- times -----------------------------------------------------------------------------------

    def _is_time(self, line: Line) -> bool:
        return line.is_date_line or self._is_labelled_time(line)

    @staticmethod
    def _is_labelled_time(line: Line) -> bool:
        """Whether a line under a time's label holds a time, or at least was meant to."""
        kind, mark, rest = line.label or ("", "", "")
        if kind not in {"published", "updated"}:
            return False
        if line.time:
            return bool(mark) or len(line.time.rest.split()) <= 4
        meant = line.key.startswith(SURE_TIME_LABELS) or _TWO_NUMBERS.search(rest)
        return bool(mark and meant and line.words <= 12)

    def _take_time(self, line: Line) -> bool:
        """Give the line its role if it is a time's; True if it was."""
        label = line.label[0] if line.label else ""
        if self._is_labelled_time(line):
            if not line.time:
                line.role = Role(label)
                self._report("unreadable-date", line, line.text)
                return True
            self._split_two_times(line)
        elif not line.is_date_line:
            return False
        assert line.time is not None  # noqa: S101  both branches above saw to it
        if label == "updated" or (not label and self.published and self._is_later(line.time)):
            line.role = Role.UPDATED
            self.updated = self.updated or _Occurrence(line.time, line)
        else:
            line.role = Role.PUBLISHED
            self.published = self.published or _Occurrence(line.time, line)
        return True

    def _is_later(self, printed: PrintedTime) -> bool:
        assert self.published is not None  # noqa: S101  asked by the one caller
        first = self.published.printed
        if first.instant and printed.instant:
            return printed.instant > first.instant
        return bool(first.day and printed.day and printed.day > first.day)

    def _split_two_times(self, line: Line) -> None:
        """Both times on one line: read each by itself; the line's role is the first one's."""
        if not line.label or line.label[0] != "published":
            return
        second = update_inside().search(line.text)
        if second:
            line.time = read_time(line.text[: second.start()]) or line.time
            update = read_time(line.text[second.start() :])
            if update and not self.updated:
                self.updated = _Occurrence(update, line)

    # --- the top ---------------------------------------------------------------------------------

    def _read_top(self, top: list[Line]) -> None:
        open_lines = [line for line in top if not self._take_plain(line)]
        credits_list = [line for line in open_lines if self._is_marked(line, "byline")]
        credits_list += [line for line in top if self._is_marked(line, "credits")]
        if len(credits_list) > 1:  # one name is a byline; a list of them is the programme's credits
            for line in credits_list:
                line.role = Role.FURNITURE
        counts: dict[str, int] = {}
        for line in open_lines:
            counts[line.key] = counts.get(line.key, 0) + 1
        self._take_headline([line for line in open_lines if not line.role])
        for line in open_lines:
            if line.role:
                continue
            if self.headline and line.key == self.headline.key:
                line.role = Role.HEADLINE
            elif counts[line.key] > 1 and not names_outlet(line.key, self.known_sources):
                line.role = Role.FURNITURE  # a caption, printed twice
            else:
                self._take_names(line)

    def _take_plain(self, line: Line) -> bool:
        """What a line is wherever it stands: a time, page furniture, a labelled source or byline."""
        if self._take_time(line):
            return True
        if line.is_furniture:
            line.role = Role.FURNITURE
            return True
        kind, mark, rest = line.label or ("", "", "")
        if kind == "source" and mark and rest:
            self._name_source(line, rest)
            return True
        if kind == "credits" and mark:
            line.role = Role.FURNITURE
            return True
        return False

    @staticmethod
    def _is_marked(line: Line, kind: str) -> bool:
        """Whether the line opens with such a label and a colon after it."""
        return bool(line.label and line.label[0] == kind and line.label[1])

    def _take_headline(self, candidates: list[Line]) -> None:
        """The first line that is no kicker, no name and no caption; a date may stand above it."""
        first_time = min(
            (time.line.number for time in (self.published, self.updated) if time), default=None
        )
        for index, line in enumerate(candidates):
            following = candidates[index + 1 : index + 2]
            if line.is_credited_caption or self._is_marked(line, "byline"):
                continue
            above_time = first_time is None or line.number < first_time
            if self._is_kicker(line, following, above_time, first_time):
                line.role = Role.FURNITURE
                continue
            if not above_time and (
                line.words < 4
                or names_outlet(line.key, self.known_sources)
                or names_person_or_place(line.key)
            ):
                continue
            line.role = Role.HEADLINE
            self.headline = line
            return

    @staticmethod
    def _is_kicker(
        line: Line, following: list[Line], above_time: bool, first_time: int | None
    ) -> bool:
        """A few words over the headline: the headline must still follow, on the same side of the time."""
        if not following or following[0].words < 4:
            return False
        same_side = first_time is None or (following[0].number < first_time) == above_time
        return same_side and (line.is_kicker or line.words <= 2)

    def _take_names(self, line: Line) -> None:
        """A line of the top that is left: a date with names, a source, a byline, a caption."""
        kind, mark, rest = line.label or ("", "", "")
        if line.time and line.words <= 16 and not self.published:
            line.role = Role.PUBLISHED
            self.published = _Occurrence(line.time, line)
            self._name_parts(line.time.rest)
        elif kind == "byline" and rest and (mark or line.words <= 6):
            line.role = Role.BYLINE
            self.bylines.append(rest)
        elif line.is_credited_caption and not self._is_outlet_and_place(line):
            line.role = Role.FURNITURE
        elif line.is_closed or line.words > 8:
            if line.words > 3 and self._stands_under_headline(line):
                self.deck.append(line)
        elif self._names_outlet_first(line) or self._is_outlet_and_place(line):
            self._name_source(line, line.text)
        elif self.source or names_person_or_place(line.key):
            if line.words <= 6 and not any(map(str.isdigit, line.key)):
                line.role = Role.BYLINE
                self.bylines.append(line.text)
        elif line.words <= 6:
            self._name_source(line, line.text)

    def _names_outlet_first(self, line: Line) -> bool:
        return names_outlet(match_key(_BETWEEN_NAMES.split(line.text)[0]), self.known_sources)

    def _stands_under_headline(self, line: Line) -> bool:
        return self.headline is not None and line.number > self.headline.number

    def _is_outlet_and_place(self, line: Line) -> bool:
        parts = _BETWEEN_NAMES.split(line.text)
        return (
            len(parts) > 1
            and any(names_outlet(match_key(part), self.known_sources) for part in parts)
            and all(len(part.split()) <= 5 for part in parts)
        )

    def _name_source(self, line: Line, text: str) -> None:
        line.role = Role.SOURCE
        self._name_parts(text)

    def _name_parts(self, text: str) -> None:
        """Part ``تلفزيون سوريا - إسطنبول`` into the source and what stands beside it."""
        parts = [part.strip() for part in _BETWEEN_NAMES.split(text) if part.strip()]
        outlets = [part for part in parts if names_outlet(match_key(part), self.known_sources)]
        own = [part for part in parts if not names_person_or_place(match_key(part))]
        source = next(iter(outlets or own or parts), None)
        if source is None:
            return
        if self.source is None:
            self.source = source
            parts.remove(source)
        self.bylines += [part for part in parts if part not in {self.source, *self.bylines}]

    # --- the rest --------------------------------------------------------------------------------

    def _read_rest(self, rest: list[Line], seen: list[Line]) -> list[Line]:
        """Give every line below the top its role, except the body's blocks, which are returned."""
        blocks: list[Line] = []
        printed = {line.key: line for line in seen}
        section = Role.PARAGRAPH
        previous_number, repeating = 0, False
        for line in rest:
            after_blank = line.number > previous_number + 1
            previous_number = line.number
            repeats = self._repeats(line, printed, repeating, section)
            if repeats and not repeating:
                self._report("repeated-text", line, line.text)
            repeating = repeats
            if repeats:
                line.role = Role.FURNITURE
                continue
            printed.setdefault(line.key, line)
            kind, _, content = line.label or ("", "", "")
            if line.opens_section:
                section = self._open_section(line, kind, content)
            elif section is not Role.PARAGRAPH and self._take_listed(line, section, after_blank):
                continue
            elif not self._take_plain(line):
                section = Role.PARAGRAPH
                if line.is_credited_caption:
                    line.role = Role.FURNITURE
                elif line.text.startswith("#"):
                    self._add_tags(line, line.text)
                else:
                    blocks.append(line)
        return blocks

    def _repeats(
        self, line: Line, printed: dict[str, Line], repeating: bool, section: Role
    ) -> bool:
        """Whether the line says again what the page has said: at length, or going on doing so."""
        earlier = printed.get(line.key)
        if earlier is None or not line.key:
            return False
        if repeating or earlier is self.headline:
            return True
        at_length = line.words >= 8 and line.is_closed == earlier.is_closed
        return at_length and (section is Role.PARAGRAPH or line.is_running_text)

    def _open_section(self, line: Line, kind: str, content: str) -> Role:
        """A heading of related headlines or tags, alone on its line or with the first of them."""
        if kind == "tags":
            if content:
                self._add_tags(line, content)
                return Role.PARAGRAPH
            line.role = Role.FURNITURE
            return Role.TAG
        if content:
            line.role = Role.RELATED
            self.related.append(content)
            return Role.PARAGRAPH
        line.role = Role.RELATED_HEADING
        return Role.RELATED

    def _take_listed(self, line: Line, section: Role, after_blank: bool) -> bool:
        """An item of the section that is open: a related headline, a tag, a date under a headline."""
        if line.is_furniture:
            line.role = Role.FURNITURE
            return True
        if section is Role.TAG:
            if line.words <= 6 and not line.is_closed:
                self._add_tags(line, line.text)
                return True
            return False
        label = line.label[0] if line.label else ""
        if line.is_date_line and self.published and self.related:
            line.role = Role.FURNITURE  # when the related story appeared
            return True
        ends_as_prose = line.text.endswith((".", ".»", '."', ":")) and not line.text.endswith("..")
        if line.is_running_text or label or line.is_date_line or (ends_as_prose and after_blank):
            return False
        line.role = Role.RELATED
        self.related.append(without_bullet(line.text))
        return True

    def _add_tags(self, line: Line, text: str) -> None:
        line.role = Role.TAG
        self.tags += [tag.replace("_", " ") for tag in _BETWEEN_TAGS.split(text) if tag]
