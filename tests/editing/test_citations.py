"""The sources that a text leans on."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editing import publish_changes, save_article
from articles.editing.citations import SourceNames, decide_citation, find_citations
from articles.exceptions import Refused
from articles.models import Article, Citation, Deed, Source
from tests.builders import make_article, make_source

SOURCES = [
    Source(pk=1, name_ar="شبكة الفرات الإخبارية", name_en=None, aliases=["شبكة الفرات"]),
    Source(pk=2, name_ar="قناة الساحل اليوم", name_en=None, aliases=["الساحل اليوم"]),
    Source(pk=3, name_ar="وكالة الأنهار", name_en=None, aliases=["الأنهار"]),
    Source(pk=4, name_ar="وكالة", name_en=None, aliases=[]),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وقتل اثنان حسب شبكة الفرات الإخبارية.", [(1, "حسب شبكة الفرات الإخبارية")]),
        ("بحسب شبكة الفرات، التي زارت الحي", [(1, "بحسب شبكة الفرات، التي زارت الحي")]),
        ("ونقل موقع قناة السَّاحل اليوم عن مصدر", [(2, "ونقل موقع قناة السَّاحل اليوم عن مصدر")]),
        ("نقل موقع الساحل اليوم الخبر.", [(2, "نقل موقع الساحل اليوم الخبر")]),
        ("وفقاً لوكالة الأنهار", [(3, "وفقاً لوكالة الأنهار")]),
        ("وفق ما ذكرت وكالة «الأنهار» مساءً", [(3, "وفق ما ذكرت وكالة «الأنهار» مساءً")]),
        ("في تصريح خاص للأنهار إن", [(3, "تصريح خاص للأنهار إن")]),
        ("وكالة الانهار قالت إن الجسر", [(3, "وكالة الانهار قالت إن الجسر")]),
        ("فقالت وكالة الأنهار", [(3, "فقالت وكالة الأنهار")]),
        # What does not lean on anybody.
        ("زار الوزير شبكة الفرات الإخبارية في مقرها.", []),
        ("قال الوزير. وكالة الأنهار جنوب المدينة.", []),
        ("قالت وكالة أخرى", []),
        ("حسب شبكة الفراتين", []),
        ("حسب الجدول، وصلت المياه إلى الأنهار", []),
        ("", []),
    ],
)
def test_where_a_text_cites(text, expected):
    assert [tuple(found) for found in find_citations(text, SourceNames(SOURCES))] == expected


def test_a_long_passage_is_cut():
    [found] = find_citations("قالت وكالة الأنهار " + "ب" * 400, SourceNames(SOURCES))
    assert len(found.passage) == 300


@pytest.mark.django_db
class TestProposals:
    BODY = "<p>قال شاهد حسب شبكة الفرات الإخبارية.</p><p>نقلت وكالة الأنهار الخبر.</p>"

    @pytest.fixture
    def sources(self):
        return make_source("شبكة الفرات الإخبارية"), make_source("وكالة الأنهار")

    def rows(self):
        return list(Citation.objects.values_list("source__name_ar", "state", "passage"))

    def test_a_save_proposes_what_is_not_the_articles_own_source(self, member, sources):
        article = Article(title_ar="خبر", body_ar=self.BODY, source=sources[0])
        save_article(article, by=member("reporter"))
        assert self.rows() == [("وكالة الأنهار", "proposed", "نقلت وكالة الأنهار الخبر")]

    def test_what_is_taken_out_of_the_text_is_proposed_no_longer(self, member, sources):
        editor = member("editor")
        article = Article(title_ar="خبر", body_ar=self.BODY)
        save_article(article, by=editor)
        [first, _second] = Citation.objects.all()
        decide_citation(article, first.pk, is_right=True, by=editor)
        article = Article.objects.get()
        article.body_ar = "<p>خبر آخر.</p>"
        save_article(article, by=editor)
        assert self.rows() == [
            ("شبكة الفرات الإخبارية", "confirmed", "حسب شبكة الفرات الإخبارية"),
        ]
        deed = Deed.objects.get(verb="cited")
        assert (deed.done_by, deed.note) == (editor, "شبكة الفرات الإخبارية")

    def test_what_was_dismissed_is_not_proposed_again(self, member, sources):
        editor = member("editor")
        article = Article(title_ar="خبر", body_ar=self.BODY)
        save_article(article, by=editor)
        for citation in Citation.objects.all():
            decide_citation(article, citation.pk, is_right=False, by=editor)
        before = self.rows()
        article = Article.objects.get()
        article.body_ar += "<p>وأضافت وكالة الأنهار.</p>"
        save_article(article, by=editor)
        assert self.rows() == before
        assert {citation.decided_by for citation in Citation.objects.all()} == {editor}
        notes = Deed.objects.filter(verb="dismissed").order_by("pk").values_list("note", flat=True)
        assert list(notes) == ["شبكة الفرات الإخبارية", "وكالة الأنهار"]

    @pytest.mark.parametrize("draft_is", ["whose", "nobodys"])
    def test_readers_are_told_by_editors_only(self, member, sources, draft_is):
        draft_by = member("editor") if draft_is == "whose" else None
        article = make_article(body_ar=self.BODY, draft_by=draft_by)
        citation = Citation.objects.create(article=article, source=sources[0])
        with pytest.raises(Refused):
            decide_citation(article, citation.pk, is_right=True, by=member("reporter"))

    def test_readers_are_not_told_before_they_can_read_it(self, member, sources):
        article, editor = make_article(), member("editor")
        changed = Article.objects.get()
        changed.body_ar = self.BODY
        save_article(changed, by=editor)
        citation = Citation.objects.get(source__name_ar="شبكة الفرات الإخبارية")
        with pytest.raises(Refused):
            decide_citation(article, citation.pk, is_right=True, by=editor)
        assert not article.citations.confirmed()
        publish_changes(article, "update", version=2, by=editor)
        decide_citation(article, citation.pk, is_right=True, by=editor)
        assert list(article.citations.confirmed()) == [citation]

    def test_a_citation_of_another_article_is_refused(self, member, sources):
        citation = Citation.objects.create(article=make_article(), source=sources[0])
        with pytest.raises(Refused):
            decide_citation(make_article(), citation.pk, is_right=True, by=member("editor"))

    def test_the_archive_is_searched_once(self, sources, capsys):
        make_article(body_ar=self.BODY, source=sources[0])
        make_article(summary_ar="وفق وكالة الأنهار")
        make_article()
        call_command("find_citations", dry_run=True)
        assert self.rows() == []
        call_command("find_citations")
        call_command("find_citations")
        assert capsys.readouterr().out.splitlines() == [
            "2 citations would be proposed in 3 articles.",
            "2 citations proposed in 3 articles.",
            "0 citations proposed in 3 articles.",
        ]
        assert self.rows() == [
            ("وكالة الأنهار", "proposed", "نقلت وكالة الأنهار الخبر"),
            ("وكالة الأنهار", "proposed", "وفق وكالة الأنهار"),
        ]

    def test_as_many_queries_for_one_article_as_for_many(self, sources):
        def queries():
            Citation.objects.all().delete()
            with CaptureQueriesContext(connection) as captured:
                call_command("find_citations")
            return len(captured)

        make_article(body_ar=self.BODY)
        one = queries()
        for _ in range(5):
            make_article(body_ar=self.BODY)
        assert queries() == one
