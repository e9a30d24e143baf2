"""What reading a captured page gives."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from articles.damascus import PrintedTime

BlockKind = Literal["paragraph", "pull quote", "subheading"]


class Role(StrEnum):
    """What a line of a captured page is; every non-blank line ends in exactly one."""

    BLANK = ""
    HEADLINE = "headline"
    PUBLISHED = "published"
    UPDATED = "updated"
    SOURCE = "source"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    PULL_QUOTE = "pull quote"
    SUBHEADING = "subheading"
    RELATED_HEADING = "related heading"
    RELATED = "related"
    TAG = "tag"
    FURNITURE = "furniture"
    UNRECOGNISED = "unrecognised"


class Problem(NamedTuple):
    """Something an editor should know: ``Problem("removed-invisible", 12, "U+202B")``.

    ``line`` counts from 1 and is None where the page as a whole is meant.
    """

    code: str
    line: int | None
    text: str


class PullQuote(NamedTuple):
    """A sentence set apart, and the number of paragraphs before it."""

    text: str
    after_paragraph: int


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """What a page says. Absent is None or empty; text is clean, letters as the author wrote them."""

    headline: str | None = None
    published: PrintedTime | None = None
    updated: PrintedTime | None = None
    source: str | None = None
    byline: str | None = None
    blocks: tuple[tuple[BlockKind, str], ...] = ()
    related: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> list[str]:
        return [text for kind, text in self.blocks if kind == "paragraph"]

    @property
    def pull_quotes(self) -> list[PullQuote]:
        found, paragraphs = [], 0
        for kind, text in self.blocks:
            if kind == "paragraph":
                paragraphs += 1
            elif kind == "pull quote":
                found.append(PullQuote(text, paragraphs))
        return found


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page read: the article, the role and the match key of every line, the problems."""

    article: ParsedArticle
    roles: tuple[Role, ...]
    keys: tuple[str, ...]
    problems: tuple[Problem, ...]

    def keys_of(self, *roles: Role) -> list[str]:
        """The match keys of the lines with one of these roles, in order."""
        return [
            key for key, role in zip(self.keys, self.roles, strict=True) if key and role in roles
        ]
