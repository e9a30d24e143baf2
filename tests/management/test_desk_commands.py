"""publish_due and check_archive, as cron runs them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.editing import due, reading, save_article, touch_form
from articles.models import Article, OpenForm, Revision, SearchDocument
from tests.builders import make_article, utc
from tests.forging import forging
from tests.importing.pages import Page, import_folder, other_paragraphs

pytestmark = pytest.mark.django_db

FORGOTTEN = "old forms and 0 readers' addresses forgotten"
READ = ("0 imports read, 0 left to read", "1 imports read, 0 left to read")


def run(*command: str) -> tuple[str, str, str]:
    """What a command printed on each, and what it failed with."""
    out, err, failed = StringIO(), StringIO(), ""
    try:
        call_command(*command, stdout=out, stderr=err)
    except CommandError as error:
        failed = str(error)
        assert error.returncode == 1
    return out.getvalue(), err.getvalue(), failed


class TestPublishDue:
    def test_it_says_what_it_did_and_can_be_repeated(self, django_user_model):
        make_article()
        make_article(published_at=timezone.now() + timedelta(hours=1))
        make_article(expires_at=utc(2018, 6, 1), announced_at=utc(2018, 5, 21))
        form = touch_form(None, by=django_user_model.objects.create_user("lina"), version=0)
        OpenForm.objects.filter(pk=form.pk).update(seen_at=utc(2018, 5, 21))
        make_article(status="draft", read_at=None)
        assert run("publish_due") == (
            f"1 announced, 1 expired, 1 {FORGOTTEN}, {READ[1]}.\n",
            "",
            "",
        )
        assert run("publish_due") == (
            f"0 announced, 0 expired, 0 {FORGOTTEN}, {READ[0]}.\n",
            "",
            "",
        )

    def test_cron_is_not_told_that_nothing_happened(self):
        make_article()
        assert run("publish_due", "--verbosity", "0") == ("", "", "")
        assert Article.objects.get().announced_at is not None

    def test_one_that_fails_is_named_and_the_others_go_on(self, monkeypatch):
        articles = [make_article(published_at=utc(2018, 5, day)) for day in (1, 2, 3)]
        stopper = articles[1].pk
        store = due.store_document

        def fail(article: Article) -> None:
            if article.pk == stopper:
                raise RuntimeError("no room")
            store(article)

        monkeypatch.setattr(due, "store_document", fail)
        assert run("publish_due") == (
            f"2 announced, 0 expired, 0 {FORGOTTEN}, {READ[0]}.\n",
            f"article {stopper}: RuntimeError: no room\n",
            "1 articles failed; the next run tries them again.",
        )
        monkeypatch.undo()
        assert run("publish_due") == (
            f"1 announced, 0 expired, 0 {FORGOTTEN}, {READ[0]}.\n",
            "",
            "",
        )

    def test_imports_are_read_and_one_that_fails_stops_no_other(self, tmp_path, monkeypatch):
        for number in (1, 2, 3):
            Page(f"خبر رقم {number}", paragraphs=other_paragraphs(number)).write(
                tmp_path, f"{number}.txt"
            )
        import_folder(tmp_path)
        stopper = Article.objects.get(title_ar="خبر رقم 2").pk
        propose = reading.propose_kin

        def fail(article: Article, content: dict) -> int:
            if article.pk == stopper:
                raise RuntimeError("no room")
            return propose(article, content)

        monkeypatch.setattr(reading, "propose_kin", fail)
        # What is not to be read waits for the next run.
        said = f"0 announced, 0 expired, 0 {FORGOTTEN}, 0 imports read, 3 left to read.\n"
        assert run("publish_due", "--seconds", "0") == (said, "", "")
        assert run("publish_due") == (
            f"0 announced, 0 expired, 0 {FORGOTTEN}, 2 imports read, 1 left to read.\n",
            f"article {stopper}: RuntimeError: no room\n",
            "1 articles failed; the next run tries them again.",
        )
        monkeypatch.undo()
        assert run("publish_due") == (
            f"0 announced, 0 expired, 0 {FORGOTTEN}, {READ[1]}.\n",
            "",
            "",
        )


class TestCheckArchive:
    @pytest.fixture
    def article(self, django_user_model) -> Article:
        """An article of two revisions."""
        article = Article(title_ar="سوق الزرب")
        user = django_user_model.objects.create_superuser("root")
        save_article(article, by=user)
        article.title_ar = "سوق المدينة"
        save_article(article, by=user)
        return article

    def test_nothing_is_wrong(self, article):
        assert run("check_archive") == (
            "The search index says what the articles say.\nEvery revision and every correction is as it was written.\nLinks, files, captured pages and times are as they should be.\n",
            "",
            "",
        )

    @pytest.mark.parametrize(
        ("tamper", "said"),
        [
            (lambda kept: kept.filter(number=1).update(content="{}"), "changed        article {}, revision 1"),
            (lambda kept: kept.filter(number=2).update(created_by=None), "changed        article {}, revision 2"),
            (lambda kept: kept.filter(number=1).delete(), "missing-before article {}, revision 2"),
            (lambda kept: kept.filter(number=2).delete(), "missing-at-end article {}, revision 2"),
        ],
        ids=["text", "author", "first", "last"],
    )  # fmt: skip
    def test_a_history_that_was_tampered_with_is_named(self, article, tamper, said):
        with forging():
            tamper(Revision.objects.filter(article_id=article.pk))
        before = list(Revision.objects.values())
        assert run("check_archive") == (
            f"{said.format(article.pk)}\nThe search index says what the articles say.\n"
            "Links, files, captured pages and times are as they should be.\n",
            "",
            "1 faults in the history: somebody wrote to the database past the newsroom. "
            "Compare it with a backup (docs/operating.md).",
        )
        assert list(Revision.objects.values()) == before

    def test_both_are_said(self, article):
        SearchDocument.objects.update(headline="آخر")
        with forging():
            Revision.objects.update(content="{}")
        out, _, failed = run("check_archive")
        assert out.count(f"article {article.pk}") >= 3
        assert (
            "faults in the search index: run manage.py rebuild_search. 2 faults in the history"
            in failed
        )

    def test_many_faults_are_counted_and_the_first_shown(self, article):
        for _ in range(30):
            make_article(version=1)
        out, _, failed = run("check_archive")
        assert out.count("missing-at-end") == 20
        assert failed.startswith("30 faults in the history")
