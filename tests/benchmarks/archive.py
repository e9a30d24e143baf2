"""A made-up archive of any size: ``python tests/benchmarks/archive.py --articles 100000``.

Fills the database of DATABASE_URL, which has no articles yet, through the importer's own functions
(``importing/create``), so that each article has all that an imported one has: evidence, revision,
links, topics, its place in the index. Beside these: sections, corrections, citations, places on the
front page, an article on the schedule and one that expires. Deterministic, but for the day that it
ends with (``--until``; yesterday) and for when it was made.

Prints how many articles a second went in, and how large the database is. Run again on an archive
that is whole it changes nothing; one that was not finished is to be deleted first.
"""

# ruff: noqa: E402  Django is set up before what needs it is imported.

import argparse
import gc
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
if __name__ != "tests.benchmarks.archive":  # a program, or a process that it started
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles.arabic import Stemmer, slugify
from articles.damascus import damascus_date
from articles.editing.content import FORMAT, dump_content, read_content, read_links
from articles.editing.revisions import seal, seal_correction
from articles.importing.create import create_articles
from articles.importing.merge import attributes
from articles.importing.new_article import NewArticle
from articles.intake import PreparedPage, capture_key
from articles.models import (
    Article,
    Citation,
    Correction,
    FrontSlot,
    ImportBatch,
    Revision,
    Section,
    Source,
    Status,
    insert_rows,
)
from articles.search import (
    LiveVocabulary,
    get_backend,
    live_vocabulary,
    rebuild,
    store_documents,
)
from articles.search.documents import subject_of
from tests.benchmarks.pages import (
    CITING,
    CORRECTED,
    SOURCES,
    Pages,
    Wording,
    cited_in,
    make_wording,
)

BATCH = "benchmark"
EDITOR = "benchmark-editor"
CHUNK = 1_000  # articles a transaction
AHEAD = 8  # chunks that are being made while one is written
COUNTED = 5_000  # articles whose words make the vocabulary that all are analysed by
COLLECTED = 50_000  # articles after which garbage is looked for
UNREAD = 50  # of the newest articles; publish_due has looked through the others
SECTIONS = (
    ("سياسة", "Politics"), ("المحافظات", "Governorates"), ("اقتصاد", "Economy"), ("مجتمع", "Society"),
    ("ثقافة", "Culture"), ("رياضة", "Sport"), ("علوم", "Science"), ("صحة", "Health"),
    ("تعليم", "Education"), ("بيئة", "Environment"), ("تحقيقات", "Investigations"), ("رأي", "Opinion"),
)  # fmt: skip


def fill(count: int, until: date) -> None:
    """Make an archive of ``count`` articles in an empty database."""
    hurry()
    archive = _Archive(count, until)
    counted = min(count, COUNTED)
    # Looking for garbage among a thousand pages takes a tenth of writing them; there is little.
    gc.disable()
    try:
        archive.write_all(0, counted)
        rebuild()
        archive.write_all(counted, count)
    finally:
        gc.enable()
    archive.finish()


