"""What newer pages propose where an editor had written something else."""

from pathlib import Path

import pytest
from django.utils.translation import gettext

from articles.editing import (
    Disputed,
    content_of,
    latest_content,
    publish_changes,
    read_content,
    save_article,
)
from articles.editing.proposals import (
    decide_proposal,
    decide_proposals,
    edited_fields,
    imported_values,
    waiting_proposals,
)
from articles.exceptions import Refused
from articles.models import Article, Deed, Proposal, Revision, Status
from tests.importing.pages import HEADLINE, PARAGRAPHS, Page, import_folder

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = PARAGRAPHS
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def capture(folder: Path, **changes) -> Article:
    Page(**{"quote": "", "related": ()} | changes).write(folder)
    import_folder(folder)
    return Article.objects.get()


def edit(article: Article, by, **changes) -> Article:
    """What an editor saves; of a published article it is published too."""
    for name, value in changes.items():
        setattr(article, name, value)
    save_article(article, by=by)
    article = Article.objects.get(pk=article.pk)
    if article.has_changes_waiting:
        publish_changes(article, "minor", version=article.version, by=by)
    return Article.objects.get(pk=article.pk)


@pytest.fixture
def editor(member):
    return member("editor")


@pytest.fixture
def proposed(tmp_path: Path, editor) -> Article:
    """An editor changed the first paragraph and the byline; a newer page, the third and the byline."""
    article = capture(tmp_path, byline="كتب: سامر الحلبي")
    assert article.body_ar == BODY
    edit(article, editor, body_ar=BODY.replace(FIRST, "فقرة المحرر."), byline_ar="المحرر")
    return capture(
        tmp_path,
        byline="كتبت: هدى الشامي",
        paragraphs=(FIRST, SECOND, "فقرة جديدة في آخر الخبر كله."),
    )


def audited(verb: str) -> list[tuple]:
    """Who did it, and what the audit notes beside it."""
    return [(deed.done_by, deed.note) for deed in Deed.objects.filter(verb=verb)]


def proposal_of(field: str) -> Proposal:
    return waiting_proposals().get(field=field)


def test_what_an_editor_changed_since_the_import_and_what_it_was(proposed):
    assert edited_fields(proposed, latest_content(proposed)) == {"body_ar", "byline_ar"}
    assert imported_values(proposed, ["body_ar", "byline_ar", "slug"]) == {
        "body_ar": BODY,
        "byline_ar": "سامر الحلبي",
    }


def test_taking_one_waits_to_be_published_and_is_then_as_imported(proposed, editor, tmp_path):
    decide_proposal(proposal_of("byline_ar"), "taken", by=editor)
    article = Article.objects.get()
    assert article.byline_ar == "المحرر"
    assert latest_content(article)["byline_ar"] == "هدى الشامي"
    assert edited_fields(article, latest_content(article)) == {"body_ar"}
    publish_changes(article, "minor", version=article.version, by=editor)
    article = capture(
        tmp_path, byline="كتبت: ليلى", paragraphs=(FIRST, SECOND, "فقرة جديدة في آخر الخبر كله.")
    )
    assert article.byline_ar == "ليلى"
    decided = Proposal.objects.get(field="byline_ar")
    assert (decided.outcome, decided.decided_by) == ("taken", editor)
    assert decided.decided_at is not None
    deed = Deed.objects.get(verb="took")
    reason = Revision.objects.get(number=deed.version).reason
    assert audited("took") == [(editor, reason)]
    assert gettext("byline") in reason


def test_keeping_ours_writes_nothing_but_the_decision(proposed, editor):
    before = proposed.version
    decide_proposal(proposal_of("byline_ar"), "kept", by=editor)
    article = Article.objects.get()
    assert (article.byline_ar, article.version) == ("المحرر", before)
    assert [one.field for one in waiting_proposals()] == ["body_ar"]
    assert audited("kept") == [(editor, gettext("byline"))]


def test_what_was_kept_out_does_not_come_back_by_a_merge(proposed, editor, tmp_path):
    decide_proposal(proposal_of("body_ar"), "kept", by=editor)
    newer = (FIRST, "فقرة ثانية غيرتها الصفحة بعد ذلك.", "فقرة جديدة في آخر الخبر كله.")
    capture(tmp_path, byline="كتبت: هدى الشامي", paragraphs=newer)
    decide_proposal(proposal_of("body_ar"), "merged", by=editor)
    assert latest_content(Article.objects.get())["body_ar"] == (
        f"<p>فقرة المحرر.</p><p>فقرة ثانية غيرتها الصفحة بعد ذلك.</p><p>{THIRD}</p>"
    )


def test_a_merge_has_both_changes(proposed, editor):
    decide_proposal(proposal_of("body_ar"), "merged", by=editor)
    article = Article.objects.get()
    assert latest_content(article)["body_ar"] == (
        f"<p>فقرة المحرر.</p><p>{SECOND}</p><p>فقرة جديدة في آخر الخبر كله.</p>"
    )
    assert content_of(article, article.live_version)["body_ar"] == BODY.replace(
        FIRST, "فقرة المحرر."
    )
    assert [by for by, _note in audited("merged")] == [editor]


