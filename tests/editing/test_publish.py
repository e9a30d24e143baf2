"""Changes of state: what each does, what readers see of it, what it leaves in the record."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from articles.editing import (
    Notice,
    content_of,
    hand_in,
    load_latest,
    publish,
    publish_changes,
    read_content,
    send_back,
    unschedule,
    withdraw,
)
from articles.exceptions import Refused
from articles.models import Article, Correction, Deed, RelatedLink, State, Status
from articles.search import find_ids
from tests.builders import columns, make_article, make_source, make_translated_article, utc
from tests.stories import change_story, write

pytestmark = pytest.mark.django_db

NOTICE = Notice("ورد في نسخة سابقة «17»، والصواب «70».", "It said 17; it is 70.")


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def deeds() -> list[str]:
    """What was done, the oldest first."""
    return list(Deed.objects.order_by("pk").values_list("verb", flat=True))


def soon() -> object:
    return timezone.now() + timedelta(hours=1)


class TestHandingIn:
    def test_a_draft_goes_to_the_editors_and_back(self, member):
        article, lina = make_article(status=Status.DRAFT), member("reporter", "lina")
        hand_in(article, by=lina)
        assert stored(article).state == State.IN_REVIEW
        assert stored(article).draft_by == lina
        assert list(Article.objects.handed_in()) == [article]
        send_back(article, by=member("editor"), reason="ينقصه مصدر")
        assert stored(article).state == State.DRAFT
        assert stored(article).draft_by == lina
        hand_in(article, by=lina)
        send_back(article, by=lina)  # taken back
        assert deeds() == ["handed-in", "sent-back", "handed-in", "sent-back"]
        assert Deed.objects.get(note="ينقصه مصدر").done_by.username == "editor"

    def test_what_is_not_written_is_not_handed_in(self, member):
        article = make_article(status=Status.DRAFT, body_ar="")
        with pytest.raises(Refused) as refused:
            hand_in(article, by=member("reporter"))
        assert all(part in str(refused.value) for part in article.unwritten)
        assert not stored(article).in_review

    def test_changes_that_wait_are_handed_in_and_readers_see_nothing_of_it(self, member, edit):
        article, lina = make_article("عنوان"), member("reporter", "lina")
        edit(article, lina, title_ar="عنوان لينا")
        hand_in(article, by=lina)
        article = stored(article)
        assert (article.state, article.in_review, article.title_ar) == (
            State.PUBLISHED,
            True,
            "عنوان",
        )
        with pytest.raises(Refused):
            edit(article, lina, title_ar="عنوان ثالث")
        publish_changes(article, "minor", version=2, by=member("editor"))
        assert (stored(article).title_ar, stored(article).in_review) == ("عنوان لينا", False)
        assert stored(article).draft_by is None

    def test_twice_is_refused(self, member):
        article, lina = make_article(status=Status.DRAFT), member("reporter", "lina")
        hand_in(article, by=lina)
        with pytest.raises(Refused):
            hand_in(article, by=lina)
        assert deeds() == ["handed-in"]


class TestPublishing:
    def test_without_a_time_is_now(self, member):
        article = make_article(status=Status.DRAFT, published_at=None)
        before = timezone.now()
        publish(article, by=member("editor"))
        article = stored(article)
        assert article.status == Status.PUBLISHED
        assert before.replace(second=0, microsecond=0) <= article.published_at <= timezone.now()
        assert list(Article.objects.published()) == [article]
        assert before <= article.announced_at <= timezone.now()
        assert (article.version, article.live_version) == (2, 2)
        assert content_of(article, 2) == read_content(article)
        revision = article.revisions.get(number=2)
        assert (revision.kind, revision.change) == ("published", "first")
        assert deeds() == ["published"]

    def test_a_time_that_is_there_stays(self, member):
        article = make_article(status=Status.DRAFT)
        publish(article, by=member("editor"))
        assert stored(article).published_at == utc(2018, 5, 21, 8, 5)

    def test_out_of_review(self, member):
        article, lina = make_article(status=Status.DRAFT), member("reporter", "lina")
        hand_in(article, by=lina)
        publish(article, by=member("editor"))
        article = stored(article)
        assert (article.state, article.in_review, article.draft_by) == (
            State.PUBLISHED,
            False,
            None,
        )

    def test_a_refusal_names_all_that_is_missing(self, member):
        article = make_article(status=Status.DRAFT, body_ar="")
        Article.objects.update(title_ar="")
        with pytest.raises(Refused) as refused:
            publish(article, by=member("editor"))
        article.refresh_from_db()
        assert article.status == Status.DRAFT
        assert len(article.missing) == 2
        assert all(part in str(refused.value) for part in article.missing)
        assert not article.revisions.exists()
        assert deeds() == []

    def test_twice_is_once(self, member):
        article, editor = make_article(status=Status.DRAFT), member("editor")
        publish(article, by=editor)
        before = columns(article)
        publish(article, by=editor)
        assert columns(article) == before
        assert article.revisions.count() == 2
        assert deeds() == ["published"]

    def test_what_was_withdrawn_is_the_chiefs_to_publish_again(self, member):
        article, chief = make_article(), member("chief editor")
        withdraw(article, by=chief, notice=NOTICE, is_gone=True)
        with pytest.raises(Refused):
            publish(article, by=member("editor"))
        publish(article, by=chief)
        assert (stored(article).state, stored(article).is_gone) == (State.PUBLISHED, False)

    def test_it_is_found_once_it_is_published(self, member):
        article = make_article("سوق الزرب", status=Status.DRAFT)
        assert not Article.objects.published().filter(pk__in=find_ids("الزرب")).exists()
        publish(article, by=member("editor"))
        assert Article.objects.published().filter(pk__in=find_ids("الزرب")).exists()


class TestTheClock:
    def test_a_time_to_come_is_a_schedule(self, member):
        article = make_article(status=Status.DRAFT, published_at=soon())
        publish(article, by=member("editor"))
        article = stored(article)
        assert (article.state, article.announced_at) == (State.SCHEDULED, None)
        assert (article.version, article.live_version) == (2, 2)
        assert not Article.objects.published().exists()
        assert Article.objects.published(at=article.published_at).exists()
        assert deeds() == ["scheduled"]

    def test_off_the_schedule_it_is_a_draft_again(self, member):
        article, editor = make_article(status=Status.DRAFT, published_at=soon()), member("editor")
        publish(article, by=editor)
        unschedule(article, by=editor)
        article = stored(article)
        assert (article.state, article.live_version, article.has_changes_waiting) == (
            State.DRAFT,
            0,
            False,
        )
        publish(article, by=editor)
        assert stored(article).state == State.SCHEDULED
        assert deeds() == ["scheduled", "sent-back", "scheduled"]

    def test_only_what_is_scheduled_is_taken_off(self, member):
        editor = member("editor")
        for status in Status:
            with pytest.raises(Refused):
                unschedule(make_article(status=status), by=editor)

    def test_what_was_public_once_and_is_scheduled_anew_is_announced_anew(self, member, edit):
        article, chief = make_article(announced_at=utc(2018, 5, 21)), member("chief editor")
        withdraw(article, by=chief, notice=NOTICE)
        edit(article, chief, published_at=soon())
        publish(article, by=chief)
        assert (stored(article).state, stored(article).announced_at) == (State.SCHEDULED, None)

    def test_nothing_is_published_before_its_embargo_ends(self, member):
        embargo = soon()
        article = make_article(status=Status.DRAFT, published_at=None, embargo_until=embargo)
        with translation.override("en"), pytest.raises(Refused, match="under embargo"):
            publish(article, by=member("chief editor"))
        assert (stored(article).status, stored(article).published_at) == (Status.DRAFT, None)

    def test_under_embargo_it_is_written_and_scheduled(self, member, edit):
        embargo, editor = soon(), member("editor")
        article = make_article(status=Status.DRAFT, published_at=None, embargo_until=embargo)
        edit(article, editor, title_ar="عنوان آخر", published_at=embargo)
        publish(article, by=editor)
        assert stored(article).state == State.SCHEDULED
        # Nor can the schedule be moved before it.
        with translation.override("en"), pytest.raises(Refused, match="under embargo"):
            edit(article, editor, published_at=utc(2018, 5, 21))
        assert stored(article).published_at == embargo

    def test_what_expires_is_not_public_and_may_be_again(self, member, edit):
        article, editor = make_article(expires_at=utc(2018, 6, 1)), member("editor")
        assert stored(article).state == State.EXPIRED
        assert not Article.objects.published().exists()
        assert Article.objects.published(at=utc(2018, 5, 31)).exists()
        edit(article, editor, expires_at=None)
        assert stored(article).state == State.EXPIRED
        publish_changes(article, "minor", version=2, by=editor)
        assert stored(article).state == State.PUBLISHED

    def test_what_has_expired_is_not_published(self, member):
        article = make_article(status=Status.DRAFT, expires_at=utc(2018, 6, 1))
        with translation.override("en"), pytest.raises(Refused, match="time is over"):
            publish(article, by=member("editor"))
        assert (stored(article).status, deeds()) == (Status.DRAFT, [])

    def test_it_cannot_expire_before_it_is_published(self, member, edit):
        article = make_article()
        with translation.override("en"), pytest.raises(Refused, match="expire before"):
            edit(article, member("editor"), expires_at=utc(2018, 5, 21))


class TestChanges:
    @pytest.fixture
    def waiting(self, member, edit) -> Article:
        """A published article whose revision 2 waits."""
        article = make_article("عنوان", announced_at=utc(2018, 5, 21))
        edit(article, member("reporter"), title_ar="عنوان آخر")
        return stored(article)

    def test_a_minor_one_leaves_the_time_of_update(self, member, waiting):
        revision = publish_changes(waiting, "minor", version=2, by=member("editor"), reason="سهو")
        article = stored(waiting)
        assert (article.title_ar, article.updated_at) == ("عنوان آخر", None)
        assert (article.version, article.live_version, article.draft_by) == (3, 3, None)
        assert (revision.number, revision.kind, revision.change) == (3, "published", "minor")
        assert content_of(article, 3) == read_content(article)
        assert find_ids("آخر") == [article.pk]
        assert not Correction.objects.exists()
        assert Deed.objects.values_list("verb", "note", "version").first() == ("changed", "سهو", 3)

    def test_an_update_moves_it(self, member, waiting):
        before = timezone.now()
        publish_changes(waiting, "update", version=2, by=member("editor"))
        article = stored(waiting)
        # To the minute: what a form shows is what it sends back.
        assert before.replace(second=0, microsecond=0) <= article.updated_at <= timezone.now()
        assert (article.updated_at.second, article.updated_precision) == (0, "minute")
        assert content_of(article, 3) == read_content(article)
        assert not Correction.objects.exists()

    def test_an_update_in_the_minute_of_publication(self, member, edit):
        now = timezone.now()
        article, editor = make_article(published_at=now), member("editor")
        edit(article, editor, title_ar="عنوان آخر")
        publish_changes(article, "update", version=2, by=editor)
        assert stored(article).updated_at >= now

    @pytest.mark.parametrize("change", ["correction", "clarification"])
    def test_a_correction_is_tied_to_the_revision_that_put_it_right(self, member, waiting, change):
        editor = member("editor")
        notice = Notice(f"  {NOTICE.text_ar}\n", is_serious=change == "correction")
        revision = publish_changes(waiting, change, version=2, by=editor, notice=notice)
        article, correction = stored(waiting), Correction.objects.get()
        assert (revision.kind, revision.change) == ("correction", change)
        assert (correction.revision, correction.article, correction.issued_by) == (
            revision,
            article,
            editor,
        )
        assert (correction.kind, correction.text_ar, correction.text_en) == (
            change,
            NOTICE.text_ar,
            "",
        )
        assert correction.is_serious == (change == "correction")
        assert article.updated_at is not None
        assert list(Correction.objects.public()) == [correction]
        assert deeds()[-1] == "corrected"

    @pytest.mark.parametrize("change", ["correction", "clarification"])
    @pytest.mark.parametrize("notice", [None, Notice(""), Notice(" \n"), Notice("", "In English")])
    def test_readers_must_be_told(self, member, waiting, change, notice):
        before = columns(waiting)
        with pytest.raises(Refused):
            publish_changes(waiting, change, version=2, by=member("editor"), notice=notice)
        assert columns(waiting) == before
        assert waiting.revisions.count() == 2

    def test_in_both_languages_where_the_story_is(self, member, edit):
        article, editor = make_translated_article(), member("editor")
        edit(article, editor, title_ar="عنوان آخر")
        with translation.override("en"), pytest.raises(Refused, match="in English"):
            publish_changes(article, "correction", version=2, by=editor, notice=Notice("خطأ."))
        publish_changes(article, "correction", version=2, by=editor, notice=NOTICE)
        assert Correction.objects.get().text_en == NOTICE.text_en

    def test_in_both_languages_where_the_change_brings_the_english(self, member, edit):
        article, editor = make_article(), member("editor")
        edit(article, editor, title_en="Headline", body_en="<p>Text.</p>")
        with pytest.raises(Refused):
            publish_changes(article, "correction", version=2, by=editor, notice=Notice("خطأ."))

    def test_one_that_was_not_read_is_not_published(self, member, edit, waiting):
        edit(waiting, member("chief editor"), title_ar="عنوان ثالث")
        with translation.override("en"), pytest.raises(Refused, match="read them again"):
            publish_changes(waiting, "minor", version=2, by=member("editor"))
        assert stored(waiting).title_ar == "عنوان"

    @pytest.mark.parametrize("change", ["", "first", "retraction", "draft"])
    def test_it_must_be_said_what_it_is(self, member, waiting, change):
        with pytest.raises(Refused):
            publish_changes(waiting, change, version=2, by=member("editor"), notice=NOTICE)
        assert stored(waiting).has_changes_waiting

    def test_a_source_that_was_deleted_meanwhile_is_refused(self, member, edit):
        article, source, editor = make_article("عنوان"), make_source(), member("editor")
        edit(article, editor, source_id=source.pk)
        source.delete()
        with pytest.raises(Refused):
            publish_changes(article, "minor", version=2, by=editor)
        edit(article, editor, source_id=None, title_ar="عنوان آخر")
        publish_changes(article, "minor", version=3, by=editor)
        assert stored(article).title_ar == "عنوان آخر"

    def test_an_update_before_the_publication_is_refused(self, member, edit):
        article, editor = make_article(), member("editor")
        edit(article, editor, published_at=soon())
        with pytest.raises(Refused):
            publish_changes(article, "update", version=2, by=editor)
        assert stored(article).state == State.PUBLISHED

    @pytest.mark.parametrize("change", ["minor", "update"])
    @pytest.mark.parametrize("of_it", [{}, {"expires_at": utc(2018, 6, 1)}])
    def test_what_readers_saw_goes_on_no_schedule(self, member, edit, change, of_it):
        article, editor = make_article(**of_it), member("editor")
        state = stored(article).state
        edit(article, editor, published_at=soon(), expires_at=None)
        with translation.override("en"), pytest.raises(Refused, match="cannot be in the future"):
            publish_changes(article, change, version=2, by=editor)
        assert (stored(article).state, stored(article).live_version) == (state, 1)

    def test_what_readers_see_is_not_over_by_a_change(self, member, edit):
        article, editor = make_article(), member("editor")
        edit(article, editor, expires_at=utc(2018, 6, 1))
        with translation.override("en"), pytest.raises(Refused, match="time is over"):
            publish_changes(article, "minor", version=2, by=editor)
        assert stored(article).state == State.PUBLISHED

    def test_what_is_over_may_be_corrected(self, member, edit):
        article, editor = make_article(expires_at=utc(2018, 6, 1)), member("editor")
        edit(article, editor, title_ar="عنوان آخر")
        publish_changes(article, "minor", version=2, by=editor)
        assert (stored(article).title_ar, stored(article).state) == ("عنوان آخر", State.EXPIRED)

    def test_links_find_the_new_headline(self, member, waiting):
        link = RelatedLink.objects.create(
            article=make_article(), title="عنوان آخر", title_key="عنوان اخر"
        )
        publish_changes(waiting, "minor", version=2, by=member("editor"))
        link.refresh_from_db()
        assert link.target == waiting


class TestWithdrawing:
    def test_readers_are_told_and_the_history_stays(self, member, edit):
        article, chief = make_article("سوق الزرب"), member("chief editor")
        edit(article, member("editor"), title_ar="ما لم يُنشر")
        withdraw(article, by=chief, notice=Notice("سُحب لأنه غير صحيح."), is_gone=True)
        article, correction = stored(article), Correction.objects.get()
        assert (article.status, article.is_gone, article.title_ar) == (
            "withdrawn",
            True,
            "سوق الزرب",
        )
        assert (article.version, article.live_version) == (3, 3)
        assert not Article.objects.published().exists()
        assert (correction.kind, correction.is_serious, correction.revision.number) == (
            "retraction",
            True,
            3,
        )
        assert list(Correction.objects.public()) == [correction]
        assert content_of(article, 2)["title_ar"] == "ما لم يُنشر"
        assert deeds()[-1] == "withdrew"
        assert not Article.objects.published().filter(pk__in=find_ids("الزرب")).exists()

    def test_twice_is_once(self, member):
        article, chief = make_article(), member("chief editor")
        withdraw(article, by=chief, notice=NOTICE)
        before = columns(article)
        withdraw(article, by=chief, notice=Notice("سبب آخر"), is_gone=True)
        assert columns(article) == before
        assert Correction.objects.count() == 1
        assert deeds() == ["withdrew"]

    @pytest.mark.parametrize("notice", [Notice(""), Notice(" ")])
    def test_without_a_word_to_readers_it_is_refused(self, member, notice):
        article = make_article()
        with pytest.raises(Refused):
            withdraw(article, by=member("chief editor"), notice=notice)
        assert stored(article).status == Status.PUBLISHED

    def test_in_english_too_where_the_story_is(self, member):
        article, chief = make_translated_article(), member("chief editor")
        with pytest.raises(Refused):
            withdraw(article, by=chief, notice=Notice("سُحب."))
        withdraw(article, by=chief, notice=NOTICE)
        assert Correction.objects.get().text_en == NOTICE.text_en

    def test_a_draft_cannot_be_withdrawn(self, member):
        with pytest.raises(Refused):
            withdraw(make_article(status=Status.DRAFT), by=member("chief editor"), notice=NOTICE)

    def test_of_what_nobody_has_seen_nobody_is_told(self, member):
        article, chief = (
            make_article(status=Status.DRAFT, published_at=soon()),
            member("chief editor"),
        )
        publish(article, by=chief)
        withdraw(article, by=chief, notice=NOTICE)
        assert stored(article).status == Status.WITHDRAWN
        assert not Correction.objects.exists()

    def test_what_had_expired_was_seen(self, member, in_state):
        article = in_state("expired")
        withdraw(article, by=member("chief editor"), notice=NOTICE)
        assert Correction.objects.get().article == article


@pytest.mark.parametrize(
    ("group", "verb", "state", "options"),
    [
        ("reporter", publish, "draft", {}),
        ("reporter", publish_changes, "published", {"change": "minor", "version": 0}),
        ("reporter", unschedule, "scheduled", {}),
        ("reporter", withdraw, "published", {"notice": NOTICE}),
        ("editor", withdraw, "published", {"notice": NOTICE}),
        ("editor", publish, "withdrawn", {}),
    ],
)
def test_those_who_may_not_are_told_so(member, in_state, group, verb, state, options):
    article = in_state(state)
    before = columns(article)
    with pytest.raises(Refused):
        verb(article, by=member(group), **options)
    assert columns(article) == before
    assert not article.revisions.exists()
    assert deeds() == []


def test_the_object_in_hand_does_not_decide(member):
    """A forged one is not believed: what is stored is."""
    article = make_article(status=Status.DRAFT)
    article.status = Status.WITHDRAWN
    article.title_ar = "ما لم يُحفظ"
    with pytest.raises(Refused):
        withdraw(article, by=member("chief editor"), notice=NOTICE)
    publish(article, by=member("editor"))
    load_latest(article)
    assert stored(article).title_ar != "ما لم يُحفظ"


class TestEnglishThatIsOlder:
    """A change to the Arabic makes a translation old when readers see it, unless it is minor."""

    @pytest.mark.parametrize(
        ("change", "is_old"), [("minor", False), ("update", True), ("correction", True)]
    )
    def test_by_what_the_change_is(self, member, change, is_old):
        article = make_translated_article()
        article = change_story(article, member("editor"), change, body_ar="<p>نص آخر.</p>")
        assert article.english_is_old is is_old

    def test_not_before_it_is_published(self, member):
        article = write(make_translated_article(), member("editor"), body_ar="<p>نص آخر.</p>")
        assert not article.english_is_old

    def test_not_any_more_once_the_english_is_changed_however_small_that_is(self, member):
        article, editor = make_translated_article(), member("editor")
        article = change_story(article, editor, "update", body_ar="<p>نص آخر.</p>")
        article = change_story(article, editor, "minor", body_en="<p>Another text.</p>")
        assert not article.english_is_old

    def test_not_where_both_were_changed(self, member):
        both = {"body_ar": "<p>نص آخر.</p>", "body_en": "<p>Another text.</p>"}
        article = change_story(make_translated_article(), member("editor"), "correction", **both)
        assert not article.english_is_old

    def test_nor_where_there_is_none(self, member):
        article = change_story(make_article(), member("editor"), "update", body_ar="<p>آخر.</p>")
        assert not article.english_is_old