class _Archive:
    """An archive that is being written."""

    def __init__(self, count: int, until: date) -> None:
        self._count = count
        self._until = until
        self._now = timezone.now()
        self._batch = ImportBatch.objects.create(name=BATCH, documents=count, created=count)
        self._editor = get_user_model().objects.create_user(EDITOR, is_staff=True)
        self._editor.groups.set(Group.objects.filter(name="chief editor"))
        Source.objects.bulk_create(
            Source(
                name_ar=name,
                captured_name=name,
                slug=slugify(name),
                kind=Source.kind_by_name(name),
                imported_in=self._batch,
            )
            for name in SOURCES
        )
        Section.objects.bulk_create(
            Section(name_ar=arabic, name_en=english, slug=english.lower(), position=position)
            for position, (arabic, english) in enumerate(SECTIONS)
        )
        self._sources = dict(Source.objects.values_list("name_ar", "pk"))
        self._slugs = dict(Source.objects.values_list("name_ar", "slug"))
        self._sections = list(Section.objects.values_list("pk", flat=True))
        self._done = 0
        self._newest: list[int] = []

    def write_all(self, first: int, end: int) -> None:
        """Write the articles of these numbers."""
        vocabulary = live_vocabulary()
        for pages in _made(range(first, end), self._count, self._until, vocabulary):
            with transaction.atomic():
                self._write(pages, vocabulary)
            show_progress(self._done, self._count)
            if self._done % COLLECTED == 0:
                gc.collect()

    def _write(self, pages: list[PreparedPage], vocabulary: LiveVocabulary) -> None:
        start = self._done
        new = [self._article(start + at, page) for at, page in enumerate(pages)]
        captures = create_articles(new, self._batch, self._now, vocabulary.key)
        ids = {start + at: capture.article_id for at, capture in enumerate(captures)}
        self._done += len(pages)
        self._newest = list(ids.values())[-20:]
        # What an import leaves to editors and to publish_due.
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE articles_article SET section_id = %s, read_at = %s, style_findings = 0 "
                "WHERE id = %s",
                [
                    (
                        self._section_of(number),
                        None if number >= self._count - UNREAD else self._now,
                        pk,
                    )
                    for number, pk in ids.items()
                ],
            )
        self._cite({pk: number for number, pk in ids.items() if CITING.stands_on(number)})
        self._correct([pk for number, pk in ids.items() if CORRECTED.stands_on(number)])

    def _article(self, number: int, page: PreparedPage) -> NewArticle:
        name = page.values["source"]
        values = page.values | {
            "source": self._sources[name],
            "section_id": self._section_of(number),
            "status": str(Status.PUBLISHED),
        }
        if page.translation:
            values |= page.translation.values
        published, precision = page.values["published_at"]
        if precision == "day":
            published = published[:10]
        key = capture_key(self._slugs[name], published, page.headline_key)
        return NewArticle(page, values, attributes(values), key)

    def _section_of(self, number: int) -> int | None:
        """Nine in ten have one."""
        return None if number % 10 == 0 else self._sections[number * 7 % len(self._sections)]

    def _cite(self, numbers: dict[int, int]) -> None:
        """Every second citation was confirmed; the others wait for an editor."""
        columns = ("article", "source", "passage", "state", "decided_at", "decided_by")
        rows = []
        for pk, number in numbers.items():
            name, passage = cited_in(number)
            is_confirmed = number // CITING.every % 2 == 0
            state = Citation.State.CONFIRMED if is_confirmed else Citation.State.PROPOSED
            decided = (self._now, self._editor.pk) if is_confirmed else (None, None)
            rows.append((pk, self._sources[name], passage, str(state), *decided))
        insert_rows(Citation, columns, rows)

    def _correct(self, ids: list[int]) -> None:
        """Correct a figure of articles, half a day after they were published, and tell readers."""
        corrections = []
        changed = {}
        for article in Article.objects.filter(pk__in=ids).order_by("pk"):
            wrong = article.body_ar.split(" وعددهم ")[1].split(" ")[0]
            right = str(int(wrong) + 1)
            article.body_ar = article.body_ar.replace(f" وعددهم {wrong} ", f" وعددهم {right} ", 1)
            issued = min(article.published_at + timedelta(hours=12), self._now)
            article.updated_at = max(article.updated_at or issued, issued)
            article.arabic_changed_at = issued
            changed[article] = issued
            corrections.append(
                Correction(
                    article=article,
                    kind=Correction.Kind.CORRECTION,
                    text_ar=f"جاء في نسخة سابقة من هذا الخبر أن عددهم {wrong}، والصحيح {right}.",
                    text_en=f"An earlier version gave the number as {wrong}; it is {right}."
                    if article.has_english
                    else "",
                    issued_at=issued,
                    issued_by=self._editor,
                )
            )
        self._revise(changed, Revision.Kind.CORRECTION, Revision.Change.CORRECTION)
        second = Revision.objects.filter(article__in=ids, number=2)
        revisions = {revision.article_id: revision for revision in second}
        for correction in corrections:
            correction.revision = revisions[correction.article_id]
            correction.sha256 = seal_correction(correction, correction.revision)
        Correction.objects.bulk_create(corrections)

    def _revise(self, changed: dict[Article, datetime], kind: str, change: str) -> None:
        """Save articles that have one revision with a second one by an editor, in force at once."""
        first = dict(Revision.objects.filter(article__in=changed).values_list("article", "sha256"))
        related = read_links(article.pk for article in changed)
        revisions = []
        for article, moment in changed.items():
            article.version = article.live_version = 2
            article.edited_at = moment
            article.save()
            revision = Revision(
                article=article,
                number=2,
                kind=kind,
                change=change,
                format=FORMAT,
                content=dump_content(read_content(article, related.get(article.pk, []))),
                created_at=moment,
                created_by=self._editor,
            )
            revision.sha256 = seal(revision, first[article.pk])
            revisions.append(revision)
        Revision.objects.bulk_create(revisions)
        store_documents([subject_of(article) for article in changed])

    def finish(self) -> None:
        """Write what there is once, and bring the database into the state of one in use."""
        newest = self._newest[:-1]  # the last one is on the schedule
        with transaction.atomic():
            FrontSlot.objects.bulk_create(
                FrontSlot(position=position, article_id=pk)
                for position, pk in enumerate(newest[::4], start=1)
            )
            expiring = Article.objects.get(pk=newest[1])
            expiring.expires_at = self._now + timedelta(days=60)
            self._revise({expiring: self._now}, Revision.Kind.PUBLISHED, Revision.Change.MINOR)
        get_backend().optimize(live_vocabulary().key[0])
        settle()
        self._batch.finished_at = timezone.now()
        self._batch.save()


