"""Near-duplicates, and the stories that editors make of them."""

from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editing import save_article
from articles.editing.kin import judge_kin, likeness, shingles, story_of
from articles.exceptions import Refused
from articles.models import Article, Deed, Kinship, Status
from tests.builders import make_article, utc
from tests.importing.pages import PARAGRAPHS

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
LONGER = BODY + "<p>وأعلنت البلدية مساء اليوم أن مضخة ثانية ستصل إلى المحطة قبل نهاية الأسبوع.</p>"
OTHER = "<p>فاز فريق المدينة على ضيفه بهدفين في مباراة أقيمت أمس على أرض الملعب البلدي وسط جمهور كبير.</p>"


def test_shingles_are_folded_and_the_longer_text_has_the_shorter_one():
    text = " ".join(PARAGRAPHS)
    assert shingles("أحمد في المدرسة الجديدة") == shingles("احمد في المدرسه الجديده")
    assert likeness(shingles(text), shingles(text + " وكلمات أخرى بعدها كثيرة جداً")) == 1
    assert likeness(shingles(text), shingles("نص آخر " * 20)) == 0
    assert likeness(shingles("أربع كلمات لا غير"), shingles("أربع كلمات لا غير")) == 0


@pytest.mark.django_db
class TestProposals:
    def rows(self):
        return list(Kinship.objects.values_list("older", "newer", "verdict"))

    def test_a_save_proposes_what_is_much_like_it(self, member):
        older = make_article("عودة الماء إلى الأحياء", body_ar=BODY)
        make_article("فوز فريق المدينة", body_ar=OTHER)
        newer = Article(title_ar="الماء يعود إلى المدينة", body_ar=LONGER)
        save_article(newer, by=member("reporter"))
        assert self.rows() == [(older.pk, newer.pk, "proposed")]
        assert Kinship.objects.get().likeness == 1

    def test_a_save_that_leaves_the_text_alone_looks_for_none(self, member):
        older = make_article("عودة الماء إلى الأحياء", body_ar=BODY, status=Status.DRAFT)
        newer = make_article("الماء يعود", body_ar=LONGER, status=Status.DRAFT)
        editor = member("editor")
        newer.tags, newer.title_ar = ["دمشق"], "الماء يعود إلى المدينة"
        save_article(newer, by=editor)
        assert self.rows() == []
        newer = Article.objects.get(pk=newer.pk)
        newer.body_ar += "<p>فقرة أخيرة.</p>"
        save_article(newer, by=editor)
        assert self.rows() == [(older.pk, newer.pk, "proposed")]

    def test_the_archive_is_compared_once(self, capsys):
        newer = make_article("الماء يعود", body_ar=LONGER, published_at=utc(2018, 5, 22))
        older = make_article("عودة الماء", body_ar=BODY)
        make_article("فوز فريق المدينة", body_ar=OTHER)
        call_command("find_kin", dry_run=True)
        assert self.rows() == []
        call_command("find_kin")
        call_command("find_kin")
        assert self.rows() == [(older.pk, newer.pk, "proposed")]
        assert capsys.readouterr().out.splitlines() == [
            "1 near-duplicates would be proposed among 3 articles.",
            "1 near-duplicates proposed among 3 articles.",
            "0 near-duplicates proposed among 3 articles.",
        ]

    def test_a_verdict_stays(self, member):
        editor = member("editor")
        first, second = make_article("عودة الماء", body_ar=BODY), make_article("آخر", body_ar=BODY)
        call_command("find_kin")
        kinship = Kinship.objects.get()
        judge_kin(second, kinship.pk, "unrelated", by=editor)
        call_command("find_kin")
        assert self.rows() == [(first.pk, second.pk, "unrelated")]
        assert Kinship.objects.get().decided_by == editor
        deed = Deed.objects.get()
        said = f"{kinship.Verdict.UNRELATED.label}: #{first.pk}"
        assert (deed.verb, deed.article, deed.note) == ("judged", second, said)
        assert story_of(first) == []

    def test_confirmed_kin_are_one_story_in_order_of_time(self, member):
        editor = member("editor")
        articles = [make_article(published_at=utc(2018, 5, day)) for day in (3, 1, 2, 4)]
        third, first, second, unrelated = articles
        for older, newer, verdict in (
            (first, second, "same"),
            (second, third, "update"),
            (third, unrelated, "unrelated"),
        ):
            kinship = Kinship.objects.create(older=older, newer=newer)
            judge_kin(newer, kinship.pk, verdict, by=editor)
        expected = [(first, ""), (second, "same"), (third, "update")]
        assert [tuple(told) for told in story_of(third)] == expected
        assert [tuple(told) for told in story_of(first)] == expected

    def test_a_long_story_takes_no_more_queries_than_a_short_one(self):
        articles = [make_article(published_at=utc(2018, 1, 1, number)) for number in range(20)]
        Kinship.objects.create(older=articles[0], newer=articles[1], verdict="same")

        def queries():
            with CaptureQueriesContext(connection) as captured:
                story_of(articles[0])
            return len(captured)

        few = queries()
        for older, newer in pairwise(articles[1:]):
            Kinship.objects.create(older=older, newer=newer, verdict="update")
        assert queries() == few
        for one in (articles[0], articles[10], articles[-1]):
            assert [told.article for told in story_of(one)] == articles
        # In a ring it comes to an end, too.
        Kinship.objects.create(older=articles[-1], newer=articles[0], verdict="same")
        assert len(story_of(articles[10])) == 20

    def test_a_story_without_end_is_the_nearest_of_it(self):
        articles = [make_article() for _ in range(60)]
        Kinship.objects.bulk_create(
            Kinship(older=older, newer=newer, verdict="update")
            for older, newer in pairwise(articles)
        )
        places = [articles.index(told.article) for told in story_of(articles[30])]
        assert places in (list(range(6, 56)), list(range(5, 55)))

    def test_kin_of_others_and_unknown_verdicts_are_refused(self, member):
        kinship = Kinship.objects.create(older=make_article(), newer=make_article())
        editor = member("editor")
        with pytest.raises(Refused):
            judge_kin(make_article(), kinship.pk, "same", by=editor)
        with pytest.raises(Refused):
            judge_kin(kinship.newer, kinship.pk, "proposed", by=editor)
