"""One run of the importer: pages in, results out, everything that matters in one transaction each.

Pages are written some two hundred at a time under a savepoint. Where the database refuses one of
them, the savepoint is taken back and the same pages are written again one by one, each under its
own, so that a bad page is named and the rest go in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from articles.arabic import slugify
from articles.capture import PARSER, PARSER_VERSION, Problem
from articles.editing import link_arrivals
from articles.models import (
    Article,
    CapturedPage,
    ImportBatch,
    Proposal,
    SearchDocument,
    Source,
    Status,
    StoryFingerprint,
)
from articles.search import store_document

from .files import PageFile
from .keys import capture_key, digest
from .links import write_links
from .merge import NO_TEXTS, apply_values, attributes, merge, read_values
from .prepare import PreparedPage
from .rows import insert_rows
from .workers import read_pages

_CHUNK = 200  # pages a transaction
_REFUSALS_KEPT = 1000
_EVIDENCE = (
    *("kind", "content", "sha256", "file_name", "encoding", "roles", "problems", "problem_codes"),
    *("replaced", "article", "batch", "outcome", "parser", "parser_version", "imported_at"),
)
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
        status: str = Status.PUBLISHED,
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
        read = read_pages(files, known_sources, self.now, with_blocks=self.with_blocks)
        pages = chain(missing, read)
        while chunk := list(islice(pages, _CHUNK)):
            yield from self._write_chunk(chunk)
        if self._batch:
            self._batch.finished_at = timezone.now()
            self._batch.save(update_fields=["finished_at"])

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
            results = [by_page.get(id(page)) or _refusal(page, *page.refused) for page in pages]
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
        shas = [sha for page in pages for sha in _shas(page)]
        known = dict(
            CapturedPage.objects.filter(sha256__in=shas).values_list("sha256", "article_id")
        )
        self._create_sources(page for page in pages if page.sha256 not in known)
        # By key, the articles that pages not seen before may be captures of.
        keys = {id(page): self._key_of(page) for page in pages if page.sha256 not in known}
        articles = Article.objects.prefetch_related("related_links").in_bulk(
            list(keys.values()), field_name="capture_key"
        )
        results, new = {}, []
        for page in pages:
            if all(sha in known for sha in _shas(page)):
                results[id(page)] = self._result(page, "unchanged", known[page.sha256])
            elif page.sha256 in known:  # the page is known, the English beside it is new
                article = Article.objects.prefetch_related("related_links").get(
                    pk=known[page.sha256]
                )
                results[id(page)] = self._update(article, page, page_is_known=True)
            elif article := articles.get(keys[id(page)]):
                results[id(page)] = self._update(article, page, page_is_known=False)
            else:
                new.append(page)
        results |= {id(result.page): result for result in self._create(new, keys)}
        return [results[id(page)] for page in pages]

    def _result(
        self, page: PreparedPage, outcome: str, article_id: int, *problems: Problem
    ) -> PageResult:
        return PageResult(page, outcome, article_id, [*page.problems, *problems])

    def _create_sources(self, pages: Iterable[PreparedPage]) -> None:
        for page in pages:
            if page.source_key and page.source_key not in self._sources:
                name = page.values["source"][:200]
                slug = slugify(name, empty="source")
                taken = set(
                    Source.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
                )
                slug = next(
                    candidate
                    for number in range(1, len(taken) + 2)
                    if (candidate := slug if number == 1 else f"{slug}-{number}") not in taken
                )
                self._sources[page.source_key] = Source.objects.create(
                    name_ar=name, slug=slug, imported_in=self._open_batch()
                )

    def _values_of(self, page: PreparedPage) -> dict[str, Any]:
        source = self._sources.get(page.source_key)
        wanted = self.status if page.is_whole else Status.DRAFT
        values = page.values | {"source": source.pk if source else None, "status": str(wanted)}
        return values | (page.translation.values if page.translation else {})

    # --- new articles ----------------------------------------------------------------------------

    def _create(self, pages: list[PreparedPage], keys: dict[int, str]) -> list[PageResult]:
        if not pages:
            return []
        batch = self._open_batch()
        originals = self._originals(pages)
        articles = []
        for page in pages:
            values = self._values_of(page)
            known = attributes(values) | {
                "slug": page.slug,
                "capture_key": keys[id(page)],
                "imported_digests": {name: digest(value) for name, value in values.items()},
                "possible_duplicate_of_id": originals.get(id(page)),
                "created_at": self.now,
            }
            articles.append(Article(**NO_TEXTS | known))
        # modeltranslation also fills the columns without a language, which nothing reads, from the
        # language in force: under English they stay empty, and a body is not written twice.
        with translation.override("en"):
            Article.objects.bulk_create(articles)
        insert_rows(
            SearchDocument,
            ("article", "text"),
            ((article.pk, page.search_text) for page, article in zip(pages, articles, strict=True)),
        )
        write_links(
            {
                article.pk: page.values["related"]
                for page, article in zip(pages, articles, strict=True)
            }
        )
        link_arrivals(articles)
        self._mark_duplicates_among(pages, articles, originals)
        results = []
        evidence = []
        for page, article in zip(pages, articles, strict=True):
            duplicate = article.possible_duplicate_of_id
            problems = [Problem("possible-duplicate", None, str(duplicate))] if duplicate else []
            result = self._result(page, "created", article.pk, *problems)
            results.append(result)
            evidence += self._evidence(batch, result, page_is_known=False)
        insert_rows(CapturedPage, _EVIDENCE, evidence)
        return results

    @staticmethod
    def _originals(pages: list[PreparedPage]) -> dict[int, int]:
        """For each page that tells a story already here: the id of the article that told it first.

        The same story has at least half of its fingerprints in common with it.
        """
        numbers = {number for page in pages for number in page.fingerprints}
        known = dict(
            StoryFingerprint.objects.filter(key__in=numbers).values_list("key", "article_id")
        )
        return {
            id(page): original
            for page in pages
            if (original := _most_shared(page.fingerprints, known)) is not None
        }

    @staticmethod
    def _mark_duplicates_among(
        pages: list[PreparedPage], articles: list[Article], originals: dict[int, int]
    ) -> None:
        """Keep the new articles' fingerprints, and flag those that repeat another of them."""
        first: dict[int, int] = {}
        flagged = []
        for page, article in zip(pages, articles, strict=True):
            original = _most_shared(page.fingerprints, first)
            if id(page) not in originals and original is not None:
                article.possible_duplicate_of_id = original
                flagged.append(article)
            for number in page.fingerprints:
                first.setdefault(number, article.pk)
        Article.objects.bulk_update(flagged, ["possible_duplicate_of"])
        insert_rows(StoryFingerprint, ("key", "article"), first.items(), ignore_conflicts=True)

    # --- newer captures --------------------------------------------------------------------------

    def _update(self, article: Article, page: PreparedPage, *, page_is_known: bool) -> PageResult:
        """Merge a newer capture, or a new translation, into the article it is of."""
        current = read_values(article)
        values = self._values_of(page)
        if page_is_known:
            values = page.translation.values if page.translation else {}
        applied, kept = merge(current, article.imported_digests, values)
        if not applied and not self._is_news(article, kept):
            return self._result(page, "unchanged", article.pk)
        batch = self._open_batch()
        replaced = {name: [current[name], article.imported_digests.get(name)] for name in applied}
        apply_values(article, applied)
        article.imported_digests |= {name: digest(value) for name, value in applied.items()}
        article.save()
        store_document(article)
        if "related" in applied:
            article.related_links.all().delete()
            write_links({article.pk: applied["related"]})
        problems = [Problem("kept-edited-text", None, name) for name in kept]
        result = self._result(page, "updated", article.pk, *problems)
        insert_rows(
            CapturedPage,
            _EVIDENCE,
            self._evidence(batch, result, page_is_known=page_is_known, replaced=replaced),
        )
        if kept:
            evidence = CapturedPage.objects.filter(article=article).defer("content").latest("pk")
            Proposal.objects.bulk_create(
                Proposal(article=article, page=evidence, field=name, value=value)
                for name, value in kept.items()
            )
        return result

    @staticmethod
    def _is_news(article: Article, kept: dict[str, Any]) -> bool:
        """Whether a page proposes what no page before it has proposed."""
        proposed = article.proposals.filter(field__in=kept).values_list("field", "value")
        return bool(kept) and not all(item in list(proposed) for item in kept.items())

    def _evidence(
        self,
        batch: ImportBatch,
        result: PageResult,
        *,
        page_is_known: bool,
        replaced: dict[str, Any] | None = None,
    ) -> list[tuple[Any, ...]]:
        """The captured pages to keep, as rows: the page unless it is here already, its translation."""
        page = result.page
        shared = (result.article_id, batch.pk, result.outcome, PARSER, PARSER_VERSION, self.now)
        rows = []
        if not page_is_known:
            codes = dict.fromkeys(problem.code for problem in result.problems)
            rows.append(
                (
                    CapturedPage.Kind.PAGE,
                    page.content,
                    page.sha256,
                    page.file[-255:],
                    page.encoding,
                    page.roles,
                    [problem._asdict() for problem in result.problems],
                    f" {' '.join(codes)} "[:500] if codes else "",
                    replaced or {},
                    *shared,
                )
            )
            replaced = None
        english = page.translation
        if english and not CapturedPage.objects.filter(sha256=english.sha256).exists():
            rows.append(
                (
                    CapturedPage.Kind.TRANSLATION,
                    english.content,
                    english.sha256,
                    english.file_name,
                    english.encoding,
                    [],
                    [],
                    "",
                    replaced or {},
                    *shared,
                )
            )
        return rows


def _shas(page: PreparedPage) -> list[str]:
    shas = [page.sha256 or ""]
    return [*shas, page.translation.sha256] if page.translation else shas


def _most_shared(numbers: list[int], owners: dict[int, int]) -> int | None:
    """The owner of at least half of ``numbers``, the earliest of them; None if there is none."""
    shared = [owners[number] for number in numbers if number in owners]
    if not shared or len(shared) * 2 < len(numbers):
        return None
    most = max(shared, key=lambda owner: (shared.count(owner), -owner))
    return most if shared.count(most) * 2 >= len(numbers) else None


def _refusal(page: PreparedPage, code: str, reason: str) -> PageResult:
    return PageResult(page, "refused", None, [*page.problems, Problem(code, None, reason)])
