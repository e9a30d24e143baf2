"""rebuild_search, check_archive and eval_search, as an operator runs them."""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from articles.models import Article, SearchDocument, SearchIndex, Status
from articles.search import find_ids, get_backend
from articles.search.backends import Entry
from tests.builders import make_article, make_image, make_source, make_translated_article


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
class TestRebuilding:
    def test_it_says_what_it_did_and_can_be_repeated(self):
        make_translated_article("جسر")
        for slot in (1, 0):
            assert run("rebuild_search") == "1 articles are indexed.\n"
            assert SearchIndex.objects.get().slot == slot
            assert SearchDocument.objects.count() == 2
            assert list(get_backend().places(1 - slot)) == []

    def test_an_archive_that_was_never_indexed(self):
        article = make_article("جسر")
        SearchDocument.objects.all().delete()
        SearchIndex.objects.all().delete()
        assert find_ids("جسر") == []
        run("rebuild_search")
        assert find_ids("جسر") == [article.pk]

    def test_an_empty_archive(self):
        assert run("rebuild_search") == "0 articles are indexed.\n"


@pytest.mark.django_db
class TestChecking:
    @pytest.fixture(autouse=True)
    def _pictures_without_files(self, monkeypatch):
        monkeypatch.setattr("articles.editing.soundness._missing_files", lambda image: [])

    def faults(self) -> list[str]:
        out = StringIO()
        with pytest.raises(
            CommandError, match=r"faults in the search index: run manage.py rebuild_"
        ):
            call_command("check_archive", stdout=out)
        *faults, history, rest = out.getvalue().splitlines()
        assert history == "Every revision and every correction is as it was written."
        assert rest == "Links, files, captured pages and times are as they should be."
        return faults

    def test_nothing_is_wrong(self):
        make_translated_article("جسر", source=make_source(), tags=["مياه"])
        make_article("جسر", status=Status.DRAFT, published_at=None)
        assert run("check_archive") == (
            "The search index says what the articles say.\nEvery revision and every correction is as it was written.\nLinks, files, captured pages and times are as they should be.\n"
        )

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL commits no such row")
    def test_a_row_that_leads_nowhere(self):
        article = make_article("جسر")
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            Article.objects.filter(pk=article.pk).update(section_id=17)
            with pytest.raises(CommandError, match="1 faults in the database's file: put a backup"):
                call_command("check_archive", stdout=StringIO())
            Article.objects.filter(pk=article.pk).update(section_id=None)

    def test_what_is_in_a_damaged_file_is_not_read(self, monkeypatch):
        """A read of it would only end in a traceback, before the advice."""
        monkeypatch.setattr(
            "articles.management.commands.check_archive.file_faults",
            lambda connection: ["Tree 12 page 12: btreeInitPage() returns error code 11"],
        )

        def fail():
            raise DatabaseError("database disk image is malformed")

        monkeypatch.setattr("articles.management.commands.check_archive.check_index", fail)
        out = StringIO()
        with pytest.raises(CommandError, match=r"^1 faults in the database's file: put a backup"):
            call_command("check_archive", stdout=out)
        assert out.getvalue() == "Tree 12 page 12: btreeInitPage() returns error code 11\n"

    @pytest.mark.parametrize(
        "change",
        [
            {"title_ar": "نهر"},
            {"body_ar": "<p>نص آخر.</p>"},
            {"status": Status.WITHDRAWN},
            {"published_at": "2017-01-01T00:00Z"},
            {"source": None},
            {"tags": []},
            {"title_en": "River"},
            {"body_en": None},
            {"image_caption_ar": "تعليق آخر"},
            {"image_caption_en": "Another caption"},
            {"image": None},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_an_article_changed_behind_the_doors_is_stale(self, change):
        pictured = {"image": make_image(), "image_alt_ar": "جسر", "image_caption_ar": "الجسر"}
        article = make_translated_article("جسر", source=make_source(), tags=["مياه"], **pictured)
        Article.objects.filter(pk=article.pk).update(**change)
        assert self.faults() == [f"stale    article {article.pk}"]
        run("rebuild_search")
        assert "says what the articles say" in run("check_archive")

    def test_a_caption_that_was_written_before_captions_were_searched_is_stale(self):
        article = make_article("جسر", image=make_image(), image_alt_ar="جسر")
        Article.objects.filter(pk=article.pk).update(image_caption_ar="فوق الطاحونة")
        make_article("نهر", image=make_image(), image_alt_ar="نهر")
        assert self.faults() == [f"stale    article {article.pk}"]
        assert find_ids("طاحونة") == []
        run("rebuild_search")
        assert find_ids("طاحونة") == [article.pk]

    def test_an_article_that_is_not_indexed(self):
        article = make_article("جسر")
        document = article.search_documents.get()
        entry = Entry(document.place, document.headline_tokens, document.text_tokens)
        get_backend().remove(0, [entry])
        document.delete()
        assert self.faults() == [f"missing  article {article.pk}"]

    @pytest.mark.skipif(
        connection.vendor != "sqlite", reason="PostgreSQL's index is on the documents themselves"
    )
    def test_an_entry_without_its_document_and_the_other_way_round(self):
        lost, left = make_article("جسر"), make_article("نهر")
        document = lost.search_documents.get()
        entry = Entry(document.place, document.headline_tokens, document.text_tokens)
        get_backend().remove(0, [entry])
        pk = left.pk
        left.delete()
        assert self.faults() == [f"missing  article {lost.pk}", f"orphan   article {pk}"]


CORPUS = [
    {
        "id": "a",
        "title": "افتتاح المدرسة الجديدة في المخيم",
        "body": "فُتحت الأبواب.\nوحضر الأهالي.",
    },
    {"id": "b", "title": "جسر على النهر", "body": "وصل المهندسون."},
    {"id": "c", "title": "سعر الخبز ١٧٠٠ ليرة", "body": "قال الباعة <إنه> ارتفع & لم ينخفض."},
]
QUERIES = [
    {"class": "exact", "query": "افتتاح المدرسة", "id": "a"},
    {"class": "exact", "query": "سعر الخبز 1700", "id": "c"},
    {"class": "clitic", "query": "للمخيم", "id": "a"},
    {"class": "wrong", "query": "طائرة", "id": "b"},
]


def write_corpus(folder: Path, articles: list[dict] = CORPUS) -> list[str]:
    rest = {"source": "مصدر", "published": "2015-07-21T10:58:08+03:00"}
    with gzip.open(folder / "articles.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(rest | article) + "\n" for article in articles)
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, QUERIES)), "utf-8")
    return [str(folder / "articles.jsonl.gz"), str(folder / "queries.jsonl")]


