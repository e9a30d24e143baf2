"""A file to all that can be known of it without the database. Runs in worker processes."""

import hashlib
import os
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any, NamedTuple

from articles.arabic import AnalysedText, Stemmer, analyse, match_key, slugify, split_words
from articles.body import build_html, plain_text
from articles.capture import (
    PageReading,
    PageRefused,
    ParsedArticle,
    Problem,
    Role,
    decode,
    parse_page,
    parse_translation,
)
from articles.damascus import PrintedTime, damascus_date, day_range

from .files import TRANSLATION_SUFFIX, PageFile, read_bytes, translation_of
from .keys import digest, fingerprints


@dataclass(slots=True)
class PreparedTranslation:
    content: bytes
    sha256: str
    file_name: str
    encoding: str
    values: dict[str, Any]


@dataclass(slots=True)
class PreparedPage:
    """A page read. ``values`` holds the article's fields as JSON values (see importing/merge).

    ``refused`` is ``(code, reason)`` for a page that cannot go in; then only ``file`` is sure.
    ``article`` has its blocks only where a report was asked for: between processes they cost.
    """

    file: str
    refused: tuple[str, str] | None = None
    content: bytes = b""
    sha256: str | None = None
    encoding: str = ""
    article: ParsedArticle = field(default_factory=ParsedArticle)
    roles: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    source_key: str = ""
    headline_key: str = ""
    slug: str = ""
    fingerprints: list[int] = field(default_factory=list)
    # By language, for search; by the vocabulary that the reading was given.
    analysed: dict[str, AnalysedText] = field(default_factory=dict)
    translation: PreparedTranslation | None = None

    @property
    def is_whole(self) -> bool:
        return bool(
            self.values["title_ar"] and self.values["body_ar"] and self.values["published_at"]
        )


class PageWords(NamedTuple):
    """How many whole pages there are, and in how many of them each word is."""

    pages: int
    words: Counter[str]


def prepare_pages(
    files: list[PageFile],
    known_sources: frozenset[str],
    now: datetime,
    stemmer: Stemmer,
    with_blocks: bool,
) -> list[PreparedPage]:
    """Read files; one that cannot be read comes back refused, and the rest as they are."""
    return [_prepare_page(file, known_sources, now, stemmer, with_blocks) for file in files]


def count_pages(files: list[PageFile], known_sources: frozenset[str]) -> PageWords:
    """Count the words of files whose pages are whole; what cannot be read is passed over."""
    count, words = 0, Counter[str]()
    for file in files:
        page = PreparedPage(file.name)
        try:
            reading = _parse(page, file, known_sources)
            _read_translation(page, file)
        except Exception:  # noqa: S112  it is named when it is read
            continue
        article = reading.article
        if article.headline and article.blocks and _stored_time(article.published):
            texts = _texts(reading, page.translation).values()
            words.update(set(split_words("\n".join(chain.from_iterable(texts)))))
            count += 1
    return PageWords(count, words)


def _prepare_page(
    file: PageFile,
    known_sources: frozenset[str],
    now: datetime,
    stemmer: Stemmer,
    with_blocks: bool,
) -> PreparedPage:
    page = PreparedPage(_printable(file.name))
    try:
        _read_page(page, file, known_sources, now, stemmer, with_blocks)
    except PageRefused as refusal:
        page.refused = (refusal.code, str(refusal))
    except Exception as error:  # a fault of ours: the page is named, and the rest go in
        page.refused = ("reader-failed", f"it cannot be read: {type(error).__name__}: {error}")
    if page.refused:
        page.content = b""
    return page


def _read_page(
    page: PreparedPage,
    file: PageFile,
    known_sources: frozenset[str],
    now: datetime,
    stemmer: Stemmer,
    with_blocks: bool,
) -> None:
    reading = _parse(page, file, known_sources)
    page.article = reading.article if with_blocks else replace(reading.article, blocks=())
    page.roles = [role.value for role in reading.roles]
    page.problems = list(reading.problems)
    _fill(page, reading, now)
    _read_translation(page, file)
    page.analysed = _analysed(reading, page.translation, stemmer)


