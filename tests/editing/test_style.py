"""What the copy desk finds in articles, what is fixed, and what is left alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.copydesk import RULES
from articles.editing import (
    STYLE_FIELDS,
    Change,
    Place,
    check_history,
    count_style,
    discard_changes,
    findings_of,
    fix_style,
    ignore,
    keep_counts,
    load_latest,
    mend_finding,
    mend_rules,
    publish,
    publish_changes,
    read_content,
    save_article,
)
from articles.exceptions import Refused
from articles.models import Article, Deed, IgnoredFinding, Revision, Status
from articles.search import check_index, find_ids
from tests.builders import columns, make_article

pytestmark = pytest.mark.django_db

TITLE = "وصول قافلة, ثم مغادرتها"
BODY = '<p>رفضت اللجنة لـ <strong>الاتفاق</strong> كله.</p><p>وقال "نعم" لـ الاتفاق أيضاً.</p>'
FIXED = "<p>رفضت اللجنة ل<strong>لاتفاق</strong> كله.</p><p>وقال «نعم» للاتفاق أيضاً.</p>"


def rules_in(article: Article) -> dict[str, list[str]]:
    return {
        name: [finding.rule for finding in found] for name, found in findings_of(article).items()
    }


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def revisions(article: Article) -> list[tuple[int, str, str]]:
    return list(
        article.revisions.order_by("number").values_list("number", "kind", "reason"),
    )


def place_of(article: Article, field: str, rule: str) -> Place:
    finding = next(one for one in findings_of(article)[field] if one.rule == rule)
    return Place(field, finding.key, finding.start)


class TestFinding:
    def test_each_arabic_field_of_what_is_in_hand(self):
        article = Article(
            title_ar=TITLE,
            summary_ar="سطر  أول",
            body_ar=BODY,
            title_en="A , b",
            image_alt_ar="شاحنات , ورجل",
            image_caption_ar='في القافلة "رجل"',
            image_caption_en="A , b",
        )
        assert rules_in(article) == {
            "title_ar": ["latin-comma"],
            "summary_ar": ["doubled-space"],
            "body_ar": ["detached-prefix", "straight-quotes", "detached-prefix"],
            "image_alt_ar": ["space-before-punctuation", "latin-comma"],
            "image_caption_ar": ["straight-quotes"],
        }

    def test_an_article_without_a_word(self):
        assert findings_of(Article()) == {name: [] for name in STYLE_FIELDS}

    def test_words_of_a_day_are_told_by_the_time_of_publication(self):
        now = timezone.now()
        article = Article(body_ar="<p>وصلت القافلة أمس إلى القرية</p>", published_at=now)
        assert rules_in(article)["body_ar"] == []
        article.published_at = now - timedelta(days=3)
        assert rules_in(article)["body_ar"] == ["relative-time"]

    def test_what_an_editor_ignores_stays_ignored_in_that_article_only(self, member):
        article = make_article(body_ar=BODY)
        other = make_article(body_ar=BODY)
        quotes = place_of(article, "body_ar", "straight-quotes")
        editor = member("editor")
        assert ignore(article, quotes, by=editor).found == '"نعم"'
        assert ignore(article, quotes, by=editor) is None
        assert rules_in(article)["body_ar"] == ["detached-prefix", "detached-prefix"]
        assert "straight-quotes" in rules_in(other)["body_ar"]
        kept = IgnoredFinding.objects.get()
        assert (kept.article, kept.key, kept.rule) == (article, quotes.key, "straight-quotes")
        assert kept.ignored_by.username == "editor"
        assert stored(article).style_findings == 2
        # Once, though it was pressed twice.
        assert list(Deed.objects.values_list("verb", "article", "done_by", "note")) == [
            ("ignored", article.pk, editor.pk, "copydesk: straight-quotes")
        ]

    def test_who_may_not_edit_may_not_ignore(self, member):
        article = make_article(body_ar=BODY, status=Status.WITHDRAWN)
        with pytest.raises(Refused):
            ignore(article, place_of(article, "body_ar", "straight-quotes"), by=member("reporter"))
        assert not IgnoredFinding.objects.exists()
        assert not Deed.objects.exists()

    def test_what_is_not_there_is_not_ignored(self, member):
        article = make_article(body_ar=BODY)
        editor = member("editor")
        assert ignore(article, Place("body_ar", "0" * 16, 0), by=editor) is None
        assert ignore(article, Place("slug", "0" * 16, 0), by=editor) is None
        assert not IgnoredFinding.objects.exists()


class TestMending:
    """In memory: nothing of it is saved."""

    def test_one_of_several(self):
        article = make_article(TITLE, body_ar=BODY)
        before = columns(article)
        second = findings_of(article)["body_ar"][2]
        assert mend_finding(article, Place("body_ar", second.key, second.start)) == second
        assert article.body_ar == BODY.replace("لـ الاتفاق أيضاً", "للاتفاق أيضاً")
        assert columns(article) == before

    def test_the_words_moved_since_and_are_found_by_what_stands_around_them(self):
        article = Article(body_ar=BODY)
        place = place_of(article, "body_ar", "straight-quotes")
        article.body_ar = f"<p>فقرة جديدة قبلها.</p>{BODY}"
        assert mend_finding(article, place).fix == "«نعم»"
        assert article.body_ar == f"<p>فقرة جديدة قبلها.</p>{BODY}".replace('"نعم"', "«نعم»")

    def test_what_is_gone_or_only_a_person_can_tell(self):
        article = Article(title_ar="قال (نعم وذهب")
        place = place_of(article, "title_ar", "unbalanced-brackets")
        assert mend_finding(article, place) is None
        assert mend_finding(article, Place("title_ar", "0" * 16, 0)) is None
        assert article.title_ar == "قال (نعم وذهب"

    def test_all_of_a_rule(self):
        article = Article(title_ar=TITLE, body_ar=BODY)
        assert mend_rules(article, ["detached-prefix"]) == ("body_ar",)
        assert article.title_ar == TITLE
        assert article.body_ar == FIXED.replace("«نعم»", '"نعم"')
        assert mend_rules(article, RULES) == ("title_ar", "body_ar")
        assert mend_rules(article, RULES) == ()


class TestCounting:
    def test_saving_counts_what_was_written_and_publishing_what_is_published(self, member):
        editor = member("editor")
        article = Article(title_ar=TITLE, body_ar=BODY)
        save_article(article, by=editor)
        assert stored(article).style_findings == 4
        article.title_ar = "وصول قافلة"
        save_article(article, by=editor)
        assert stored(article).style_findings == 3
        Article.objects.update(style_findings=None)
        publish(article, by=editor)
        assert stored(article).style_findings == 3

    def test_changes_that_wait_are_counted_and_those_discarded_no_more(self, member):
        editor = member("editor")
        article = make_article(body_ar=BODY)
        article.body_ar = "<p>فقرة سليمة.</p>"
        save_article(article, by=editor)
        assert stored(article).style_findings == 0
        assert stored(article).body_ar == BODY
        discard_changes(article, by=editor)
        assert stored(article).style_findings == 3

    def test_only_the_number_is_written(self):
        article = make_article(body_ar=BODY)
        before = columns(article)
        content = read_content(article)
        article.title_ar = "شيء, آخر"
        assert count_style(article, content) == 3
        assert columns(article) == before | {"style_findings": 3}

    def test_numbers_of_a_text_that_was_saved_since_are_not_kept(self, member):
        article = make_article(body_ar=BODY)
        read = stored(article)
        article.body_ar = "<p>فقرة سليمة.</p>"
        save_article(article, by=member("editor"))
        keep_counts([(read, 3)])
        assert stored(article).style_findings == 0


class TestFixing:
    def test_a_draft_at_once_on_the_record(self):
        article = make_article(TITLE, body_ar=BODY, status=Status.DRAFT)
        assert fix_style(article, ["straight-quotes", "detached-prefix", "tatweel"])
        article = stored(article)
        assert (article.title_ar, article.body_ar) == (TITLE, FIXED)
        assert (article.draft_by, article.style_findings) == (None, 1)
        assert revisions(article) == [
            (1, "draft", ""),
            (2, "draft", "copydesk: detached-prefix, straight-quotes"),
        ]
        deed = Deed.objects.get()
        assert (deed.verb, deed.done_by, deed.note) == (
            "saved",
            None,
            "copydesk: detached-prefix, straight-quotes",
        )
        assert list(check_history()) == []
        assert list(check_index()) == []
        assert find_ids("للاتفاق") == [article.pk]

    def test_what_readers_see_waits_for_an_editor(self, member):
        article = make_article(TITLE, body_ar=BODY)
        assert fix_style(article, RULES)
        article = stored(article)
        assert (article.title_ar, article.body_ar) == (TITLE, BODY)
        assert article.has_changes_waiting
        publish_changes(article, Change.MINOR, version=article.version, by=member("editor"))
        article = stored(article)
        assert (article.title_ar, article.body_ar) == ("وصول قافلة، ثم مغادرتها", FIXED)

    def test_on_top_of_what_waits_already(self, member):
        article = make_article(body_ar=BODY)
        article.title_ar = TITLE
        save_article(article, by=member("editor"))
        assert fix_style(article, ["latin-comma"])
        article = stored(article)
        load_latest(article)
        assert (article.title_ar, article.body_ar) == ("وصول قافلة، ثم مغادرتها", BODY)
        assert article.draft_by.username == "editor"

    def test_a_second_time_changes_nothing(self):
        article = make_article(TITLE, body_ar=BODY)
        assert fix_style(article, RULES)
        before = columns(article)
        assert not fix_style(article, RULES)
        assert columns(article) == before
        assert Revision.objects.count() == 2

    def test_what_is_ignored_stays(self, member):
        article = make_article(body_ar=BODY)
        ignore(article, place_of(article, "body_ar", "straight-quotes"), by=member("editor"))
        assert not fix_style(article, ["straight-quotes"])
        assert not Revision.objects.exists()

    def test_by_somebody_who_may_not(self, member):
        article = make_article(body_ar=BODY, status=Status.WITHDRAWN)
        with pytest.raises(Refused):
            fix_style(article, RULES, by=member("reporter"))
        assert columns(article)["body_ar"] == BODY

    def test_a_headline_that_would_not_fit(self):
        article = make_article("كلمة،" * 60, status=Status.DRAFT)
        with pytest.raises(Refused, match="300"):
            fix_style(article, ["no-space-after-punctuation"])
        assert not Revision.objects.exists()


def test_a_form_that_was_open_meanwhile_is_merged_with_what_was_fixed(member):
    article = make_article("عنوان", body_ar=BODY, status=Status.DRAFT)
    reporter = member("reporter")
    save_article(article, by=reporter)
    base = stored(article).version
    fix_style(article, ["detached-prefix"])
    mine = stored(article)
    mine.title_ar, mine.body_ar = "عنوان جديد", BODY
    saved = save_article(mine, by=reporter, base=base)
    article = stored(article)
    assert (article.title_ar, article.body_ar) == ("عنوان جديد", FIXED.replace("«نعم»", '"نعم"'))
    assert saved.taken == ("body_ar",)
