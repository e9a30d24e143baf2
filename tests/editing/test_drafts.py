"""Saving: what is written, what is merged, what waits, and what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from articles.arabic import match_key
from articles.body import split_blocks
from articles.editing import (
    MOST_CHARACTERS,
    Disputed,
    Saved,
    content_of,
    discard_changes,
    load_latest,
    pending_content,
    publish,
    publish_changes,
    read_content,
    restore,
    save_article,
    touch_form,
    typed_before,
)
from articles.exceptions import Refused
from articles.models import Article, Deed, OpenForm, RelatedLink, Revision, State, Status
from articles.search import find_ids
from tests.builders import columns, make_article, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db

BODY = "<p>فقرة أولى.</p><p>فقرة ثانية.</p><p>فقرة ثالثة.</p>"


def body(first: str = "فقرة أولى.", second: str = "فقرة ثانية.", third: str = "فقرة ثالثة.") -> str:
    return f"<p>{first}</p><p>{second}</p><p>{third}</p>"


def stored(article: Article) -> Article:
    """The article as readers would see it."""
    return Article.objects.get(pk=article.pk)


def links(article: Article) -> list[str]:
    """The related headlines that readers see, or would."""
    return list(article.related_links.order_by("position").values_list("title", flat=True))


def newest(article: Article) -> Article:
    article = stored(article)
    load_latest(article)
    return article


class TestWriting:
    def test_a_save_sanitises_and_writes_what_follows_from_the_text(self, member):
        article = Article(
            title_ar="سُوق الزِّرب",
            body_ar="<div>نص عن الخُبز</div><script>x</script>",
            body_en="<script>x</script>",
        )
        lina = member("reporter", "lina")
        assert save_article(article, by=lina, reason="خبر جديد") == Saved(1)
        article = Article.objects.get()
        assert article.body_ar == "<p>نص عن الخُبز</p>"
        assert article.body_en is None
        assert article.slug == "سوق-الزرب"
        assert article.headline_key == "سوق الزرب"
        assert article.edited_at is not None
        assert (article.version, article.live_version, article.draft_by) == (1, 0, lina)
        assert find_ids("الخبز") == [article.pk]
        assert content_of(article, 1) == read_content(article)
        assert list(Revision.objects.values_list("kind", "created_by", "reason")) == [
            ("draft", lina.pk, "خبر جديد")
        ]
        assert list(
            Deed.objects.values_list("verb", "article", "headline", "version", "done_by")
        ) == [("created", article.pk, "سُوق الزِّرب", 1, lina.pk)]

    @pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
    def test_a_new_article_is_a_draft_whatever_its_object_says(self, member, status):
        whole = {"title_ar": "عنوان", "body_ar": "<p>نص.</p>", "published_at": utc(2018, 5, 21)}
        save_article(Article(status=status, **whole), by=member("reporter"))
        assert Article.objects.get().status == Status.DRAFT

    def test_an_article_that_was_deleted_meanwhile_does_not_come_back(self, member):
        article = make_article(status=Status.DRAFT)
        opened = stored(article)
        article.delete()
        with pytest.raises(Refused):
            save_article(opened, by=member("editor"))
        assert not Article.objects.exists()

    def test_a_second_save_replaces_the_search_document(self, member, edit):
        article = make_article("عنوان قديم", status=Status.DRAFT)
        edit(article, member("reporter"), title_ar="سطر جديد")
        assert not find_ids("قديم")
        assert find_ids("جديد")

    def test_a_new_headline_is_found_by_the_links_that_wait_for_it(self, member):
        link = RelatedLink.objects.create(
            article=make_article(), title="سوق الزرب", title_key="سوق الزرب"
        )
        article = Article(title_ar="سُوقُ الزرب")
        save_article(article, by=member("reporter"))
        link.refresh_from_db()
        assert link.target == article

    @pytest.mark.parametrize("status", Status)
    def test_a_save_that_changes_nothing_leaves_no_trace(self, member, edit, status):
        article = make_translated_article(status=status, body_ar=BODY)
        before = columns(article)
        assert edit(article, member("editor")) == Saved(None)
        assert columns(article) == before
        assert not Revision.objects.exists()
        assert not Deed.objects.exists()

    def test_a_body_that_is_too_long_is_refused_with_the_most_it_may_be(self, member, edit):
        article = make_article(status=Status.DRAFT)
        before = columns(article)
        with pytest.raises(Refused, match=f"{MOST_CHARACTERS:,}"):
            edit(article, member("editor"), body_ar=f"<p>{'س' * MOST_CHARACTERS}</p>")
        with pytest.raises(Refused, match=f"{MOST_CHARACTERS:,}"):
            edit(article, member("chief editor"), body_en=f"<p>{'x' * 2_000_000}</p>")
        assert columns(article) == before
        assert not Revision.objects.exists()

    @pytest.mark.parametrize(
        ("field", "most"), [("title_ar", 300), ("summary_ar", 5_000), ("byline_en", 200)]
    )
    def test_no_other_text_is_without_an_end(self, member, edit, field, most):
        article, editor = make_article(status=Status.DRAFT), member("editor")
        before = columns(article)
        with pytest.raises(Refused, match=f"{most:,}"):
            edit(article, editor, **{field: "س" * (most + 1)})
        assert columns(article) == before
        edit(article, editor, **{field: "س" * most})
        assert getattr(stored(article), field) == "س" * most

    def test_what_the_database_would_refuse_is_refused_in_words(self, member, edit):
        article = make_article(status=Status.DRAFT)
        with translation.override("en"), pytest.raises(Refused) as refused:
            edit(article, member("editor"), updated_at=utc(2018, 5, 20))
        assert str(refused.value) == "The update cannot be earlier than the publication."
        assert stored(article).updated_at is None

    def test_a_source_that_was_deleted_meanwhile_is_refused(self, member, edit):
        article, source = make_article(status=Status.DRAFT), make_source()
        gone = source.pk
        source.delete()
        with pytest.raises(Refused):
            edit(article, member("editor"), source_id=gone)
        assert stored(article).source is None

    def test_each_language_knows_when_it_was_changed(self, member, edit):
        article = make_translated_article(status=Status.DRAFT, published_at=None)
        editor = member("editor")
        edit(article, editor, byline_ar="رامي المثال", tags=["ماء"])
        assert (stored(article).arabic_changed_at, stored(article).english_changed_at) == (
            None,
            None,
        )
        edit(article, editor, body_ar=BODY)
        assert stored(article).arabic_changed_at is not None
        assert stored(article).english_changed_at is None
        edit(article, editor, summary_en="In short")
        assert stored(article).english_changed_at > stored(article).arabic_changed_at

    def test_what_was_typed_is_forgotten_once_it_is_saved(self, member, edit):
        article, lina = make_article(status=Status.DRAFT), member("reporter", "lina")
        rami = member("editor", "rami")
        for user in (lina, rami):
            touch_form(article, by=user, version=0, typed={"title_ar": "سطر"})
        touch_form(None, by=lina, version=0, typed={"title_ar": "خبر آخر"})
        edit(article, lina, title_ar="سطر")
        assert typed_before(article, by=lina) is None
        assert typed_before(article, by=rami) is not None
        assert OpenForm.objects.get(article=article, user=lina).version == 2
        assert typed_before(None, by=lina) is not None
        save_article(Article(title_ar="خبر آخر"), by=lina)
        assert typed_before(None, by=lina) is None


class TestWaiting:
    @pytest.mark.parametrize("state", ["published", "expired"])
    @pytest.mark.parametrize("group", ["reporter", "editor"])
    def test_a_change_to_what_was_published_waits(self, member, edit, in_state, state, group):
        article, user = in_state(state, title_ar="عنوان منشور"), member(group)
        before = columns(article)
        assert edit(article, user, title_ar="عنوان آخر") == Saved(2, waits=True)
        after = columns(article)
        assert {name: after[name] for name in after if after[name] != before[name]} == {
            "version": 2,
            "live_version": 1,
            "draft_by_id": user.pk,
            "edited_at": after["edited_at"],
            "style_findings": 0,
        }
        assert newest(article).title_ar == "عنوان آخر"
        assert stored(article).has_changes_waiting
        assert not find_ids("آخر")
        # The next one writes on, and it is still the first one's draft.
        assert edit(article, member("chief editor"), byline_ar="رامي").version == 3
        assert (newest(article).title_ar, newest(article).byline_ar) == ("عنوان آخر", "رامي")
        assert stored(article).draft_by == user

    def test_whatever_the_object_in_hand_says(self, member):
        article = make_article("عنوان منشور")
        article.status = Status.DRAFT
        article.title_ar = "عنوان آخر"
        assert save_article(article, by=member("reporter")).waits
        assert stored(article).title_ar == "عنوان منشور"
        assert stored(article).status == Status.PUBLISHED

    @pytest.mark.parametrize("state", ["draft", "in-review", "scheduled", "withdrawn"])
    def test_what_nobody_reads_is_changed_at_once(self, member, edit, in_state, state):
        article = in_state(state)
        assert edit(article, member("editor"), title_ar="عنوان آخر") == Saved(2)
        article = stored(article)
        assert article.title_ar == "عنوان آخر"
        assert article.version == 2
        assert article.live_version == (2 if state == "scheduled" else 0)
        assert not article.has_changes_waiting
        assert article.state == state

    @pytest.mark.parametrize("state", ["scheduled", "withdrawn"])
    def test_a_reporter_does_not_change_what_an_editor_decided_on(
        self, member, edit, in_state, state
    ):
        article = in_state(state)
        before = columns(article)
        with pytest.raises(Refused):
            edit(article, member("reporter"), title_ar="عنوان آخر")
        assert columns(article) == before

    def test_related_links_wait_like_all_else(self, member, edit):
        article, reporter = make_article(), member("reporter")
        RelatedLink.objects.create(article=article, title="سوق")
        assert edit(article, reporter, related=[["ذهب", "", None]]) == Saved(2, waits=True)
        assert edit(article, reporter, title_ar="عنوان آخر") == Saved(3, waits=True)
        assert [content_of(article, number)["related"] for number in (1, 2, 3)] == [
            [["سوق", "", None]], [["ذهب", "", None]], [["ذهب", "", None]],
        ]  # fmt: skip
        assert links(article) == ["سوق"]
        publish_changes(article, "minor", version=3, by=member("editor"))
        assert links(article) == ["ذهب"]
        assert content_of(article, 4)["related"] == [["ذهب", "", None]]

    def test_discarded_related_links_are_dropped(self, member, edit):
        article, editor = make_article(), member("editor")
        RelatedLink.objects.create(article=article, title="سوق")
        edit(article, editor, related=[])
        discard_changes(article, by=editor)
        assert links(article) == ["سوق"]
        assert content_of(article, 3)["related"] == [["سوق", "", None]]

    @pytest.mark.parametrize("state", ["draft", "in-review", "scheduled", "withdrawn"])
    def test_related_links_that_nobody_reads_are_written_in_place(
        self, in_state, member, edit, state
    ):
        article, chief = in_state(state), member("chief editor")
        RelatedLink.objects.create(article=article, title="سوق")
        assert edit(article, chief, related=[["ذهب", "", None], ["سوق", "", None]]) == Saved(2)
        assert links(article) == ["ذهب", "سوق"]

    def test_links_that_two_changed_are_merged(self, member, edit):
        article = make_article()
        edit(article, member("editor", "lina"), related=[["سوق", "", None]])
        saved = edit(article, member("editor"), base=1, related=[["ذهب", "", None]])
        assert saved == Saved(3, ("related",), waits=True)
        related = content_of(article, 3)["related"]
        assert related == [["سوق", "", None], ["ذهب", "", None]]
        # Who did not touch them takes theirs.
        edit(article, member("editor", "rami"), base=1, byline_ar="رامي")
        assert content_of(article, 4)["related"] == related

    def test_an_article_that_arrives_while_a_draft_waits_is_led_to(self, member, edit):
        article, editor = make_article(), member("editor")
        for title in ("سوق الزرب", "خان الحرير"):
            RelatedLink.objects.create(article=article, title=title, title_key=match_key(title))
        related = [["خان الحرير", "", None], ["باب النصر", "", None], ["سوق الزرب", "", None]]
        edit(article, editor, title_ar="عنوان آخر", related=related)
        arrived = Article(title_ar="سُوق الزرب")
        save_article(arrived, by=editor)
        assert [link.target for link in article.related_links.order_by("pk")] == [arrived, None]
        gate = Article(title_ar="باب النصر")
        save_article(gate, by=editor)
        assert pending_content(stored(article))["related"] == [
            ["خان الحرير", "", None], ["باب النصر", "", gate.pk], ["سوق الزرب", "", arrived.pk],
        ]  # fmt: skip
        publish_changes(article, "minor", version=2, by=editor)
        in_force = article.related_links.order_by("position").values_list("title", "target")
        assert list(in_force) == [
            ("خان الحرير", None), ("باب النصر", gate.pk), ("سوق الزرب", arrived.pk),
        ]  # fmt: skip
        assert content_of(article, 3)["related"] == read_content(stored(article))["related"]

    def test_a_target_that_an_editor_let_go_stays_let_go(self, member, edit):
        article, editor = make_article(), member("editor")
        target = make_article("سوق الزرب")
        edit(article, editor, related=[["سوق الزرب", "", target.pk]])
        publish_changes(article, "minor", version=2, by=editor)
        edit(article, editor, related=[["سوق الزرب", "", None]])
        publish_changes(article, "minor", version=4, by=editor)
        assert article.related_links.get().target is None

    def test_what_a_published_article_needs_cannot_be_taken_out(self, member, edit):
        article = make_article()
        with pytest.raises(Refused):
            edit(article, member("editor"), body_ar="<p> </p>")
        assert not stored(article).has_changes_waiting


class TestMerging:
    @pytest.fixture
    def opened(self, member, edit) -> Article:
        """A draft of revision 1, in which Lina has saved since."""
        article = make_article("عنوان", status=Status.DRAFT, body_ar=BODY)
        edit(
            article,
            member("reporter", "lina"),
            body_ar=body(second="فقرة لينا."),
            summary_ar="ملخص لينا",
        )
        return article

    def test_both_changes_survive(self, member, opened):
        opened.title_ar = "عنوان رامي"
        opened.body_ar = body(third="فقرة رامي.")
        saved = save_article(opened, by=member("editor", "rami"), base=1)
        assert saved == Saved(3, taken=("summary_ar", "body_ar"))
        article = stored(opened)
        assert article.body_ar == body(second="فقرة لينا.", third="فقرة رامي.")
        assert (article.title_ar, article.summary_ar) == ("عنوان رامي", "ملخص لينا")
        assert content_of(article, 3) == read_content(article)

    def test_a_form_opened_before_there_was_a_history(self, member, opened):
        """Revision 0 is what the article said before: revision 1."""
        opened.byline_ar = "رامي"
        save_article(opened, by=member("editor"), base=0)
        article = stored(opened)
        assert (article.byline_ar, article.summary_ar) == ("رامي", "ملخص لينا")

    def test_an_article_that_said_nothing_has_a_history_too(self, member, edit):
        article = Article.objects.create()
        edit(article, member("reporter", "lina"), title_ar="عنوان لينا", draft_by=None)
        article.byline_ar = "رامي"
        save_article(article, by=member("editor"), base=0)
        assert (stored(article).title_ar, stored(article).byline_ar) == ("عنوان لينا", "رامي")

    def test_what_both_changed_is_disputed_and_nothing_is_saved(self, member, opened):
        before = columns(opened)
        opened.body_ar = body(first="فقرة رامي.", second="ثانية رامي.")
        opened.summary_ar = "ملخص رامي"
        with pytest.raises(Disputed) as caught:
            save_article(opened, by=member("editor", "rami"), base=1)
        disputed = caught.value
        assert (disputed.version, disputed.by.username) == (2, "lina")
        assert [(one.field, one.base, one.theirs, one.mine) for one in disputed.disputes] == [
            ("summary_ar", "", "ملخص لينا", "ملخص رامي"),
            ("body_ar", "<p>فقرة ثانية.</p>", "<p>فقرة لينا.</p>", "<p>ثانية رامي.</p>"),
        ]
        assert columns(opened) == before
        assert Revision.objects.count() == 2
        assert Deed.objects.count() == 1

    def test_choices_decide(self, member, opened):
        rami = member("editor", "rami")
        mine = body(first="فقرة رامي.", second="ثانية رامي.")
        opened.body_ar, opened.summary_ar = mine, "ملخص رامي"
        with pytest.raises(Disputed) as caught:
            save_article(opened, by=rami, base=1)
        summary, block = caught.value.disputes
        opened.body_ar, opened.summary_ar = mine, "ملخص رامي"
        rewritten = "<p>فقرة الاثنين.</p><script>x</script>"
        choices = {summary.key: summary.theirs, block.key: rewritten}
        saved = save_article(opened, by=rami, base=1, choices=choices)
        assert saved == Saved(3, taken=("summary_ar", "body_ar"))
        article = stored(opened)
        assert article.body_ar == body(first="فقرة رامي.", second="فقرة الاثنين.")
        assert article.summary_ar == "ملخص لينا"

    def test_what_is_not_decided_stays_disputed(self, member, opened):
        opened.body_ar, opened.summary_ar = body(second="ثانية رامي."), "ملخص رامي"
        with pytest.raises(Disputed) as caught:
            save_article(opened, by=member("editor"), base=1)
        summary, block = caught.value.disputes
        with pytest.raises(Disputed) as caught:
            save_article(opened, by=member("chief editor"), base=1, choices={block.key: "<p>س</p>"})
        assert caught.value.disputes == (summary,)

    def test_a_choice_does_not_decide_about_a_text_it_has_not_seen(self, member, edit, opened):
        """A third one saves between the question and the answer."""
        rami = member("editor", "rami")
        opened.body_ar = body(second="ثانية رامي.")
        with pytest.raises(Disputed) as caught:
            save_article(opened, by=rami, base=1)
        (block,) = caught.value.disputes
        edit(opened, member("chief editor"), body_ar=body(first="أولى سلمى.", second="ثانية سلمى."))
        opened.body_ar = body(second="ثانية رامي.")
        with pytest.raises(Disputed) as caught:
            save_article(opened, by=rami, base=1, choices={block.key: block.mine})
        assert [one.theirs for one in caught.value.disputes] == ["<p>ثانية سلمى.</p>"]
        # One who saved elsewhere takes no choice away, wherever the block stands now.
        opened.body_ar = body(second="ثانية رامي.")
        (block,) = caught.value.disputes
        edit(
            opened,
            member("editor", "salma"),
            body_ar="<p>قبلها.</p>" + body(first="أولى سلمى.", second="ثانية سلمى."),
        )
        save_article(opened, by=rami, base=1, choices={block.key: block.mine})
        assert split_blocks(stored(opened).body_ar) == [
            "<p>قبلها.</p>", "<p>أولى سلمى.</p>", "<p>ثانية رامي.</p>", "<p>فقرة ثالثة.</p>",
        ]  # fmt: skip

    def test_both_the_same_is_no_dispute(self, member, opened):
        opened.body_ar, opened.summary_ar = body(second="فقرة لينا."), "ملخص لينا"
        assert save_article(opened, by=member("editor"), base=1) == Saved(None)

    def test_nothing_of_mine_takes_all_of_theirs(self, member, opened):
        saved = save_article(opened, by=member("editor"), base=1)
        assert saved == Saved(None, taken=("summary_ar", "body_ar"))
        assert stored(opened).summary_ar == "ملخص لينا"

    def test_a_revision_of_another_article_is_no_base(self, member, opened):
        other = make_article(status=Status.DRAFT)
        other.title_ar = "عنوان آخر"
        with pytest.raises(Refused):
            save_article(other, by=member("editor"), base=2)
        assert stored(other).version == 0

    def test_with_a_waiting_change_of_a_published_article(self, member, edit):
        article = make_article(body_ar=BODY)
        edit(article, member("reporter", "lina"), body_ar=body(second="فقرة لينا."))
        article.body_ar = body(third="فقرة رامي.")
        saved = save_article(article, by=member("editor", "rami"), base=1)
        assert saved == Saved(3, taken=("body_ar",), waits=True)
        assert newest(article).body_ar == body(second="فقرة لينا.", third="فقرة رامي.")
        assert stored(article).body_ar == BODY

    def test_with_changes_that_were_published_meanwhile(self, member, edit):
        article, rami = make_article(body_ar=BODY), member("editor", "rami")
        edit(article, rami, body_ar=body(second="ثانية رامي."))
        publish_changes(article, "update", version=2, by=rami)
        article.body_ar = body(third="فقرة لينا.")
        saved = save_article(article, by=member("reporter", "lina"), base=1)
        assert saved == Saved(4, taken=("body_ar", "updated_at"), waits=True)
        assert newest(article).body_ar == body(second="ثانية رامي.", third="فقرة لينا.")
        assert newest(article).updated_at == stored(article).updated_at is not None

    @pytest.mark.parametrize(
        ("name", "theirs", "mine", "choice"),
        [
            ("published_at", utc(2018, 5, 22), utc(2018, 5, 23), "2018-05-22T00:00:00+00:00"),
            ("source_id", 1, 2, "1"),
        ],
    )
    def test_a_time_or_a_source_is_theirs_or_mine(self, member, edit, name, theirs, mine, choice):
        for number in (1, 2):
            make_source(f"مصدر {number}", pk=number)
        article = make_article(status=Status.DRAFT)
        edit(article, member("reporter"), **{name: theirs})
        setattr(article, name, mine)
        with pytest.raises(Disputed) as caught:
            save_article(article, by=member("editor"), base=1)
        (dispute,) = caught.value.disputes
        assert dispute.theirs == choice
        for chosen, wanted in ((choice, theirs), (dispute.mine, mine)):
            setattr(article, name, mine)
            save_article(
                article, by=member("editor", str(wanted)), base=1, choices={dispute.key: chosen}
            )
            assert getattr(stored(article), name) == wanted
            article.refresh_from_db()
            edit(article, member("editor", f"again {wanted}"), **{name: theirs})


class TestRestoring:
    def test_an_old_revision_is_the_newest_again(self, member, edit):
        article, editor = make_article("عنوان", body_ar=BODY), member("editor")
        RelatedLink.objects.create(article=article, title="سوق")
        edit(article, editor, title_ar="عنوان ثانٍ", related=[])
        publish_changes(article, "minor", version=2, by=editor)
        assert restore(article, 1, by=editor)
        article = stored(article)
        assert (article.title_ar, newest(article).title_ar) == ("عنوان ثانٍ", "عنوان")
        assert article.has_changes_waiting
        assert content_of(article, 4) == content_of(article, 1)
        assert links(article) == []  # until it is published
        assert Deed.objects.values_list("verb", "note").first() == ("restored", "1")
        publish_changes(article, "minor", version=4, by=editor)
        assert links(article) == ["سوق"]

    def test_of_a_draft_it_is_in_force_at_once(self, member, edit):
        article, editor = make_article("عنوان", status=Status.DRAFT), member("editor")
        RelatedLink.objects.create(article=article, title="سوق الزرب")
        edit(article, editor, title_ar="عنوان ثانٍ", related=[])
        arrived = make_article("سوق الزرب")
        restore(article, 1, by=editor)
        assert stored(article).title_ar == "عنوان"
        # A headline leads where it has come to lead since.
        assert read_content(stored(article))["related"] == [["سوق الزرب", "", arrived.pk]]
        assert find_ids("ثان") == []

    def test_a_source_that_is_gone_is_said_and_left_out(self, member, edit):
        source, editor = make_source(), member("editor")
        article = make_article("عنوان", source=source)
        edit(article, editor, source_id=None, title_ar="بلا مصدر")
        publish_changes(article, "minor", version=2, by=editor)
        source.delete()
        assert restore(article, 1, by=editor) is False
        assert (newest(article).title_ar, newest(article).source) == ("عنوان", None)
        publish_changes(article, "minor", version=4, by=editor)
        assert stored(article).title_ar == "عنوان"

    def test_a_revision_that_is_not_this_articles_is_refused(self, member, edit):
        article, other = make_article(), make_article()
        edit(other, member("editor"), title_ar="عنوان آخر")
        with pytest.raises(Refused):
            restore(article, 2, by=member("chief editor"))
        assert Revision.objects.filter(article=article).count() == 0

    def test_the_time_of_update_does_not_go_back(self, member, edit):
        article, editor = make_article(), member("editor")
        edit(article, editor, title_ar="عنوان آخر")
        publish_changes(article, "update", version=2, by=editor)
        updated_at = stored(article).updated_at
        assert updated_at is not None
        restore(article, 1, by=editor)
        publish_changes(article, "minor", version=4, by=editor)
        assert (stored(article).title_ar, stored(article).updated_at) == (
            article.title_ar,
            updated_at,
        )

    def test_what_is_scheduled_stays_so_whatever_the_revision_says(self, member, edit):
        """A revision may be from before there was a schedule; readers would see it at once."""
        editor, day = member("editor"), timedelta(days=1)
        article = make_article(status=Status.DRAFT, published_at=timezone.now() - day)
        edit(article, editor, title_ar="عنوان آخر", published_at=timezone.now() + day)
        publish(article, by=editor)
        scheduled_for = stored(article).published_at
        restore(article, 1, by=editor)
        now = stored(article)
        assert (now.state, now.title_ar) == (State.SCHEDULED, article.title_ar)
        assert now.published_at == scheduled_for

    def test_a_reporter_restores_own_drafts_only(self, member, edit):
        article = make_article(status=Status.DRAFT)
        edit(article, member("reporter", "lina"), title_ar="عنوان لينا")
        with pytest.raises(Refused):
            restore(article, 1, by=member("reporter", "rami"))
        assert stored(article).title_ar == "عنوان لينا"


class TestDiscarding:
    def test_what_waits_is_taken_back_and_stays_in_the_history(self, member, edit):
        article, lina = make_article("عنوان"), member("reporter", "lina")
        edit(article, lina, title_ar="عنوان ثانٍ")
        article.refresh_from_db()
        discard_changes(article, by=lina)
        article = stored(article)
        assert (article.version, article.live_version) == (3, 3)
        assert (article.draft_by, article.in_review) == (None, False)
        assert newest(article).title_ar == "عنوان"
        assert content_of(article, 2)["title_ar"] == "عنوان ثانٍ"
        assert Deed.objects.values_list("verb", flat=True).first() == "discarded"
        with pytest.raises(Refused):
            discard_changes(article, by=lina)

    def test_the_changes_of_others_are_not_a_reporters_to_discard(self, member, edit):
        article = make_article()
        edit(article, member("editor"), title_ar="عنوان ثانٍ")
        with pytest.raises(Refused):
            discard_changes(article, by=member("reporter"))
        assert newest(article).title_ar == "عنوان ثانٍ"


def test_times_are_those_of_the_save(member, edit):
    before = timezone.now()
    article = make_article(status=Status.DRAFT)
    edit(article, member("editor"), title_ar="عنوان آخر")
    assert before <= stored(article).edited_at <= timezone.now()
    assert before <= stored(article).arabic_changed_at <= timezone.now()
    assert all(revision.created_at >= before for revision in article.revisions.all())
