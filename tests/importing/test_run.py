"""What an import writes: created, unchanged, updated, refused; and what it never does."""

import os
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.arabic import match_key
from articles.capture import parse_page
from articles.editing import (
    changed_fields,
    check_history,
    content_of,
    hand_in,
    publish_changes,
    read_content,
    save_article,
)
from articles.importing import ImportRun, page_object, summary_object
from articles.importing.create import create_articles
from articles.intake import PageFile, find_pages
from articles.intake.workers import _batches
from articles.models import (
    Article,
    CapturedPage,
    ImportBatch,
    Proposal,
    RelatedLink,
    SearchDocument,
    SearchWord,
    Source,
    Status,
    StoryFingerprint,
    TopicLink,
)
from articles.search import check_index, is_due, live_index, rebuild, store_document
from articles.search.places import places_of
from tests.importing.pages import HEADLINE, Page, import_folder, newest, other_paragraphs

pytestmark = pytest.mark.django_db

MODELS = [
    Article, CapturedPage, ImportBatch, Proposal, RelatedLink, SearchDocument, Source, StoryFingerprint,
]  # fmt: skip


def everything() -> dict[str, list[dict]]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def outcomes(results: list) -> list[str]:
    return [result.outcome for result in results]


class TestCreating:
    def test_a_whole_page_becomes_a_published_article(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        (result,) = import_folder(tmp_path)
        article = Article.objects.get()
        assert result.outcome == "created"
        assert result.article_id == article.pk
        assert article.title_ar == HEADLINE
        assert article.status == Status.PUBLISHED
        assert article.slug == "عودة-الماء-إلى-أحياء-المدينة-بعد-شهر-من-الانقطاع"
        assert (article.published_at.isoformat(), article.published_precision) == (
            "2018-05-21T08:05:00+00:00",
            "minute",
        )
        assert article.updated_at.isoformat() == "2018-05-24T23:01:00+00:00"
        assert article.source.name_ar == "صحيفة العينة"
        assert article.body_ar == (
            f"<p>{Page().paragraphs[0]}</p>"
            '<blockquote class="pull"><p>الفرق عملت ليلاً ونهاراً كي لا يبقى بيت بلا ماء</p></blockquote>'
            f"<p>{Page().paragraphs[1]}</p><p>{Page().paragraphs[2]}</p>"
        )
        assert [link.title for link in article.related_links.all()] == list(Page().related)
        assert article.edited_at is None
        assert (article.version, article.live_version) == (1, 1)
        revision = article.revisions.get()
        assert (revision.kind, revision.reason) == ("import", ImportBatch.objects.get().name)
        assert content_of(article, 1) == read_content(article)
        assert not list(check_history())

    def test_the_evidence_is_kept_untouched(self, tmp_path: Path) -> None:
        path = Page(encoding="cp1256").write(tmp_path)
        import_folder(tmp_path)
        page = CapturedPage.objects.get()
        assert bytes(page.content) == path.read_bytes()
        assert (page.file_name, page.encoding, page.kind) == ("001.txt", "cp1256", "page")
        assert page.lines[:3] == [
            (1, "headline", HEADLINE),
            (2, "", ""),
            (3, "published", f"تاريخ النشر: {Page().published}"),
        ]

    def test_the_search_document_is_what_the_desk_would_write(self, tmp_path: Path) -> None:
        Page(english="Water returns\n\nSummary: After a month.\n\nWater is back.").write(tmp_path)
        import_folder(tmp_path)
        imported = list(SearchDocument.objects.order_by("place").values())
        store_document(Article.objects.get())
        assert list(SearchDocument.objects.order_by("place").values()) == imported
        assert [document["headline"] for document in imported] == [
            match_key(HEADLINE),
            "water returns",
        ]
        assert not list(check_index())

    @pytest.mark.parametrize(
        ("page", "missing"),
        [
            (Page(headline=""), "missing-headline"),
            (Page(published=""), "missing-published"),
            (Page(paragraphs=(), quote=""), "missing-body"),
        ],
    )
    def test_what_lacks_something_becomes_a_draft(
        self, tmp_path: Path, page: Page, missing: str
    ) -> None:
        page.write(tmp_path)
        (result,) = import_folder(tmp_path)
        assert missing in [problem.code for problem in result.problems]
        assert Article.objects.get().status == Status.DRAFT
        assert missing in CapturedPage.objects.get().problem_codes.split()

    def test_a_page_without_a_source_is_published(self, tmp_path: Path) -> None:
        Page(source="").write(tmp_path)
        import_folder(tmp_path)
        article = Article.objects.get()
        assert (article.source, article.status) == (None, Status.PUBLISHED)

    def test_as_drafts_when_asked(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        import_folder(tmp_path, status=Status.DRAFT)
        assert Article.objects.get().status == Status.DRAFT

    def test_a_date_without_a_time(self, tmp_path: Path) -> None:
        Page(published="21.05.2018", updated="21.05.2018").write(tmp_path)
        (result,) = import_folder(tmp_path)
        article = Article.objects.get()
        assert article.published_at.isoformat() == "2018-05-20T21:00:00+00:00"
        assert (article.published_precision, article.updated_precision) == ("day", "day")
        assert page_object(result)["published_at"] == "2018-05-21"
        assert page_object(result)["updated_at"] == "2018-05-21"

    def test_an_update_of_the_same_day_known_by_the_day_alone(self, tmp_path: Path) -> None:
        Page(updated="21.05.2018").write(tmp_path)
        (result,) = import_folder(tmp_path)
        article = Article.objects.get()
        assert article.updated_at == article.published_at
        assert result.problems == []

    def test_an_update_before_its_publication_is_reported_and_not_stored(
        self, tmp_path: Path
    ) -> None:
        Page(updated="20.05.2018 | 10:00 دمشق").write(tmp_path)
        (result,) = import_folder(tmp_path)
        assert Article.objects.get().updated_at is None
        assert [problem.code for problem in result.problems] == ["updated-before-published"]
        assert page_object(result)["updated_text"] == "20.05.2018 | 10:00 دمشق"

    def test_a_future_time_is_reported_and_not_public(self, tmp_path: Path) -> None:
        Page(published="21.05.2090 | 11:05 دمشق", updated="").write(tmp_path)
        (result,) = import_folder(tmp_path)
        assert [problem.code for problem in result.problems] == ["future-time"]
        assert not Article.objects.published().exists()

    def test_a_source_is_found_by_its_other_spellings(self, tmp_path: Path) -> None:
        known = Source.objects.create(name_ar="العينة", slug="sample", aliases=["صحيفة العيّنه"])
        Page().write(tmp_path)
        import_folder(tmp_path)
        assert Article.objects.get().source == known
        assert Source.objects.count() == 1

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("وكالة النموذج", "agency"),
            ("وزارة المثال", "official"),
            ("صفحة العينة", "social"),
            ("صحيفة العينة", "outlet"),
        ],
    )
    def test_the_kind_of_a_new_source(self, tmp_path: Path, name: str, kind: str) -> None:
        Page(source=name).write(tmp_path)
        import_folder(tmp_path)
        assert Source.objects.get().kind == kind

    def test_tags(self, tmp_path: Path) -> None:
        Page(after="كلمات مفتاحية: مياه، صيانة").write(tmp_path)
        import_folder(tmp_path)
        article = Article.objects.get()
        assert (article.tags, article.section) == (["مياه", "صيانة"], None)
        links = TopicLink.objects.values_list("topic__name_ar", "article")
        assert set(links) == {("مياه", article.pk), ("صيانة", article.pk)}

    def test_as_many_queries_for_the_topics_of_one_page_as_of_many(self, tmp_path: Path) -> None:
        def queries(folder: Path, count: int) -> int:
            folder.mkdir()
            for number in range(count):
                Page(
                    f"خبر {folder.name} رقم {number}",
                    paragraphs=other_paragraphs(number),
                    after=f"كلمات مفتاحية: مياه، وسم {folder.name} {number}",
                ).write(folder, f"{number}.txt")
            with CaptureQueriesContext(connection) as captured:
                import_folder(folder)
            return sum("articles_topic" in query["sql"] for query in captured)

        queries(tmp_path / "a", 1)
        one = queries(tmp_path / "b", 1)
        assert queries(tmp_path / "c", 12) == one