def _parse(page: PreparedPage, file: PageFile, known_sources: frozenset[str]) -> PageReading:
    page.content = read_bytes(file.path, file.root)
    page.sha256 = hashlib.sha256(page.content).hexdigest()
    if file.name.endswith(TRANSLATION_SUFFIX):
        raise PageRefused("orphan-translation", "a translation without the page beside it")
    text, page.encoding = decode(page.content)
    return parse_page(text, known_sources=known_sources)


def _printable(name: str) -> str:
    """A file's name as text on one line. Bytes of it that are no UTF-8 cannot be stored or printed;
    a line end, a bidi override or a terminal's control character would write into the report.
    """
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in text
    )


def _analysed(
    reading: PageReading, translation: PreparedTranslation | None, stemmer: Stemmer
) -> dict[str, AnalysedText]:
    """What search keeps of a page; the same as of the article that the page becomes."""
    return {
        language: analyse(stemmer, headline=headline, summary=summary, body=body)
        for language, (headline, summary, body) in _texts(reading, translation).items()
    }


def _texts(
    reading: PageReading, translation: PreparedTranslation | None
) -> dict[str, tuple[str, str, str]]:
    """The headline, the summary and the body that a page gives in each language, plain."""
    article = reading.article
    texts = {
        "ar": (article.headline or "", "", "\n".join(text for _, text in article.blocks)),
    }
    if translation and translation.values["title_en"] and translation.values["body_en"]:
        values = translation.values
        texts["en"] = (values["title_en"], values["summary_en"], plain_text(values["body_en"]))
    return texts


def _fill(page: PreparedPage, reading: PageReading, now: datetime) -> None:
    article = reading.article
    published, updated = _stored_time(article.published), _stored_time(article.updated)
    if published and updated:
        updated = _not_before(published, updated)
    for printed, stored in ((article.published, published), (article.updated, updated)):
        if printed and stored and stored[0] > now:
            page.problems.append(Problem("future-time", None, printed.text))
    page.values = {
        "title_ar": article.headline or "",
        "body_ar": build_html(article.blocks),
        "byline_ar": (article.byline or "")[:200],
        "source": article.source,
        "published_at": _json_time(published),
        "updated_at": _json_time(updated),
        "related": list(article.related),
        "tags": list(article.tags),
    }
    # The source's and the status's depend on the database and on the run.
    page.digests = {name: digest(value) for name, value in page.values.items() if name != "source"}
    page.source_key = match_key(article.source or "")
    page.headline_key = match_key(article.headline or "")
    page.slug = slugify(article.headline or "")
    page.fingerprints = fingerprints(reading.keys_of(Role.PARAGRAPH))


def _stored_time(printed: PrintedTime | None) -> tuple[datetime, str] | None:
    """Return the instant to store and its precision; a day is stored as its first instant."""
    if printed is None or printed.day is None:
        return None
    if printed.instant:
        return printed.instant, "minute"
    return day_range(printed.day)[0], "day"


def _not_before(
    published: tuple[datetime, str], updated: tuple[datetime, str]
) -> tuple[datetime, str] | None:
    """An update known by its day alone may be of the day of publication; one before it is dropped."""
    if updated[0] >= published[0]:
        return updated
    if updated[1] == "day" and damascus_date(updated[0]) == damascus_date(published[0]):
        return published[0], "day"
    return None


def _json_time(stored: tuple[datetime, str] | None) -> list[str] | None:
    return [stored[0].astimezone(UTC).isoformat(), stored[1]] if stored else None


def _read_translation(page: PreparedPage, file: PageFile) -> None:
    """Read the English beside a page; one that cannot be read is reported and the page goes in."""
    path = translation_of(file.path)
    if not file.path.endswith(".txt") or not os.path.lexists(path):
        return
    name = _printable(os.path.basename(path))
    try:
        content = read_bytes(path, file.root)
        text, encoding = decode(content)
        translation = parse_translation(text)
    except PageRefused as refusal:
        page.problems.append(Problem("bad-translation", None, f"{name}: {refusal}"))
        return
    page.translation = PreparedTranslation(
        content,
        hashlib.sha256(content).hexdigest(),
        name,
        encoding,
        {
            "title_en": translation.headline,
            "summary_en": translation.summary,
            "byline_en": translation.byline,
            "body_en": build_html(translation.blocks),
        },
    )
