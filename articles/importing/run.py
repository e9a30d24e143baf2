"""One run of the importer: pages in, results out, everything that matters in one transaction each.

Pages are written some five hundred at a time under a savepoint. Where the database refuses one of
them, the savepoint is taken back and the same pages are written again one by one, each under its
own, so that a bad page is named and the rest go in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count, islice
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from articles.arabic import slugify
from articles.capture import Problem
from articles.intake import PageFile, PreparedPage, capture_key, read_pages, words_of_pages
from articles.models import Article, CapturedPage, ImportBatch, Source, Status
from articles.search import LiveVocabulary, begin_vocabulary, live_vocabulary

from .create import create_articles
from .duplicates import duplicate_of
from .evidence import Capture
from .merge import attributes
from .new_article import NewArticle
from .update import find_news, update_article

_CHUNK = 500  # pages a transaction
_CHUNK_BYTES = 20_000_000  # or fewer, where they are large
_MANY = 500  # pages; of an archive that begins with so many, the words are counted first
_COUNTED = 20_000  # pages that they are counted in, at most
_REFUSALS_KEPT = 1000
_OUTCOMES = ("created", "updated", "unchanged", "refused")


@dataclass(slots=True)
class PageResult:
    """What became of a page: ``outcome`` is created, updated, unchanged or refused."""

    page: PreparedPage
    outcome: str
    article_id: int | None
    problems: list[Problem]


class ImportRun:
    """An import of pages into one batch; iterate ``results()`` to the end to run it.

    ``with_blocks`` keeps every page's paragraphs in its result, for a report that prints them.
    ``status`` is what whole pages become; a page that lacks a headline, a body or a publication
    time becomes a draft whatever it says. A run under the name of an earlier batch continues it.
    """

    def __init__(
        self,
        *,
        status: str = str(Status.PUBLISHED),
        batch_name: str | None = None,
        dry_run: bool = False,
        with_blocks: bool = False,
    ) -> None:
        self.status = status
        self.with_blocks = with_blocks
        self.dry_run = dry_run
        self.now = timezone.now()
        self.documents = 0
        self.outcomes = dict.fromkeys(_OUTCOMES, 0)
        self._wanted_name = batch_name or f"{self.now:%Y%m%d-%H%M%S-%f}"
        self._batch: ImportBatch | None = None
        self._refusals: list[dict[str, str]] = []
        self._sources: dict[str, Source] = {}
        self._vocabulary: LiveVocabulary

    @property
    def batch_name(self) -> str | None:
        """The batch's name once something was written; a run that changes nothing leaves no batch."""
        return self._batch.name if self._batch else None

    def results(
        self, files: Iterable[PageFile], *, absent: Iterable[str] = ()
    ) -> Iterator[PageResult]:
        """Import the pages, yielding each one's result once its transaction has gone in.

        ``absent`` names paths that were asked for and are not there: refused like bad pages. A
        dry run is one transaction around all of it, taken back at the end.
        """
        missing = [
            PreparedPage(path, refused=("not-found", f"there is nothing at {path}"))
            for path in absent
        ]
        if not self.dry_run:
            yield from self._results(files, missing)
            return
        with transaction.atomic():
            yield from self._results(files, missing)
            transaction.set_rollback(True)

    def _results(
        self, files: Iterable[PageFile], missing: list[PreparedPage]
    ) -> Iterator[PageResult]:
        self._sources = {
            key: source for source in Source.objects.order_by("-pk") for key in source.match_keys
        }
        known_sources = frozenset(self._sources)
        files = self._counted(iter(files), known_sources)
        self._vocabulary = live_vocabulary()
        read = read_pages(
            files,
            known_sources,
            self.now,
            vocabulary=self._vocabulary.counts,
            with_blocks=self.with_blocks,
        )
        pages = chain(missing, read)
        for chunk in _chunks(pages):
            yield from self._write_chunk(chunk)
        if self._batch:
            self._batch.finished_at = timezone.now()
            self._batch.save(update_fields=["finished_at"])

    def _counted(
        self, files: Iterator[PageFile], known_sources: frozenset[str]
    ) -> Iterator[PageFile]:
        """The files again, after the words of an archive that begins with them were counted.

        Otherwise each of them would be analysed twice: without words, and when there are some.
        """
        if self.status != str(Status.PUBLISHED) or Article.objects.exists():
            return files
        first = list(islice(files, _COUNTED))
        if len(first) >= _MANY:
            begin_vocabulary(words_of_pages(first, known_sources))
        return chain(first, files)

    # --- a chunk ---------------------------------------------------------------------------------

    def _write_chunk(self, pages: list[PreparedPage]) -> list[PageResult]:
        """Write pages in one transaction, with the batch's counts, and return their results."""
        batch, sources = self._batch, dict(self._sources)
        readable = [page for page in pages if not page.refused]
        with transaction.atomic():
            try:
                with transaction.atomic():
                    written = self._write_pages(readable)
            except DatabaseError:
                # What was created under the savepoint is gone with it.
                self._batch, self._sources = batch, sources
                written = [result for page in readable for result in self._write_alone(page)]
            by_page = {id(result.page): result for result in written}
            results = [
                _refusal(page, *page.refused) if page.refused else by_page[id(page)]
                for page in pages
            ]
            self._count(results)
        return results

    def _write_alone(self, page: PreparedPage) -> list[PageResult]:
        batch, sources = self._batch, dict(self._sources)
        try:
            with transaction.atomic():
                return self._write_pages([page])
        except DatabaseError as error:
            self._batch, self._sources = batch, sources
            reason = str(error).splitlines()[0]
            return [_refusal(page, "database-refused", f"the database refused it: {reason}")]

    def _count(self, results: list[PageResult]) -> None:
        self.documents += len(results)
        for result in results:
            self.outcomes[result.outcome] += 1
            if result.outcome == "refused" and len(self._refusals) < _REFUSALS_KEPT:
                problem = result.problems[-1]
                refusal = {"file": result.page.file, "code": problem.code, "text": problem.text}
                self._refusals.append(refusal)
        if self._batch:
            counts = {"documents": self.documents, "refusals": self._refusals, **self.outcomes}
            for name in ("created", "updated"):  # a batch continued goes on counting
                counts[name] += getattr(self._batch, name)
            ImportBatch.objects.filter(pk=self._batch.pk).update(**counts)

    def _open_batch(self) -> ImportBatch:
        if self._batch is None:
            self._batch, _ = ImportBatch.objects.update_or_create(
                name=self._wanted_name,
                defaults={"finished_at": None, "undone_at": None},
                create_defaults={"started_at": self.now},
            )
        return self._batch

    # --- pages -----------------------------------------------------------------------------------

    def _write_pages(self, pages: list[PreparedPage]) -> list[PageResult]:
        """Write pages in the order given; those that are captures of one article, one after another."""
        results: list[PageResult] = []
        together: list[PreparedPage] = []
        taken: set[str] = set()
        for page in pages:
            identity = {page.sha256 or "", self._key_of(page)}
            if taken & identity:
                results += self._write_together(together)
                together, taken = [], set()
            together.append(page)
            taken |= identity
        return results + self._write_together(together)

    def _key_of(self, page: PreparedPage) -> str:
        """The article a page is a capture of; without a headline or a time, it is only itself."""
        published = page.values["published_at"]
        if not (published and page.headline_key):
            return page.sha256 or ""
        source = self._sources.get(page.source_key)
        name = source.slug if source else page.source_key
        day_or_instant = published[0][:10] if published[1] == "day" else published[0]
        return capture_key(name, day_or_instant, page.headline_key)

    def _write_together(self, pages: list[PreparedPage]) -> list[PageResult]:
        """Write pages that are captures of as many different articles."""
        if not pages:
            return []
        captured = CapturedPage.objects.filter(
            sha256__in=[sha for page in pages for sha in _shas(page)]
        )
        known = dict(captured.values_list("sha256", "article_id"))
        repeated = dict(
            captured.exclude(article__possible_duplicate_of=None).values_list(
                "sha256", "article__possible_duplicate_of"
            )
        )
        self._create_sources(page for page in pages if page.sha256 not in known)
        # By key, the articles that pages not seen before may be captures of.
        keys = {page.sha256: self._key_of(page) for page in pages if page.sha256 not in known}
        # Locked: what an editor saves meanwhile comes before this or after it.
        whole = Article.objects.select_for_update().prefetch_related("related_links")
        articles = whole.in_bulk(list(keys.values()), field_name="capture_key")
        results: dict[str | None, PageResult] = {}
        new = []
        for page in pages:
            if all(sha in known for sha in _shas(page)):
                original = repeated.get(page.sha256)
                results[page.sha256] = _unchanged(page, known[page.sha256], original)
            elif page.sha256 in known:  # the page is known, the English beside it is new
                results[page.sha256] = self._update(whole.get(pk=known[page.sha256]), page, True)
            elif article := articles.get(keys[page.sha256]):
                results[page.sha256] = self._update(article, page, False)
            else:
                values = self._values_of(page)
                new.append(NewArticle(page, values, attributes(values), keys[page.sha256]))
        if new:
            captures = create_articles(new, self._open_batch(), self.now, self._vocabulary.key)
            results |= {capture.page.sha256: _written(capture) for capture in captures}
        return [results[page.sha256] for page in pages]

    def _update(self, article: Article, page: PreparedPage, page_is_known: bool) -> PageResult:
        values = self._values_of(page)
        if page_is_known:
            values = page.translation.values if page.translation else {}
        news = find_news(article, values)
        if news is None:
            return _unchanged(page, article.pk)
        batch = self._open_batch()
        return _written(
            update_article(
                article, page, news, batch=batch, now=self.now, page_is_known=page_is_known
            )
        )

    def _create_sources(self, pages: Iterable[PreparedPage]) -> None:
        for page in pages:
            if page.source_key and page.source_key not in self._sources:
                name = page.values["source"][:200]
                slug = slugify(name, empty="source")
                namesakes = Source.objects.filter(slug__startswith=slug)
                # Another import may have brought it since this one began.
                found = next((one for one in namesakes if page.source_key in one.match_keys), None)
                self._sources[page.source_key] = found or Source.objects.create(
                    name_ar=name,
                    captured_name=name,
                    slug=_free_slug(slug, {one.slug for one in namesakes}),
                    kind=Source.kind_by_name(name),
                    imported_in=self._open_batch(),
                )

    def _values_of(self, page: PreparedPage) -> dict[str, Any]:
        source = self._sources.get(page.source_key)
        wanted = self.status if page.is_whole else Status.DRAFT
        values = page.values | {"source": source.pk if source else None, "status": str(wanted)}
        return values | (page.translation.values if page.translation else {})


def _chunks(pages: Iterable[PreparedPage]) -> Iterator[list[PreparedPage]]:
    chunk: list[PreparedPage] = []
    size = 0
    for page in pages:
        chunk.append(page)
        size += len(page.content)
        if len(chunk) >= _CHUNK or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _shas(page: PreparedPage) -> list[str]:
    shas = [page.sha256 or ""]
    return [*shas, page.translation.sha256] if page.translation else shas


def _free_slug(slug: str, taken: set[str]) -> str:
    """The slug itself, or with a number behind it where another source has it."""
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(candidate for candidate in numbered if candidate not in taken)


def _unchanged(page: PreparedPage, article_id: int, original: int | None = None) -> PageResult:
    return PageResult(page, "unchanged", article_id, page.problems + duplicate_of(original))


def _written(capture: Capture) -> PageResult:
    return PageResult(capture.page, capture.outcome, capture.article_id, capture.problems)


def _refusal(page: PreparedPage, code: str, reason: str) -> PageResult:
    return PageResult(page, "refused", None, [*page.problems, Problem(code, None, reason)])
