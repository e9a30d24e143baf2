"""``manage.py copydesk``, as an operator runs it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.copydesk import RULES
from articles.editing import check_history
from articles.models import Article, Deed, Revision, Status
from articles.search import check_index
from tests.builders import columns, make_article
from tests.forging import forging

pytestmark = pytest.mark.django_db

BODY = '<p>رفضت اللجنة لـ الاتفاق وقالت "نعم" ثم رفضت لـ القرار</p>'
FIXED = '<p>رفضت اللجنة للاتفاق وقالت "نعم" ثم رفضت للقرار</p>'


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("copydesk", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def archive():
    return [
        make_article("خبر منشور", body_ar=BODY),
        make_article("مسودة", body_ar=BODY, status=Status.DRAFT),
        make_article("خبر سليم"),
    ]


def test_it_counts_by_rule_and_keeps_the_numbers(archive):
    assert run() == (
        "rule                          findings  articles\n"
        "detached-prefix                      4         2\n"
        "straight-quotes                      2         2\n"
        "3 articles, 6 findings.\n"
    )
    assert [columns(article)["style_findings"] for article in archive] == [3, 3, 0]
    assert not Revision.objects.exists()


def test_it_fixes_what_it_is_asked_to(archive):
    public, draft, _clean = archive
    assert run("--fix", "detached-prefix", "latin-comma") == (
        "rule                              left  articles\n"
        "straight-quotes                      2         2\n"
        "3 articles, 2 findings; 2 changed, 1 of them wait to be published.\n"
    )
    assert columns(draft)["body_ar"] == FIXED
    public.refresh_from_db()
    assert public.body_ar == BODY
    assert public.has_changes_waiting
    assert [columns(article)["style_findings"] for article in archive] == [1, 1, 0]
    assert {revision.reason for revision in Revision.objects.filter(number=2)} == {
        "copydesk: detached-prefix"
    }
    assert list(check_history()) == []
    assert list(check_index()) == []


def test_a_second_run_changes_nothing(archive):
    run("--fix", *RULES)
    before = [columns(article) for article in archive]
    deeds, revisions = Deed.objects.count(), Revision.objects.count()
    assert run("--fix", *RULES) == (
        "rule                              left  articles\n"
        "3 articles, 0 findings; 0 changed, 0 of them wait to be published.\n"
    )
    assert [columns(article) for article in archive] == before
    assert (Deed.objects.count(), Revision.objects.count()) == (deeds, revisions)


def test_a_dry_run_says_the_same_and_keeps_nothing(archive):
    before = [columns(article) for article in archive]
    said = run("--fix", "detached-prefix", "--dry-run")
    assert [columns(article) for article in archive] == before
    assert not Revision.objects.exists()
    assert not Deed.objects.exists()
    assert said == run("--fix", "detached-prefix").replace(".\n", ". Nothing was kept.\n")


def test_the_newest_is_read_of_what_has_changes_waiting(archive):
    run("--fix", "detached-prefix")
    assert "detached-prefix" not in run()


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_a_bad_article_is_named_and_the_rest_go_on(archive, dry, capsys):
    bad = make_article("كلمة،" * 60, status=Status.DRAFT)
    after = make_article("بعده", body_ar=BODY, status=Status.DRAFT)
    out, err = StringIO(), StringIO()
    rules = ["no-space-after-punctuation", "detached-prefix"]
    with pytest.raises(CommandError) as refused:
        call_command("copydesk", "--fix", *rules, *dry, stdout=out, stderr=err)
    assert refused.value.returncode == 2
    assert err.getvalue().startswith(f"article {bad.pk}: ")
    assert "5 articles, 3 findings; 3 changed" in out.getvalue()
    assert columns(after)["body_ar"] == (BODY if dry else FIXED)
    assert capsys.readouterr().err == ""  # no progress in a pipe


def test_an_article_whose_waiting_text_is_lost(archive):
    run("--fix", "detached-prefix")
    with forging():
        Revision.objects.filter(article_id=archive[0].pk).delete()
    with pytest.raises(CommandError, match="1 of them"):
        run()
    assert Article.objects.count() == 3


def test_a_rule_that_is_none():
    with pytest.raises(CommandError, match="invalid choice: 'commas'"):
        run("--fix", "commas")


def test_many_articles_take_several_chunks(monkeypatch, archive):
    monkeypatch.setattr("articles.management.commands.copydesk._CHUNK", 2)
    assert run().endswith("3 articles, 6 findings.\n")
