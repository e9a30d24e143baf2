"""The history: complete, chained, and nothing in it is ever changed."""

import ast
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

import articles
from articles.editing import (
    Broken,
    Notice,
    begin_history,
    check_history,
    content_of,
    discard_changes,
    fix_style,
    latest_content,
    load_latest,
    publish,
    publish_changes,
    read_content,
    record,
    restore,
    save_article,
    withdraw,
)
from articles.editing.revisions import seal, seal_correction
from articles.models import Article, Correction, Revision
from tests.builders import make_article, make_source
from tests.forging import forging

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_history(member, edit) -> Article:
    """A published article of five revisions."""
    editor = member("editor")
    article = Article(title_ar="سوق الزرب", body_ar="<p>نص أول.</p>")
    save_article(article, by=editor, reason="من المراسل")
    publish(article, by=editor)
    edit(article, editor, body_ar="<p>نص ثانٍ.</p>")
    article.refresh_from_db()
    publish_changes(article, "update", version=3, by=editor, reason="تطور جديد")
    restore(article, 1, by=editor)
    return Article.objects.get()


def test_each_says_what_who_and_why(with_history, member):
    kept = with_history.revisions.order_by("number")
    assert list(kept.values_list("number", "kind", "change", "created_by__username", "reason")) == [
        (1, "draft", "", "editor", "من المراسل"),
        (2, "published", "first", "editor", ""),
        (3, "draft", "", "editor", ""),
        (4, "published", "update", "editor", "تطور جديد"),
        (5, "restore", "", "editor", gettext("revision %(number)s") % {"number": 1}),
    ]
    bodies = [content_of(with_history, number)["body_ar"] for number in range(1, 6)]
    first, second = "<p>نص أول.</p>", "<p>نص ثانٍ.</p>"
    assert bodies == [first, first, second, second, first]
    assert (with_history.version, with_history.live_version) == (5, 4)
    assert latest_content(with_history) == content_of(with_history, 5)
    assert read_content(with_history) == content_of(with_history, 4)
    # A draft says nothing of its publication: restored, it is of the time it has now.
    times = [content_of(with_history, number)["published_at"] for number in range(1, 6)]
    assert times[0] is None
    assert len({*times[1:]}) == 1


def test_each_is_sealed_with_the_one_before(with_history):
    before = ""
    for revision in with_history.revisions.order_by("number"):
        assert revision.sha256 == seal(revision, before)
        before = revision.sha256
    assert not list(check_history())


@pytest.mark.parametrize(
    "change",
    [
        {"content": '{"title_ar":"آخر"}'},
        {"kind": "import"},
        {"change": "minor"},
        {"created_at": "2018-05-21T00:00Z"},
        {"created_by": None},
        {"reason": "سبب آخر"},
        {"tool": "importer"},
        {"format": 1},
        {"sha256": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_was_tampered_with_is_named(with_history, change):
    with forging():
        with_history.revisions.filter(number=3).update(**change)
    # The next one is sealed with this one's seal: changing that too shows one place further on.
    broken = [Broken(with_history.pk, 3, "changed")]
    if "sha256" in change:
        broken.append(Broken(with_history.pk, 4, "changed"))
    assert list(check_history()) == broken
    assert list(check_history([with_history.pk])) == broken
    assert not list(check_history([with_history.pk + 1]))


def test_one_that_was_sealed_anew_breaks_the_chain(with_history):
    before, forged = with_history.revisions.filter(number__in=(2, 3)).order_by("number")
    forged.content = forged.content.replace("ثانٍ", "ثالث")
    forged.sha256 = seal(forged, before.sha256)
    with forging():
        forged.save()
    assert list(check_history()) == [Broken(with_history.pk, 4, "changed")]


@pytest.mark.parametrize(
    ("taken_out", "said"),
    [(1, (2, "missing-before")), (3, (4, "missing-before")), (5, (5, "missing-at-end"))],
)
def test_one_that_was_taken_out_is_missed(with_history, taken_out, said):
    with forging():
        with_history.revisions.filter(number=taken_out).delete()
    assert list(check_history()) == [Broken(with_history.pk, *said)]


def test_a_history_that_is_gone_is_missed(with_history):
    other = make_article()
    begin_history(other)
    other.save()
    with forging():
        with_history.revisions.all().delete()
    assert list(check_history()) == [Broken(with_history.pk, 5, "missing-at-end")]


@pytest.mark.parametrize("left", [4, 0])
def test_a_history_cut_short_is_missed_whatever_the_article_says(with_history, left):
    with forging():
        with_history.revisions.filter(number__gt=left).delete()
    Article.objects.update(version=left, live_version=left)
    assert Broken(with_history.pk, 5, "missing-at-end") in check_history()


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"body_ar": "<p>نص مدسوس.</p>"}, 4),
        ({"updated_at": None}, 4),
        ({"source": 1}, 4),
        ({"live_version": 2}, 2),
    ],
)
def test_what_readers_see_is_what_was_published(with_history, changed, number):
    if "source" in changed:
        changed = {"source": make_source()}
    assert not list(check_history())
    Article.objects.update(**changed)
    assert list(check_history()) == [Broken(with_history.pk, number, "not-in-force")]