class TestTranslations:
    ENGLISH = "Water returns\n\nSummary: After a month.\n\nWater is back.\n\n> is back"

    def test_the_english_beside_a_page(self, tmp_path: Path) -> None:
        Page(english=self.ENGLISH).write(tmp_path)
        (result,) = import_folder(tmp_path)
        article = Article.objects.get()
        assert result.outcome == "created"
        assert (article.title_en, article.summary_en, article.byline_en) == (
            "Water returns", "After a month.", None,
        )  # fmt: skip
        assert article.body_en == (
            '<p>Water is back.</p><blockquote class="pull"><p>is back</p></blockquote>'
        )
        assert outcomes(import_folder(tmp_path)) == ["unchanged"]

    def test_a_translation_that_arrives_later(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        import_folder(tmp_path)
        Page(english=self.ENGLISH).write(tmp_path)
        assert outcomes(import_folder(tmp_path)) == ["updated"]
        assert Article.objects.get().title_en == "Water returns"
        assert outcomes(import_folder(tmp_path)) == ["unchanged"]

    def test_a_bad_translation_is_reported_and_the_page_goes_in(self, tmp_path: Path) -> None:
        Page(english="Only a headline").write(tmp_path)
        (result,) = import_folder(tmp_path)
        assert result.outcome == "created"
        assert [problem.code for problem in result.problems] == ["bad-translation"]

    def test_a_translation_without_its_page(self, tmp_path: Path) -> None:
        (tmp_path / "009.en.txt").write_text(self.ENGLISH)
        (result,) = import_folder(tmp_path)
        assert result.problems[-1].code == "orphan-translation"


class TestAgain:
    def test_a_second_run_changes_nothing(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        Page(headline="", paragraphs=other_paragraphs(1)).write(tmp_path, "002.txt")
        (tmp_path / "003.txt").write_bytes(b"")
        import_folder(tmp_path)
        before = everything()
        results = import_folder(tmp_path)
        assert outcomes(results) == ["unchanged", "unchanged", "refused"]
        assert everything() == before

    def test_the_same_page_twice_in_one_folder(self, tmp_path: Path) -> None:
        for name in ("001.txt", "002.txt"):
            Page().write(tmp_path, name)
        assert outcomes(import_folder(tmp_path)) == ["created", "unchanged"]
        assert Article.objects.count() == 1

    def test_two_captures_of_one_article_in_one_folder(self, tmp_path: Path) -> None:
        Page().write(tmp_path, "001.txt")
        Page(byline="كتب: رامي المثال").write(tmp_path, "002.txt")
        assert outcomes(import_folder(tmp_path)) == ["created", "updated"]
        assert Article.objects.get().byline_ar == "رامي المثال"

    def test_a_dry_run_says_the_same_and_leaves_nothing(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        (tmp_path / "003.txt").write_bytes(b"")
        before = everything()
        dry = [page_object(r) | {"article_id": 0} for r in import_folder(tmp_path, dry_run=True)]
        assert everything() == before
        real = [page_object(r) | {"article_id": 0} for r in import_folder(tmp_path)]
        assert dry == real


class TestNewerCaptures:
    def test_only_what_no_editor_changed_is_updated(self, tmp_path: Path, chief) -> None:
        Page().write(tmp_path)
        import_folder(tmp_path)
        article = Article.objects.get()
        article.title_ar = "عنوان كتبه المحرر"
        save_article(article, by=chief)
        newer = Page(
            headline=HEADLINE.replace("إلى", "الى"),
            updated="26.05.2018 | 09:00 دمشق",
            related=("خطة لتبديل الشبكة",),
        )
        newer.write(tmp_path)
        (result,) = import_folder(tmp_path)
        article = Article.objects.get()
        assert result.outcome == "updated"
        assert (article.title_ar, newest().title_ar) == (HEADLINE, "عنوان كتبه المحرر")
        for shown in (article, newest()):
            assert shown.updated_at.isoformat() == "2018-05-26T06:00:00+00:00"
        assert [link.title for link in article.related_links.all()] == ["خطة لتبديل الشبكة"]
        assert list(Proposal.objects.values_list("field", "value")) == [
            ("title_ar", newer.headline)
        ]
        assert [tuple(problem) for problem in result.problems] == [
            ("kept-edited-text", None, "title_ar")
        ]
        assert outcomes(import_folder(tmp_path)) == ["unchanged"]
        assert CapturedPage.objects.count() == 2
        publish_changes(article, "minor", version=article.version, by=chief)
        assert Article.objects.get().title_ar == "عنوان كتبه المحرر"
        assert outcomes(import_folder(tmp_path)) == ["unchanged"]

    def test_what_an_editor_published_is_kept_too(self, tmp_path: Path, chief) -> None:
        Page().write(tmp_path)
        import_folder(tmp_path)
        article = Article.objects.get()
        article.title_ar = "عنوان كتبه المحرر"
        version = save_article(article, by=chief).version
        publish_changes(article, "minor", version=version, by=chief)
        Page(headline=HEADLINE.replace("إلى", "الى")).write(tmp_path)
        assert outcomes(import_folder(tmp_path)) == ["updated"]
        assert Article.objects.get().title_ar == newest().title_ar == "عنوان كتبه المحرر"
        assert list(Proposal.objects.values_list("field", flat=True)) == ["title_ar"]

    def test_what_waits_goes_on_waiting_with_its_owner(self, tmp_path: Path, chief) -> None:
        Page().write(tmp_path)
        import_folder(tmp_path)
        article = Article.objects.get()
        article.title_ar = "عنوان كتبه المحرر"
        save_article(article, by=chief)
        hand_in(article, by=chief)
        Page(byline="كتب: رامي المثال").write(tmp_path)
        import_folder(tmp_path)
        article = Article.objects.get()
        assert (article.live_version, article.version) == (3, 4)
        assert (article.draft_by, article.in_review) == (chief, True)
        assert changed_fields(content_of(article, 3), content_of(article, 4)) == ["title_ar"]
        assert content_of(article, 3) == read_content(article)
        assert not list(check_history())

    def test_a_page_that_says_what_waits_brings_nothing_new(self, tmp_path: Path, chief) -> None:
        Page().write(tmp_path)
        import_folder(tmp_path)
        article = Article.objects.get()
        article.byline_ar = "رامي المثال"
        save_article(article, by=chief)
        Page(byline="كتب: رامي المثال").write(tmp_path)
        assert outcomes(import_folder(tmp_path)) == ["unchanged"]
        assert (Article.objects.get().byline_ar, newest().byline_ar) == ("", "رامي المثال")

    def test_saving_in_the_desk_without_a_change_is_no_edit(self, tmp_path: Path, chief) -> None:
        Page().write(tmp_path)
        import_folder(tmp_path)
        save_article(Article.objects.get(), by=chief)
        Page(
            paragraphs=(Page().paragraphs[0], Page().paragraphs[1], "فقرة صححها الموقع بعد النشر.")
        ).write(tmp_path)
        assert outcomes(import_folder(tmp_path)) == ["updated"]
        assert "صححها الموقع" in Article.objects.get().body_ar

    def test_white_space_alone_is_no_change(self, tmp_path: Path) -> None:
        path = Page().write(tmp_path)
        import_folder(tmp_path)
        path.write_text(path.read_text().replace("\n\n", "\n \n\n"))
        assert outcomes(import_folder(tmp_path)) == ["unchanged"]
        assert CapturedPage.objects.count() == 1

    def test_a_draft_for_lack_of_a_body_is_published_when_it_arrives(self, tmp_path: Path) -> None:
        Page(paragraphs=(), quote="").write(tmp_path)
        import_folder(tmp_path)
        Article.objects.update(in_review=True)
        Page().write(tmp_path)
        assert outcomes(import_folder(tmp_path)) == ["updated"]
        article = Article.objects.get()
        assert (article.status, article.in_review) == (Status.PUBLISHED, False)
        assert article.live_version == article.version == 2

    def test_a_capture_cut_short_takes_nothing_away(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        import_folder(tmp_path)
        before = Article.objects.values().get()
        Page(paragraphs=(), quote="", updated="", related=()).write(tmp_path)
        (result,) = import_folder(tmp_path)
        assert result.outcome == "unchanged"
        assert Article.objects.values().get() == before

    def test_a_draft_that_was_asked_for_is_not_published_by_a_later_run(
        self, tmp_path: Path
    ) -> None:
        Page().write(tmp_path)
        import_folder(tmp_path, status=Status.DRAFT)
        Page(byline="كتب: رامي المثال").write(tmp_path)
        assert outcomes(import_folder(tmp_path)) == ["updated"]
        assert Article.objects.get().status == Status.DRAFT

    def test_a_renamed_source_is_still_the_same(self, tmp_path: Path) -> None:
        Page().write(tmp_path)
        import_folder(tmp_path)
        Source.objects.update(name_ar="جريدة أخرى")
        Page(byline="كتب: رامي المثال").write(tmp_path)
        assert outcomes(import_folder(tmp_path)) == ["updated"]
        assert Source.objects.count() == 1

    def test_an_update_before_the_editors_publication_is_proposed(
        self, tmp_path: Path, chief
    ) -> None:
        Page(updated="").write(tmp_path)
        import_folder(tmp_path)
        article = Article.objects.get()
        article.published_at = article.published_at.replace(day=26)
        save_article(article, by=chief)
        Page(byline="كتب: رامي المثال").write(tmp_path)
        assert outcomes(import_folder(tmp_path)) == ["updated"]
        article = Article.objects.get()
        assert (article.byline_ar, article.updated_at) == ("رامي المثال", None)
        assert article.has_changes_waiting
        assert list(Proposal.objects.values_list("field", flat=True)) == ["updated_at"]


class TestDuplicates:
    def test_the_same_headline_a_day_later_with_every_paragraph_touched(
        self, tmp_path: Path
    ) -> None:
        Page().write(tmp_path, "001.txt")
        touched = tuple(paragraph.replace(" ", " اليوم ", 1) for paragraph in Page().paragraphs)
        Page(published="22.05.2018 | 09:00 دمشق", paragraphs=touched).write(tmp_path, "002.txt")
        Page(published="22.06.2018 | 09:00 دمشق", updated="", paragraphs=other_paragraphs(3)).write(
            tmp_path, "003.txt"
        )
        import_folder(tmp_path / "001.txt")
        results = import_folder(tmp_path)
        assert [[problem.code for problem in result.problems] for result in results] == [
            [], ["possible-duplicate"], [],
        ]  # fmt: skip

    def test_it_is_said_again_when_nothing_changes(self, tmp_path: Path) -> None:
        Page().write(tmp_path, "001.txt")
        Page(headline="أحياء المدينة تشرب من جديد").write(tmp_path, "002.txt")
        first = [result.problems for result in import_folder(tmp_path)]
        assert [result.problems for result in import_folder(tmp_path)] == first

    @pytest.mark.parametrize(
        "change",
        [
            {"headline": "أحياء المدينة تشرب من جديد"},
            {"published": "22.05.2018 | 09:00 دمشق"},
            {"source": "إذاعة المثال"},
        ],
    )
    def test_the_same_story_under_another_name(
        self, tmp_path: Path, change: dict[str, str]
    ) -> None:
        Page().write(tmp_path, "001.txt")
        import_folder(tmp_path)
        Page(**change).write(tmp_path, "002.txt")
        _, result = import_folder(tmp_path)
        first, second = Article.objects.order_by("pk")
        assert second.possible_duplicate_of == first
        assert [tuple(problem) for problem in result.problems] == [
            ("possible-duplicate", None, str(first.pk))
        ]

    def test_within_one_run(self, tmp_path: Path) -> None:
        Page().write(tmp_path, "001.txt")
        Page(headline="أحياء المدينة تشرب من جديد").write(tmp_path, "002.txt")
        _, result = import_folder(tmp_path)
        assert [problem.code for problem in result.problems] == ["possible-duplicate"]

    def test_other_stories_are_not(self, tmp_path: Path) -> None:
        Page().write(tmp_path, "001.txt")
        Page(headline="خبر آخر تماماً عن المدينة", paragraphs=other_paragraphs(2)).write(
            tmp_path, "002.txt"
        )
        assert [result.problems for result in import_folder(tmp_path)] == [[], []]


class TestRelatedHeadlines:
    OTHER = "خطة لتبديل شبكة المياه القديمة"

    def test_found_whichever_comes_first(self, tmp_path: Path) -> None:
        Page(related=("خُطة لتبديل شبكه المياه القديمة",)).write(tmp_path, "001.txt")
        Page(headline=self.OTHER, paragraphs=other_paragraphs(1), related=(HEADLINE,)).write(
            tmp_path, "002.txt"
        )
        import_folder(tmp_path)
        first, second = Article.objects.order_by("pk")
        assert first.related_links.get().target == second
        assert second.related_links.get().target == first
        for article in (first, second):
            assert content_of(article, 1) == read_content(article)

    def test_the_missing_article_arrives_in_a_later_run(self, tmp_path: Path) -> None:
        Page(related=(self.OTHER,)).write(tmp_path, "001.txt")
        import_folder(tmp_path)
        assert RelatedLink.objects.get().target is None
        Page(headline=self.OTHER, paragraphs=other_paragraphs(1), related=()).write(
            tmp_path, "002.txt"
        )
        import_folder(tmp_path)
        assert RelatedLink.objects.get().target.title_ar == self.OTHER

    def test_two_of_one_headline_are_candidates(self, tmp_path: Path) -> None:
        for number in (1, 2):
            Page(
                headline=self.OTHER, published=f"0{number}.05.2018 | 11:05 دمشق",
                paragraphs=other_paragraphs(number), related=(),
            ).write(tmp_path, f"00{number}.txt")  # fmt: skip
        Page(related=(self.OTHER,)).write(tmp_path, "003.txt")
        import_folder(tmp_path)
        link = RelatedLink.objects.get()
        assert link.target is None
        assert link.candidates.count() == 2


class TestRefusals:
    def test_one_bad_page_is_named_and_the_rest_go_in(self, tmp_path: Path) -> None:
        Page().write(tmp_path, "002.txt")
        (tmp_path / "001.txt").write_bytes(b"")
        (tmp_path / "003.bin").write_bytes(bytes(range(256)))
        (tmp_path / "004.txt").write_bytes(b" " * (5 * 1024 * 1024 + 1))
        (tmp_path / "005.txt").symlink_to("/etc/hostname")
        (tmp_path / "006.txt").symlink_to(tmp_path / "nowhere.txt")
        (tmp_path / "007.txt").symlink_to(tmp_path)
        results = import_folder(tmp_path)
        assert [
            (r.page.file, r.outcome, r.problems[-1].code if r.problems else "") for r in results
        ] == [
            ("001.txt", "refused", "empty-file"),
            ("002.txt", "created", ""),
            ("003.bin", "refused", "binary-file"),
            ("004.txt", "refused", "file-too-large"),
            ("005.txt", "refused", "outside-folder"),
            ("006.txt", "refused", "unreadable-file"),
            ("007.txt", "refused", "not-a-file"),
        ]
        batch = ImportBatch.objects.get()
        assert (batch.documents, batch.created, batch.refused) == (7, 1, 6)
        assert batch.refusals[0] == {
            "file": "001.txt",
            "code": "empty-file",
            "text": "the file is empty",
        }

    def test_hostile_files_are_named_and_the_innocent_beside_them_go_in(
        self, tmp_path: Path
    ) -> None:
        folder = tmp_path / "pages"
        folder.mkdir()
        (tmp_path / "secret.txt").write_text("outside")
        page = Page().write(folder, "b.txt").read_bytes()
        with (folder / "a-line.txt").open("wb") as line:
            line.truncate(100_000_000)
        (folder / "a-related.txt").write_bytes(page + "\nخبر".encode() * 600_000)
        (folder / "a-blank.txt").write_bytes(page + b"\r" * 60_000)
        (folder / "a-nul.txt").write_bytes(page + b"\0")
        Page(headline="خبر \u202eآخر\u202c تماماً عن المدينة", paragraphs=other_paragraphs(1)).write(
            folder, "c-bidi.txt"
        )
        os.mkfifo(folder / "d-fifo")
        with closing(socket.socket(socket.AF_UNIX)) as listener:
            listener.bind(str(folder / "d-socket"))
        (folder / "e-loop").symlink_to("e-loop")
        (folder / "e-out").symlink_to("../secret.txt")
        (folder / "e-up").symlink_to("..")
        (folder / "e-zero").symlink_to("/dev/zero")
        (folder / "f\nrefused  g\x1b[31m\u202e.txt").write_bytes(b"")
        deep = folder / "h"
        for _ in range(60):
            deep /= "h"
        deep.mkdir(parents=True)
        (deep / "page.txt").write_bytes(page)
        results = import_folder(folder)
        assert [
            (one.page.file, one.problems[-1].code if one.problems else "") for one in results
        ] == [
            ("a-blank.txt", "too-many-lines"),
            ("a-line.txt", "file-too-large"),
            ("a-nul.txt", "binary-file"),
            ("a-related.txt", "too-many-lines"),
            ("b.txt", ""),
            ("c-bidi.txt", "removed-invisible"),
            ("d-fifo", "not-a-file"),
            ("d-socket", "not-a-file"),
            ("e-loop", "not-a-file"),
            ("e-out", "outside-folder"),
            ("e-up", "outside-folder"),
            ("e-zero", "outside-folder"),
            ("f\\u000arefused  g\\u001b[31m\\u202e.txt", "empty-file"),
            ("/".join(["h"] * 51), "not-a-file"),
        ]
        assert outcomes(results).count("created") == 2
        assert not any(one.page.content for one in results if one.outcome == "refused")

    @pytest.mark.parametrize("gone", [True, False], ids=["disappears", "changes"])
    def test_a_file_that_is_not_left_alone_while_it_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: bool
    ) -> None:
        busy = Page().write(tmp_path)
        Page(headline="خبر آخر تماماً عن المدينة", paragraphs=other_paragraphs(1)).write(
            tmp_path, "002.txt"
        )
        opened = os.open

        def meddle(path: Any, *arguments: Any, **named: Any) -> int:
            if str(path) == str(busy) and gone:
                busy.unlink()
            descriptor = opened(path, *arguments, **named)
            if str(path) == str(busy):
                fstat = os.fstat

                def written_to(asked: int) -> os.stat_result:
                    status = fstat(asked)
                    if asked == descriptor:
                        os.utime(busy, (1, 1))
                    return status

                monkeypatch.setattr("articles.intake.files.os.fstat", written_to)
            return descriptor

        with monkeypatch.context() as patched:
            patched.setattr("articles.intake.files.os.open", meddle)
            results = import_folder(tmp_path)
        assert outcomes(results) == ["refused", "created"]
        wanted = "unreadable-file" if gone else "changed-while-read"
        assert results[0].problems[-1].code == wanted

    def test_a_fault_of_the_reader_is_one_pages(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Page().write(tmp_path)
        Page(headline="خبر يفزع القارئ", paragraphs=other_paragraphs(1)).write(tmp_path, "002.txt")

        def read(text: str, **options: Any) -> Any:
            if "يفزع" in text:
                raise RecursionError("too deep")
            return parse_page(text, **options)

        monkeypatch.setattr("articles.intake.prepare.parse_page", read)
        results = import_folder(tmp_path)
        assert outcomes(results) == ["created", "refused"]
        problem = results[1].problems[-1]
        assert problem == ("reader-failed", None, "it cannot be read: RecursionError: too deep")

    def test_a_page_the_database_refuses(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in (1, 2, 3):
            Page(
                headline=f"خبر من المدينة رقمه {number} هذا اليوم",
                paragraphs=other_paragraphs(number),
            ).write(tmp_path, f"00{number}.txt")

        def fail_on_the_second(new: list, *arguments: object) -> list:
            captures = create_articles(new, *arguments)
            if any(article.page.file == "002.txt" for article in new):
                raise DatabaseError("value too long")
            return captures

        monkeypatch.setattr("articles.importing.run.create_articles", fail_on_the_second)
        results = import_folder(tmp_path)
        assert outcomes(results) == ["created", "refused", "created"]
        assert results[1].problems[-1].code == "database-refused"
        assert Article.objects.count() == 2
        assert ImportBatch.objects.get().created == 2

    @pytest.mark.parametrize("name", [b"b\xff.txt", b"a\nb.txt"])
    def test_a_file_name_that_cannot_be_printed(self, tmp_path: Path, name: bytes) -> None:
        Page(english="Water\n\nWater is back.").write(tmp_path, os.fsdecode(name))
        Page(headline="خبر آخر تماماً عن المدينة", paragraphs=other_paragraphs(1)).write(
            tmp_path, "c.txt"
        )
        assert outcomes(import_folder(tmp_path)) == ["created", "created"]

    def test_a_folder_that_cannot_be_opened(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Page().write(tmp_path)
        (tmp_path / "locked").mkdir()
        access = os.access
        monkeypatch.setattr(
            os, "access", lambda path, mode: "locked" not in str(path) and access(path, mode)
        )
        assert [(result.page.file, result.outcome) for result in import_folder(tmp_path)] == [
            ("001.txt", "created"), ("locked", "refused"),
        ]  # fmt: skip


class TestBeginning:
    """An archive that begins with many pages has their words before they are analysed."""

    def test_they_are_analysed_once_as_a_rebuild_would(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("articles.importing.run._MANY", 6)
        for number in range(4):
            Page(
                headline=f"الخبر {number} عن المدينة والجسر والجسور",
                paragraphs=other_paragraphs(number),
                english=TestTranslations.ENGLISH if number == 2 else "",
            ).write(tmp_path, f"{number}.txt")
        Page(headline="مسودة لا وقت لها", published="", updated="").write(tmp_path, "4.txt")
        (tmp_path / "5.txt").write_bytes(b"\x00")
        results = import_folder(tmp_path)
        assert outcomes(results) == ["created"] * 5 + ["refused"]
        assert not is_due()
        index = live_index()
        assert index.counted == 4
        kept, words = _searched(index.slot)
        assert ("والجسور", 4) in [(word, documents) for word, _, documents in words]
        assert not [word for word, *_ in words if word == "مسوده"]
        rebuild()
        assert _searched(1 - index.slot) == (kept, words)
        import_folder(tmp_path)
        assert live_index().counted == 4

    @pytest.mark.parametrize("status", [Status.PUBLISHED, Status.DRAFT])
    def test_no_word_is_counted_of_a_few_nor_of_drafts(
        self, status: Status, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("articles.importing.run._MANY", 2 if status == Status.PUBLISHED else 1)
        Page().write(tmp_path)
        import_folder(tmp_path, status=str(status))
        assert not SearchWord.objects.exists()
        assert SearchDocument.objects.count() == 1


def _searched(slot: int) -> tuple[list[tuple], list[tuple]]:
    """What an index keeps of articles, but for where; and its words."""
    documents = SearchDocument.objects.filter(place__range=places_of(slot))
    kept = documents.order_by("article_id", "text_tokens")
    words = SearchWord.objects.filter(slot=slot).order_by("word")
    return (
        list(kept.values_list("article_id", "headline", "headline_tokens", "text_tokens")),
        list(words.values_list("word", "stem", "documents")),
    )


class TestFolders:
    def test_name_order_and_sub_folders(self, tmp_path: Path) -> None:
        (tmp_path / "b").mkdir()
        for name in ("c.txt", "a.txt", "b/2.txt", "b/1.txt", ".hidden", "a.en.txt"):
            (tmp_path / name).write_text("x")
        assert [file.name for file in find_pages(tmp_path)] == [
            "a.txt",
            "b/1.txt",
            "b/2.txt",
            "c.txt",
        ]

    def test_a_folder_larger_than_the_window(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("articles.intake.files._WINDOW", 3)
        names = [f"{number:02}.txt" for number in range(10)]
        for name in reversed(names):
            (tmp_path / name).write_text("x")
        assert [file.name for file in find_pages(tmp_path)] == names

    def test_large_pages_are_held_few_at_a_time(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("articles.intake.workers._BATCH_BYTES", 300)
        files = []
        for number, size in enumerate((100, 100, 400, 100)):
            (tmp_path / f"{number}").write_bytes(b"x" * size)
            files.append(PageFile(str(tmp_path / f"{number}"), str(tmp_path), f"{number}"))
        assert [[one.name for one in batch] for batch, _ in _batches(iter(files))] == [
            ["0", "1", "2"], ["3"],
        ]  # fmt: skip

    def test_many_pages_are_read_by_several_processes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("articles.intake.workers._WORTH_IT", 4)
        for number in range(6):
            Page(
                headline=f"خبر من المدينة رقمه {number} هذا اليوم",
                paragraphs=other_paragraphs(number),
            ).write(tmp_path, f"00{number}.txt")
        results = import_folder(tmp_path)
        assert outcomes(results) == ["created"] * 6
        assert [result.page.file for result in results] == [
            f"00{number}.txt" for number in range(6)
        ]


def test_the_summary(tmp_path: Path) -> None:
    Page().write(tmp_path)
    run = ImportRun(batch_name="first")
    list(run.results(find_pages(tmp_path)))
    assert summary_object(run) == {
        "summary": {
            "documents": 1, "created": 1, "updated": 0, "unchanged": 0, "refused": 0, "batch": "first",
        }
    }  # fmt: skip
    batch = ImportBatch.objects.get()
    assert batch.finished_at is not None
    assert batch.started_at <= batch.finished_at <= timezone.now()
