"""How well a corpus is searched: known-item queries, each asked as a reader would ask it."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import mean
from typing import Any

CUTOFF = 10  # results looked at


class BadCorpus(Exception):
    """A file that is no corpus; ``str()`` names the file, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class CorpusArticle:
    """A line of the articles: ``{"id", "title", "body", "source", "published"}``.

    ``body`` is paragraphs by newline; ``published`` is an aware ISO instant.
    """

    id: str
    title: str
    body: str
    source: str
    published: datetime


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A line of the queries: what is asked, its class, and the id of the one article meant."""

    id: str
    query: str
    kind: str


@dataclass(slots=True)
class Score:
    """The ranks at which the articles meant were found (0: not among the first ten), by class."""

    ranks: dict[str, list[int]] = field(default_factory=dict)

    def add(self, kind: str, meant: str, found: list[str]) -> None:
        top = found[:CUTOFF]
        self.ranks.setdefault(kind, []).append(top.index(meant) + 1 if meant in top else 0)

    def by_class(self) -> dict[str, tuple[float, float]]:
        """Mean reciprocal rank and recall of each class, within the first ten."""
        return {
            kind: (mean(1 / rank if rank else 0 for rank in ranks), mean(map(bool, ranks)))
            for kind, ranks in self.ranks.items()
        }

    def means(self) -> tuple[float, float]:
        """The same, as means over the classes: each class counts alike."""
        classes = self.by_class().values()
        return mean(mrr for mrr, _ in classes), mean(recall for _, recall in classes)


def read_articles(path: Path) -> Iterator[CorpusArticle]:
    """Yield the articles of a ``.jsonl`` or ``.jsonl.gz`` file. Raises BadCorpus."""
    for number, line in _objects(path):
        try:
            published = datetime.fromisoformat(line["published"])
            yield CorpusArticle(
                str(line["id"]), line["title"], line["body"], line["source"] or "", published
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BadCorpus(f"{path}, line {number}: {error!r}") from None
        if published.tzinfo is None:
            raise BadCorpus(f"{path}, line {number}: published has no zone: {line['published']}")


def read_queries(path: Path) -> Iterator[KnownItem]:
    """Yield the queries of a ``.jsonl`` or ``.jsonl.gz`` file. Raises BadCorpus."""
    for number, line in _objects(path):
        try:
            yield KnownItem(str(line["id"]), line["query"], line["class"])
        except (KeyError, TypeError) as error:
            raise BadCorpus(f"{path}, line {number}: {error!r}") from None


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, json.loads(line)
    except FileNotFoundError:
        raise BadCorpus(f"There is nothing at {path}.") from None
    except (OSError, ValueError) as error:
        raise BadCorpus(f"{path}: {error}") from None