def test_revisions_of_two_articles_do_not_get_mixed_up(with_history):
    other = Article.objects.get(pk=make_article().pk)
    revision = with_history.revisions.get(number=1)
    begin_history(other)
    other.save()
    assert not list(check_history())
    with forging():
        Revision.objects.filter(article_id=other.pk).update(content=revision.content)
    assert list(check_history()) == [Broken(other.pk, 1, "changed")]


def test_an_article_without_a_history_begins_with_what_it_says(member):
    article = make_article(source=make_source())
    assert not list(check_history())
    said = read_content(article)
    article.title_ar = "عنوان آخر"
    save_article(article, by=member("editor"))
    article = Article.objects.get()
    assert list(
        article.revisions.order_by("number").values_list("number", "kind", "created_by")
    ) == [
        (1, "draft", None),
        (2, "draft", article.draft_by_id),
    ]
    assert content_of(article, 1) == said
    assert (article.version, article.live_version) == (2, 1)


def test_an_imported_one_begins_as_imported(member):
    article = make_article(capture_key="k" * 64)
    begin_history(article)
    assert article.revisions.get().kind == "import"
    begin_history(article)
    assert article.revisions.count() == 1


def test_a_number_is_given_once(with_history):
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(
            article_id=with_history.pk, number=3, kind="draft", content="{}", sha256=""
        )


def test_what_an_article_said_outlives_it(member):
    article = Article(title_ar="سوق الزرب")
    save_article(article, by=member("editor"))
    pk = article.pk
    article.delete()
    assert Revision.objects.get().article_id == pk
    assert not list(check_history())


def test_a_discarded_change_stays_in_the_history(with_history, member):
    discard_changes(with_history, by=member("chief editor"))
    article = Article.objects.get()
    assert (article.version, article.live_version, article.draft_by) == (6, 6, None)
    assert content_of(article, 6) == content_of(article, 4) == read_content(article)


def test_a_reason_that_is_too_long_is_cut(member):
    article = make_article()
    assert (
        len(
            record(
                article, read_content(article), Revision.Kind.DRAFT, by=None, reason="س" * 400
            ).reason
        )
        == 300
    )