# --- The pages, made beside ------------------------------------------------------------------------

_pages: Pages  # a worker's, made when it begins


def _made(
    numbers: range, count: int, until: date, vocabulary: LiveVocabulary
) -> Iterator[list[PreparedPage]]:
    """Yield the pages of these numbers in chunks, made on the other cores where they are many."""
    chunks = [numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK)]
    if not chunks:
        return
    if len(chunks) < 3:
        _begin(count, until, make_wording(), vocabulary.counts)
        yield from map(_make, chunks)
        return
    arguments = (count, until, make_wording(), vocabulary.counts)
    with ProcessPoolExecutor(
        max(1, (os.cpu_count() or 1) - 1),
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=arguments,
    ) as pool:
        under_way = [pool.submit(_make, chunk) for chunk in chunks[:AHEAD]]
        for chunk in [*chunks[AHEAD:], *([None] * AHEAD)]:
            if not under_way:
                break
            yield under_way.pop(0).result()
            if chunk is not None:
                under_way.append(pool.submit(_make, chunk))


def _begin(count: int, until: date, wording: Wording, counts: dict[str, int]) -> None:
    global _pages
    _pages = Pages(count, until, wording, Stemmer(counts))


def _make(numbers: range) -> list[PreparedPage]:
    return [_pages.make(number) for number in numbers]


# --- The database ----------------------------------------------------------------------------------


def hurry() -> None:
    """Let SQLite write without waiting for the disk: what is lost with the power is made again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -400000")  # 400 MB
            cursor.execute("PRAGMA wal_autocheckpoint = 100000")  # pages, 400 MB


def settle() -> None:
    """Do what a database in use has had done in time: PostgreSQL's VACUUM, SQLite's log put away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM (ANALYZE)"
            if connection.vendor == "postgresql"
            else "PRAGMA wal_checkpoint(TRUNCATE)"
        )


def database_size() -> int:
    """What the database takes on disk, in bytes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database())"
            if connection.vendor == "postgresql"
            else "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        )
        return int(cursor.fetchone()[0])


def is_whole(count: int) -> bool:
    """Whether the archive of ``count`` articles is there; exits where something else is."""
    if not Article.objects.exists():
        return False
    if not ImportBatch.objects.filter(
        name=BATCH, finished_at__isnull=False, created=count
    ).exists():
        sys.exit(
            f"The database has articles, and not the whole archive of {count:,}: take another."
        )
    return True


def show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done:,} of {total:,} articles ", end=end, file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument(
        "--until", type=date.fromisoformat, help="the day after its last, YYYY-MM-DD; today"
    )
    options = parser.parse_args()
    if options.articles < 100:
        parser.error("a hundred articles are the least there is anything to measure in")
    call_command("migrate", verbosity=0)
    if is_whole(options.articles):
        print("The archive is there already.")
        return
    began = time.monotonic()
    fill(options.articles, options.until or damascus_date(timezone.now()))
    seconds = time.monotonic() - began
    size = database_size()
    print(
        f"{options.articles:,} articles in {seconds:,.1f} s: {options.articles / seconds:,.0f} a second"
    )
    print(f"{size / 1e6:,.0f} MB, {size / options.articles / 1000:.1f} KB an article")


if __name__ == "__main__":
    main()
