"""The layout of captured news pages: headline, times, source, paragraphs, related headlines.

Every non-blank line gets exactly one role. The top of the page is read line by line by what each
may be there; below the first running text, labels and the shape of a line decide.
"""

import re
from dataclasses import replace
from typing import NamedTuple

from articles.damascus import PrintedTime, read_time

from .blocks import assign_blocks
from .decode import split_lines
from .exceptions import PageRefused
from .line import Line, names_person_or_place, read_lines, without_bullet
from .listing import is_listing
from .names import Names
from .page import PageReading, ParsedArticle, Problem, Role
from .vocabulary import INLINE_RELATED, SURE_TIME_LABELS, update_inside

PARSER = "news-page"
PARSER_VERSION = 1

_TWO_NUMBERS = re.compile(r"\d\D{1,3}\d")
_BETWEEN_TAGS = re.compile(r"\s*[،,#|؛;]\s*")
_BREADCRUMB = re.compile(r"\S\s*[>›]\s*\S")
_ENDS_AS_PROSE = (".", ".»", '."', ":")


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
        self.names = Names(known_sources)
        self.headline: Line | None = None
        self.published: _Occurrence | None = None
        self.updated: _Occurrence | None = None
        self.deck: list[Line] = []  # sentences under the headline: the body's first blocks
        self.related: list[str] = []
        self.tags: list[str] = []

    def read(self) -> PageReading:
        if is_listing(self.lines):
            raise PageRefused("not-an-article", "a listing or tag page, not one article")
        self._join_labels_to_times()
        top, rest = self._divide()
        self._read_top(top)
        body = self.deck + self._read_rest(rest, seen=top)
        has_body = any(line.words >= 9 or line.ends_with_full_stop for line in body)
        blocks = assign_blocks(body if has_body else [], self._report)
        if not self.headline and not blocks:
            raise PageRefused("not-an-article", "no headline and no paragraph: no article")
        self._report_what_is_missing(bool(blocks))
        return PageReading(
            ParsedArticle(
                headline=self.headline.text if self.headline else None,
                published=self.published.printed if self.published else None,
                updated=self.updated.printed if self.updated else None,
                source=self.names.source,
                byline=" - ".join(self.names.bylines) or None,
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

    def _join_labels_to_times(self) -> None:
        """A time's label alone on its line belongs to the date on the next."""
        for line, following in zip(self.lines, self.lines[1:], strict=False):
            kind, mark, content = line.label or ("", "", "")
            if kind in {"published", "updated"} and mark and not content and following.is_date_line:
                line.role = Role(kind)
                following.label = (kind, mark, following.text)

    def _divide(self) -> tuple[list[Line], list[Line]]:
        """Part the lines before the first running text from the rest."""
        time_above = headline_above = False
        lines = [line for line in self.lines if not line.role]
        for index, line in enumerate(lines):
            if self._is_time(line):
                time_above = True
                continue
            first = not headline_above and not time_above
            if first and line.words <= 15 and not line.opens_section:
                headline_above = line.words >= 3  # even with a full stop behind it
                continue
            short_paragraph = (
                time_above and headline_above and line.words >= 2 and line.ends_with_full_stop
            )
            long_line = headline_above and line.words >= 16 and not line.is_credited_caption
            if line.opens_section or line.is_running_text or short_paragraph or long_line:
                return lines[:index], lines[index:]
            headline_above = headline_above or line.words >= 3
        return lines, []

    def _report_what_is_missing(self, has_body: bool) -> None:
        has_day = self.published and self.published.printed.day
        for missing, code, text in (
            (not self.headline, "missing-headline", "no headline was found"),
            (not has_day, "missing-published", "no publication time was found"),
            (not self.names.source, "missing-source", "no source was found"),
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
            return bool(mark) or (len(line.time.rest.split()) <= 4 and not line.is_closed)
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
        opening = next(
            (line for line in top if not self._is_time(line) and not line.is_furniture), None
        )
        # The first line that says something at length is the headline, whatever it begins with.
        sure = (
            opening if opening and opening.words >= 5 and not self._is_breadcrumb(opening) else None
        )
        open_lines = [line for line in top if line is sure or not self._take_plain(line)]
        self._take_credits(top)
        counts: dict[str, int] = {}
        for line in open_lines:
            counts[line.key] = counts.get(line.key, 0) + 1
        self._take_headline([line for line in open_lines if not line.role], sure)
        previous: Line | None = None
        for line in top:
            if not line.role:
                self._take_top_line(line, previous, is_repeated=counts[line.key] > 1)
            previous = line

    def _take_credits(self, top: list[Line]) -> None:
        """One name behind a label is a byline; a list of them is the programme's credits."""
        named = [line for line in top if self._is_marked(line, "byline") and not line.role]
        if len(named) + sum(self._is_marked(line, "credits") for line in top) > 1:
            for line in named:
                line.role = Role.FURNITURE

    def _take_top_line(self, line: Line, previous: Line | None, *, is_repeated: bool) -> None:
        is_outlet = self.names.is_outlet(line.text)
        if self.headline and line.key == self.headline.key:
            line.role = Role.HEADLINE
        elif is_repeated and not is_outlet:
            line.role = Role.FURNITURE  # a caption, printed twice
        elif previous and previous.is_image_file and not is_outlet and line.words > 3:
            line.role = Role.FURNITURE  # the caption of that picture
        else:
            self._take_names(line)

    @staticmethod
    def _is_marked(line: Line, kind: str) -> bool:
        """Whether the line opens with such a label and a colon after it."""
        return bool(line.label and line.label[0] == kind and line.label[1])

    @staticmethod
    def _is_breadcrumb(line: Line) -> bool:
        """``الرئيسية > أخبار > سوريا``."""
        return line.words <= 8 and bool(_BREADCRUMB.search(line.text))

    def _take_plain(self, line: Line) -> bool:
        """What a line is wherever it stands: a time, page furniture, a labelled source or byline."""
        if self._take_time(line):
            return True
        if line.is_furniture or self._is_breadcrumb(line):
            line.role = Role.FURNITURE
            return True
        if line.is_hashtags:
            self._add_tags(line, line.text)
            return True
        kind, mark, rest = line.label or ("", "", "")
        if kind == "source" and mark and rest:
            line.role = Role.SOURCE
            self.names.add(rest, is_source=True)
            return True
        if kind == "credits" and mark:
            line.role = Role.FURNITURE
            return True
        return False

    def _take_headline(self, candidates: list[Line], sure: Line | None) -> None:
        """The first line that is no kicker, no name and no caption; a date may stand above it."""
        first_time = min(
            (time.line.number for time in (self.published, self.updated) if time), default=None
        )
        for index, line in enumerate(candidates):
            following = candidates[index + 1 : index + 2]
            named = line.is_credited_caption or self._is_marked(line, "byline")
            if named and line is not sure:
                continue
            above_time = first_time is None or line.number < first_time
            if self._is_kicker(line, following, above_time, first_time):
                line.role = Role.FURNITURE
                continue
            if not above_time and not self._is_headline_below_a_time(line, following):
                continue
            line.role = Role.HEADLINE
            self.headline = line
            return

    def _is_headline_below_a_time(self, line: Line, following: list[Line]) -> bool:
        """Under a date a short line may be the source: five words are a headline, or a source follows."""
        if line.words >= 5:
            return True
        is_name = self.names.is_outlet(line.text) or names_person_or_place(line.key)
        source_follows = bool(following) and self.names.names_outlet_beside(following[0].text)
        return not is_name and (line.words >= 4 or source_follows)

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
        is_outlet_beside = self.names.names_outlet_beside(line.text)
        if line.time and not self.published and not line.is_closed and self._holds_names(line.time):
            line.role = Role.PUBLISHED
            self.published = _Occurrence(line.time, line)
            self.names.add(line.time.rest)
        elif kind == "byline" and rest and (mark or line.words <= 6):
            line.role = Role.BYLINE
            self.names.add_byline(rest)
        elif line.is_credited_caption and not is_outlet_beside:
            line.role = Role.FURNITURE
        elif line.is_closed or line.words > 8:
            if line.words > 3 and self.headline and line.number > self.headline.number:
                self.deck.append(line)
        elif is_outlet_beside:
            line.role = Role.SOURCE
            self.names.add(line.text)
        elif self.names.source or names_person_or_place(line.key):
            if line.words <= 6 and not any(map(str.isdigit, line.key)):
                line.role = Role.BYLINE
                self.names.add_byline(line.text)
        elif line.words <= 6:
            line.role = Role.SOURCE
            self.names.add(line.text)

    @staticmethod
    def _holds_names(printed: PrintedTime) -> bool:
        return len(printed.rest.split()) <= 8

    # --- the rest --------------------------------------------------------------------------------

    def _read_rest(self, rest: list[Line], seen: list[Line]) -> list[Line]:
        """Give every line below the top its role, except the body's blocks, which are returned."""
        blocks: list[Line] = []
        printed = {line.key: line for line in seen}
        section = Role.PARAGRAPH
        prose_to_come = sum(line.is_running_text for line in rest)
        previous_number, repeating = 0, False
        for index, line in enumerate(rest):
            after_blank = line.number > previous_number + 1
            previous_number = line.number
            prose_to_come -= line.is_running_text
            repeats = self._repeats(line, printed, repeating, section)
            if repeats and not repeating:
                self._report("repeated-text", line, line.text)
            repeating = repeats
            if repeats:
                line.role = Role.FURNITURE
                continue
            printed.setdefault(line.key, line)
            if section is Role.RELATED and prose_to_come and self._is_another_time(line):
                self._leave_second_article(rest[index:])
                break
            if line.opens_section:
                section = self._open_section(line)
                continue
            if section is not Role.PARAGRAPH and after_blank and self._is_listed_yet(rest[:index]):
                # A heading in the middle of the body: its headlines end at the next blank line.
                section = Role.PARAGRAPH if prose_to_come or line.is_running_text else section
            if section is not Role.PARAGRAPH and self._take_listed(line, section, after_blank):
                continue
            if self._take_inline_related(line) or self._is_date_in_the_body(
                line, prose_to_come, blocks
            ):
                continue
            if not self._take_plain(line):
                section = Role.PARAGRAPH
                if line.is_credited_caption:
                    line.role = Role.FURNITURE
                else:
                    blocks.append(line)
        return blocks

    @staticmethod
    def _is_listed_yet(above: list[Line]) -> bool:
        """Whether the section that is open has an item, directly above."""
        return bool(above) and above[-1].role in {Role.RELATED, Role.TAG}

    def _is_date_in_the_body(self, line: Line, prose_to_come: int, blocks: list[Line]) -> bool:
        """A bare date between paragraphs heads a part of a chronology; it is no time of the page."""
        inside = (
            line.is_date_line and not line.label and self.published and blocks and prose_to_come
        )
        if inside:
            blocks.append(line)
        return bool(inside)

    def _is_another_time(self, line: Line) -> bool:
        """Whether a time stands here, with a clock, that is none of this article's."""
        if not (line.time and line.time.instant and self._is_time(line) and self.published):
            return False
        own = {time.printed.instant for time in (self.published, self.updated) if time}
        return line.time.instant not in own

    def _leave_second_article(self, lines: list[Line]) -> None:
        """Another article begins here, its headline taken for a related one: none of it is ours."""
        self._report("second-article", lines[0], lines[0].text)
        for line in lines:
            line.role = Role.UNRECOGNISED

    def _take_inline_related(self, line: Line) -> bool:
        """``اقرأ أيضاً عنوان`` between paragraphs, without a colon."""
        kind, mark, content = line.label or ("", "", "")
        inline = kind == "related" and not mark and content and not line.is_closed
        if inline and line.words <= 25 and line.key.startswith(INLINE_RELATED):
            line.role = Role.RELATED
            self.related.append(content)
            return True
        return False

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

    def _open_section(self, line: Line) -> Role:
        """A heading of related headlines or tags, alone on its line or with the first of them."""
        kind, _, content = line.label or ("", "", "")
        if line.text.startswith("("):
            content = content.removesuffix(")")
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
        if line.is_date_line and self.published and self.related:
            line.role = Role.FURNITURE  # when the related story appeared
            return True
        ends_as_prose = line.text.endswith(_ENDS_AS_PROSE) and not line.text.endswith("..")
        is_prose = line.words > 25 or (ends_as_prose and (after_blank or line.words > 18))
        if is_prose or self._is_time(line) or self._is_marked(line, "source") or line.is_hashtags:
            return False
        line.role = Role.RELATED
        self.related.append(without_bullet(line.text))
        return True

    def _add_tags(self, line: Line, text: str) -> None:
        line.role = Role.TAG
        self.tags += [tag.replace("_", " ") for tag in _BETWEEN_TAGS.split(text) if tag]