def test_no_code_changes_or_deletes_a_revision():
    """Every statement of the site that could write revisions, by file: two that add them."""
    writing = {
        "save", "update", "delete", "bulk_create", "bulk_update", "create", "get_or_create",
        "update_or_create", "insert_rows",
    }  # fmt: skip
    found = []
    root = Path(articles.__file__).parent
    for path in sorted(root.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            verb = called.rsplit(".", 1)[-1]
            subject = called + (ast.unparse(node.args[0]) if node.args else "")
            if verb in writing and "revision" in subject.lower():
                found.append((path.relative_to(root).as_posix(), called))
    assert found == [
        ("editing/revisions.py", "revision.save"),
        ("importing/revisions.py", "insert_rows"),
    ]


# --- what readers were told ------------------------------------------------------------------------


@pytest.fixture
def told(member):
    """An article that was corrected (revision 3) and withdrawn (4)."""
    article, chief = make_article(), member("chief editor")
    load_latest(article)
    article.title_ar = "عنوان صُحّح"
    save_article(article, by=chief)
    publish_changes(article, "correction", version=2, by=chief, notice=Notice("والصواب «70»."))
    withdraw(article, by=chief, notice=Notice("سُحب."))
    return article


@pytest.mark.parametrize("number", [3, 4])
@pytest.mark.parametrize(
    "change",
    [
        {"text_ar": "ولا شيء."},
        {"text_en": "Nothing."},
        {"kind": "clarification"},
        {"is_serious": None},
        {"issued_at": "2018-05-21T00:00Z"},
        {"issued_by": None},
        {"sha256": "0" * 64},
        {"article": 0},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_notice_that_was_tampered_with_is_named(told, number, change):
    assert not list(check_history())
    correction = Correction.objects.get(revision__number=number)
    if "is_serious" in change:
        change = {"is_serious": not correction.is_serious}
    if "article" in change:
        change = {"article": make_article()}
    with forging():
        Correction.objects.filter(pk=correction.pk).update(**change)
    assert list(check_history()) == [Broken(told.pk, number, "notice-changed")]


@pytest.mark.parametrize("number", [3, 4])
def test_a_notice_that_was_taken_out_is_missed(told, number):
    with forging():
        Correction.objects.filter(revision__number=number).delete()
    assert list(check_history()) == [Broken(told.pk, number, "notice-missing")]


def test_a_notice_is_sealed_with_its_revision(told):
    corrected, withdrawn = Correction.objects.order_by("revision__number")
    revision = told.revisions.get(number=3)
    assert corrected.sha256 == seal_correction(corrected, revision)
    withdrawn.revision = revision
    assert withdrawn.sha256 != seal_correction(withdrawn, revision)


def test_what_nobody_could_read_is_withdrawn_without_a_notice(member):
    soon = timezone.now() + timedelta(hours=1)
    withdraw(make_article(published_at=soon), by=member("chief editor"), notice=Notice("سُحب."))
    assert not Correction.objects.exists()
    assert not list(check_history())


# --- what was written before there were tools and seals -----------------------------------------------


def test_the_migration_names_tools_and_seals_what_there_is(told, member, edit):
    migration = import_module("articles.migrations.0009_name_tools_and_seal_corrections")
    seals = {one.pk: one.sha256 for one in Correction.objects.all()}
    mended = make_article(body_ar="<p>عاد لـ الاتفاق.</p>")
    assert fix_style(mended, ["detached-prefix"])
    tools = dict(Revision.objects.values_list("pk", "tool"))
    assert sorted(tools.values()) == ["", "", "", "copydesk", "found", "found"]
    with forging():
        Correction.objects.update(sha256="")
    for article in Article.objects.all():  # as they were sealed then
        before = ""
        for revision in article.revisions.order_by("number"):
            revision.tool = ""
            revision.sha256 = before = seal(revision, before)
            with forging():
                revision.save()
    with forging():
        migration.name_tools(apps, None)
        migration.seal(apps, None)
    assert dict(Revision.objects.values_list("pk", "tool")) == tools
    assert not list(check_history())
    # Later ones are sealed on top of them; and neither can be said to be a person's.
    edit(mended, member("editor"), title_ar="عنوان آخر")
    assert not list(check_history())
    for tool in ("", "importer"):
        with forging():
            Revision.objects.filter(article=mended.pk, number=2).update(tool=tool)
        assert list(check_history()) == [Broken(mended.pk, 2, "changed")]
    assert len(seals) == Correction.objects.exclude(sha256="").count() == 2