class TestEvaluation:
    """It makes a database of its own, so these tests have none."""

    @pytest.fixture(autouse=True)
    def _own_database(self, django_db_blocker, monkeypatch):
        name = connection.settings_dict["NAME"]
        with django_db_blocker.unblock():
            connection.close()
            yield
            connection.close()
        connection.settings_dict["NAME"] = name

    def test_scores_by_class_and_their_means(self, tmp_path):
        measured = json.loads(run("eval_search", *write_corpus(tmp_path), "--json"))
        assert measured["classes"] == {
            "exact": {"queries": 2, "mrr@10": 1.0, "recall@10": 1.0},
            "clitic": {"queries": 1, "mrr@10": 1.0, "recall@10": 1.0},
            "wrong": {"queries": 1, "mrr@10": 0, "recall@10": 0},
        }
        assert measured["mean"] == {"mrr@10": 2 / 3, "recall@10": 2 / 3}
        assert (measured["articles"], measured["queries"]) == (3, 4)
        assert measured["database"] == connection.vendor
        assert measured["index_bytes"] > 0
        assert measured["latency_ms"]["p95"] >= measured["latency_ms"]["p50"] > 0

    def test_the_table(self, tmp_path):
        table = run("eval_search", *write_corpus(tmp_path))
        assert "exact                    2    1.000      1.000" in table
        assert "mean of classes          4   0.6667     0.6667" in table

    def test_what_is_no_corpus_is_said(self, tmp_path):
        _, queries = write_corpus(tmp_path)
        with pytest.raises(CommandError, match="There is nothing at"):
            run("eval_search", str(tmp_path / "none.jsonl"), queries)
        for line, said in [
            ("{", "articles.jsonl: "),
            ('{"id": 1}', "line 1: KeyError"),
            (
                '{"id": 1, "title": "", "body": "", "source": "", "published": "2015-07-21"}',
                "no zone",
            ),
            ("", "There are no articles"),
        ]:
            bad = tmp_path / "articles.jsonl"
            bad.write_text(line, "utf-8")
            with pytest.raises(CommandError, match=said):
                run("eval_search", str(bad), queries)