def test_a_merge_of_the_same_paragraph_asks(tmp_path, editor):
    article = capture(tmp_path)
    edit(article, editor, body_ar=BODY.replace(FIRST, "فقرة المحرر."))
    capture(tmp_path, paragraphs=("فقرة غيرتها الصفحة نفسها اليوم.", SECOND, THIRD))
    proposal = proposal_of("body_ar")
    with pytest.raises(Disputed) as asked:
        decide_proposal(proposal, "merged", by=editor)
    [dispute] = asked.value.disputes
    assert "فقرة المحرر" in dispute.theirs
    assert "غيرتها الصفحة" in dispute.mine
    assert proposal_of("body_ar") == proposal
    choices = {dispute.key: dispute.theirs + dispute.mine}
    with pytest.raises(Disputed):
        decide_proposal(proposal, "merged", by=editor, choices=choices, version=1)
    version = asked.value.version
    decide_proposal(proposal, "merged", by=editor, choices=choices, version=version)
    assert latest_content(Article.objects.get())["body_ar"].startswith(
        "<p>فقرة المحرر.</p><p>فقرة غيرتها الصفحة نفسها اليوم.</p>"
    )


@pytest.mark.parametrize("outcome", ["taken", "kept", "merged"])
def test_what_was_decided_is_not_proposed_again(proposed, editor, tmp_path, outcome):
    decide_proposal(proposal_of("body_ar"), outcome, by=editor)
    # The same body under another byline, which is new: only that is proposed.
    capture(
        tmp_path, byline="كتبت: ليلى", paragraphs=(FIRST, SECOND, "فقرة جديدة في آخر الخبر كله.")
    )
    assert list(Proposal.objects.filter(field="body_ar").values_list("outcome", flat=True)) == [
        outcome
    ]
    assert [one.value for one in waiting_proposals()] == ["ليلى", "هدى الشامي"]


def test_the_newest_decides_for_the_older_ones_of_its_field(proposed, editor, tmp_path):
    capture(
        tmp_path, byline="كتبت: ليلى", paragraphs=(FIRST, SECOND, "فقرة جديدة في آخر الخبر كله.")
    )
    decided = decide_proposals(waiting_proposals(), "taken", by=editor)
    assert (decided.done, decided.refused) == (2, [])
    assert list(Proposal.objects.order_by("field", "pk").values_list("field", "outcome")) == [
        ("body_ar", "taken"),
        ("byline_ar", "kept"),
        ("byline_ar", "taken"),
    ]
    assert latest_content(Article.objects.get())["byline_ar"] == "ليلى"


def test_related_headlines_and_times_are_taken_too(tmp_path, editor):
    article = capture(tmp_path, related=("الأول", "الثاني"))
    links = article.related_links
    links.filter(title="الأول").update(url="https://example.org/1")
    links.filter(title="الثاني").delete()
    edit(article, editor, updated_at=None)
    capture(tmp_path, related=("الأول", "الثالث"), updated="26.05.2018 | 02:01 دمشق")
    decided = decide_proposals(waiting_proposals(), "taken", by=editor)
    assert (decided.done, decided.refused) == (2, [])
    article = Article.objects.get()
    assert [title for title, *_ in read_content(article)["related"]] == ["الأول"]
    publish_changes(article, "minor", version=article.version, by=editor)
    assert list(article.related_links.values_list("title", "url")) == [
        ("الأول", "https://example.org/1"),
        ("الثالث", ""),
    ]
    content = latest_content(article)
    assert content["updated_at"] == "2018-05-25T23:01:00+00:00"
    assert [title for title, *_ in content["related"]] == ["الأول", "الثالث"]


def test_who_may_not_edit_may_not_decide_and_nothing_is_decided_twice(proposed, editor, member):
    proposal = proposal_of("byline_ar")
    Article.objects.update(draft_by=editor)
    with pytest.raises(Refused):
        decide_proposal(proposal, "taken", by=member("reporter"))
    decide_proposal(proposal, "kept", by=editor)
    with pytest.raises(Refused):
        decide_proposal(proposal, "taken", by=editor)
    assert Article.objects.get().title_ar == HEADLINE


def test_a_page_publishes_nothing(tmp_path, editor):
    article = capture(tmp_path)
    Article.objects.update(status=Status.DRAFT, live_version=0)
    page = article.captured_pages.get()
    proposal = Proposal.objects.create(
        article=article, page=page, field="status", value="published"
    )
    decided = decide_proposals([proposal], "taken", by=editor)
    assert decided.done == 0
    assert [one for one, _why in decided.refused] == [proposal]
    assert Article.objects.get().status == Status.DRAFT
