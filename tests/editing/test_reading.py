"""New imports are read without anybody asking for it."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editing import Place, Verb, findings_of, ignore, read_arrivals, save_article
from articles.editing import reading as room
from articles.importing import undo_batch
from articles.models import Article, Citation, Deed, ImportBatch, Kinship
from tests.builders import columns, make_article, make_source
from tests.importing.pages import PARAGRAPHS, Page, import_folder, other_paragraphs

pytestmark = pytest.mark.django_db

CITING = ("وصلت القافلة لـ الاتفاق حسب شبكة الفرات الإخبارية، كما قالت هذا الصباح كل المصادر هنا.",)


def never(pk: int, error: Exception) -> None:
    raise AssertionError(pk) from error


def read(seconds: float = 60) -> int:
    return read_arrivals(seconds, never)


def unread() -> list[str | None]:
    return list(Article.objects.unread().order_by("pk").values_list("title_ar", flat=True))


@pytest.fixture
def imported(tmp_path: Path) -> Article:
    """An import that cites a source, and is much like an article that is here."""
    make_source("شبكة الفرات الإخبارية")
    make_article("عودة الماء", body_ar="".join(f"<p>{line}</p>" for line in PARAGRAPHS))
    Page(paragraphs=PARAGRAPHS + CITING, quote="").write(tmp_path)
    import_folder(tmp_path)
    return Article.objects.latest("pk")


def test_an_import_is_read_once_for_all_of_it(imported):
    assert unread() == [imported.title_ar]
    assert (imported.style_findings, imported.read_at) == (None, None)
    before = columns(imported)
    assert read() == 1
    after = columns(imported)
    assert (after["style_findings"] > 0, after["read_at"] is not None) == (True, True)
    kept = {"style_findings", "read_at"}
    assert {name for name in after if after[name] != before[name]} == kept
    assert [one.source.name_ar for one in Citation.objects.all()] == ["شبكة الفرات الإخبارية"]
    assert [one.newer for one in Kinship.objects.all()] == [imported]
    assert imported.revisions.count() == 1  # reading changes nothing that anybody wrote
    assert not Deed.objects.exists()
    assert (read(), unread()) == (0, [])


def test_what_people_write_is_read_as_they_save_it(member):
    save_article(Article(title_ar="خبر", body_ar="<p>نص.</p>"), by=member("reporter"))
    assert unread() == []


def test_a_save_before_it_was_read_leaves_it_to_be_read(imported, member):
    imported.title_ar = "عنوان المحرر"
    save_article(imported, by=member("editor"))
    assert unread() == ["عودة الماء إلى أحياء المدينة بعد شهر من الانقطاع"]
    assert read() == 1
    assert Citation.objects.count() == 1


def test_what_waits_to_be_published_is_what_is_read(imported, member):
    imported.body_ar += "<p>وذهب لـ القرية.</p>"
    save_article(imported, by=member("editor"))
    counted = Article.objects.get(pk=imported.pk).style_findings
    assert read() == 1
    assert Article.objects.get(pk=imported.pk).style_findings == counted


def test_a_newer_capture_and_an_undone_one_are_read_again(imported, tmp_path):
    read()
    Page(paragraphs=(*PARAGRAPHS, *CITING, other_paragraphs(1)[0]), quote="").write(tmp_path)
    import_folder(tmp_path)
    assert (unread(), read()) == ([imported.title_ar], 1)
    undo_batch(ImportBatch.objects.latest("pk"))
    assert (unread(), read()) == ([imported.title_ar], 1)


def test_the_newest_come_first_as_many_as_there_is_time_for(monkeypatch):
    articles = [make_article(read_at=None) for _ in range(5)]
    monkeypatch.setattr(room, "_CHUNK", 2)
    clock = iter([0, 1, 2, 3, 4])
    monkeypatch.setattr(room, "monotonic", lambda: next(clock))
    shown = []
    assert read_arrivals(3.5, never, shown.append) == 3
    assert shown == [1, 2, 3]
    assert unread() == [one.title_ar for one in articles[:2]]
    monkeypatch.undo()
    assert (read(0), read(), unread()) == (0, 2, [])


def test_one_that_fails_is_named_and_the_others_are_read(monkeypatch):
    articles = [make_article(read_at=None) for _ in range(3)]
    findings_of = room.findings_of

    def fail(article: Article):
        if article.pk == articles[1].pk:
            raise RuntimeError("no sense")
        return findings_of(article)

    monkeypatch.setattr(room, "findings_of", fail)
    failed = []
    assert read_arrivals(60, lambda pk, error: failed.append((pk, str(error)))) == 2
    assert failed == [(articles[1].pk, "no sense")]
    assert unread() == [articles[1].title_ar]
    monkeypatch.undo()
    assert read() == 1


def test_what_somebody_saves_meanwhile_is_read_by_the_next_run(imported, member, monkeypatch):
    editor = member("editor")
    propose = room.propose_kin

    def save_first(article: Article, content: dict) -> int:
        opened = Article.objects.get(pk=article.pk)
        opened.body_ar = "<p>نص المحرر لا يستند إلى أحد.</p>"
        save_article(opened, by=editor)
        return propose(article, content)

    monkeypatch.setattr(room, "propose_kin", save_first)
    assert read() == 0
    assert unread() == [imported.title_ar]
    assert Article.objects.get(pk=imported.pk).style_findings == 0  # the save's own count stays
    monkeypatch.undo()
    assert read() == 1
    assert not Citation.objects.exists()
    assert list(Deed.objects.values_list("verb", flat=True)) == [Verb.SAVED]


def test_a_finding_that_is_left_alone_meanwhile_is_not_counted(imported, member, monkeypatch):
    editor = member("editor")
    propose = room.propose_kin

    def ignore_first(article: Article, content: dict) -> int:
        finding = findings_of(article)["body_ar"][0]
        ignore(article, Place("body_ar", finding.key, finding.start), by=editor)
        return propose(article, content)

    monkeypatch.setattr(room, "propose_kin", ignore_first)
    assert read() == 0
    monkeypatch.undo()
    assert read() == 1
    now = Article.objects.get(pk=imported.pk)
    assert now.style_findings == sum(map(len, findings_of(now).values()))


def test_each_costs_as_many_queries_as_any_other():
    def queries(number: int) -> int:
        for _ in range(number):
            make_article(read_at=None)
        with CaptureQueriesContext(connection) as captured:
            assert read() == number
        return len(captured)

    queries(1)
    one, two, three = (queries(number) for number in (1, 2, 3))
    assert three - two == two - one


def test_what_is_unread_is_found_by_its_own_index():
    with CaptureQueriesContext(connection) as captured:
        list(Article.objects.unread().order_by("-pk").values_list("pk", flat=True)[:3])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{plan} {captured[0]['sql']}")
        assert "article_unread" in str(cursor.fetchall())
