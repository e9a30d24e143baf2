"""Taking a batch back: what goes, what is put back, what stays and why."""

from pathlib import Path

import pytest

from articles.editing import (
    check_history,
    content_of,
    count_style,
    publish,
    publish_changes,
    read_content,
    resolve_link,
    save_article,
)
from articles.importing import Undone, undo_batch
from articles.models import (
    Article,
    CapturedPage,
    ImportBatch,
    Proposal,
    ReaderReport,
    RelatedLink,
    SearchDocument,
    Source,
    StoryFingerprint,
)
from tests.builders import columns, utc
from tests.importing.pages import (
    HEADLINE,
    PARAGRAPHS,
    Page,
    import_folder,
    newest,
    other_paragraphs,
)

pytestmark = pytest.mark.django_db


def undo(name: str) -> Undone:
    return undo_batch(ImportBatch.objects.get(name=name))


def test_a_batch_nobody_touched_leaves_nothing(tmp_path: Path) -> None:
    Page(english="Water\n\nWater is back.").write(tmp_path, "001.txt")
    Page(headline="خبر آخر تماماً عن المدينة", paragraphs=other_paragraphs(1)).write(
        tmp_path, "002.txt"
    )
    import_folder(tmp_path, batch_name="one")
    assert undo("one") == Undone(removed=2, restored=0, left=[])
    left = (Article, CapturedPage, RelatedLink, SearchDocument, Source, StoryFingerprint)
    assert [model.objects.count() for model in left] == [0] * len(left)
    assert ImportBatch.objects.get().undone_at is not None


def test_what_a_reader_reported_outlives_its_article(tmp_path: Path) -> None:
    Page().write(tmp_path, "001.txt")
    import_folder(tmp_path, batch_name="one")
    ReaderReport.objects.create(article=Article.objects.get(), version=0, message="العدد خطأ.")
    assert undo("one").removed == 1
    assert ReaderReport.objects.get().article is None
    assert undo("one") == Undone()


def test_the_copy_desk_reads_what_an_update_brings_and_what_is_put_back(tmp_path: Path) -> None:
    Page(quote="").write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    article = Article.objects.get()
    clean = count_style(article)
    Page(paragraphs=(*PARAGRAPHS, "وصلت البلدية لـ الاتفاق."), quote="").write(tmp_path)
    import_folder(tmp_path, batch_name="two")
    assert newest().style_findings == clean + 1
    undo("two")
    assert newest().style_findings == clean


def test_what_was_taken_back_can_be_imported_again(tmp_path: Path) -> None:
    Page().write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    undo("one")
    (result,) = import_folder(tmp_path, batch_name="one")
    assert result.outcome == "created"
    assert ImportBatch.objects.get().undone_at is None


def test_an_edited_article_stays(tmp_path: Path, chief) -> None:
    Page().write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    article = Article.objects.get()
    article.title_ar = "عنوان كتبه المحرر"
    save_article(article, by=chief)
    assert undo("one") == Undone(left=[(article.pk, HEADLINE, "edited since")])
    assert CapturedPage.objects.count() == 1


def test_an_update_is_put_back(tmp_path: Path) -> None:
    Page().write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    before = columns(Article.objects.get())
    words = SearchDocument.objects.values().get()
    Page(
        byline="كتب: رامي المثال", related=("خطة لتبديل الشبكة",), paragraphs=other_paragraphs(1)
    ).write(tmp_path)
    import_folder(tmp_path, batch_name="two")
    assert undo("two") == Undone(restored=1)
    article = Article.objects.get()
    assert columns(article) == before | {
        "version": 3,
        "live_version": 3,
        "arabic_changed_at": article.arabic_changed_at,
        "style_findings": 1,
    }
    assert content_of(article, 3) == content_of(article, 1) == read_content(article)
    assert not list(check_history())
    assert SearchDocument.objects.values().get() == words
    assert [link.title for link in RelatedLink.objects.all()] == list(Page().related)
    assert CapturedPage.objects.count() == 1
    assert undo("one") == Undone(removed=1)


def test_a_publication_is_put_back_and_comes_again(tmp_path: Path) -> None:
    Page(paragraphs=(), quote="").write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    Page().write(tmp_path)
    import_folder(tmp_path, batch_name="two")
    assert undo("two") == Undone(restored=1)
    article = Article.objects.get()
    assert (article.status, article.body_ar, article.live_version) == ("draft", "", 0)
    import_folder(tmp_path, batch_name="three")
    article = Article.objects.get()
    assert (article.status, article.has_changes_waiting) == ("published", False)
    assert (article.version, article.live_version) == (4, 4)
    assert content_of(article, 4) == content_of(article, 2) == read_content(article)


def test_what_waits_survives_the_publication_it_waited_beside(tmp_path: Path, chief) -> None:
    Page(paragraphs=(), quote="").write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    Page().write(tmp_path)
    import_folder(tmp_path, batch_name="two")
    article = Article.objects.get()
    article.title_ar = "عنوان كتبه المحرر"
    assert save_article(article, by=chief).waits
    undo("two")
    article = Article.objects.get()
    assert (article.status, article.body_ar) == ("draft", "")
    assert (article.title_ar, article.draft_by) == ("عنوان كتبه المحرر", chief)
    assert (article.version, article.live_version) == (5, 0)
    assert content_of(article, 5) == read_content(article)


def test_of_an_update_only_what_was_not_edited_is_put_back(tmp_path: Path, chief) -> None:
    Page().write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    Page(byline="كتب: رامي المثال", updated="26.05.2018 | 09:00 دمشق").write(tmp_path)
    import_folder(tmp_path, batch_name="two")
    article = Article.objects.get()
    article.byline_ar = "رامي المثال وسلمى النموذجي"
    save_article(article, by=chief)
    assert undo("two") == Undone(
        restored=1, left=[(article.pk, HEADLINE, "changed since: byline_ar")]
    )
    assert newest().byline_ar == "رامي المثال وسلمى النموذجي"
    article = Article.objects.get()
    assert article.byline_ar == "رامي المثال"
    assert article.updated_at.isoformat() == "2018-05-24T23:01:00+00:00"


def led(article: Article) -> list[tuple[str, str, int | None]]:
    links = RelatedLink.objects.filter(article=article).order_by("position")
    return list(links.values_list("title", "url", "target"))


def test_where_an_editor_led_a_headline_it_goes_on_leading(tmp_path: Path, chief) -> None:
    """Whether a newer page keeps the headline, drops it, or is taken back."""
    Page().write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    article = Article.objects.get()
    meant = Article(title_ar="عنوان لا يشبه الرابط", body_ar="<p>نص.</p>")
    save_article(meant, by=chief)
    first, second = article.related_links.order_by("position")
    for link in (first, second):
        resolve_link(article, link.pk, meant.pk, by=chief)
    as_led = [(first.title, "", meant.pk), (second.title, "", meant.pk)]
    assert led(article) == as_led
    Page(related=("عنوان ثالث", first.title)).write(tmp_path)
    import_folder(tmp_path, batch_name="two")
    Page(related=("عنوان رابع",)).write(tmp_path)
    import_folder(tmp_path, batch_name="two")
    assert led(article) == [("عنوان رابع", "", None)]
    assert undo("two") == Undone(restored=2)
    assert led(article) == as_led
    Page(related=("عنوان خامس", first.title)).write(tmp_path)
    import_folder(tmp_path, batch_name="three")
    assert led(article) == [("عنوان خامس", "", None), as_led[0]]
    assert not list(check_history())


def test_what_was_published_since_is_not_put_back_without_a_body(tmp_path: Path, chief) -> None:
    Page(paragraphs=(), quote="").write(tmp_path)
    import_folder(tmp_path, batch_name="one", status="draft")
    Page(byline="كتب: رامي المثال").write(tmp_path)
    import_folder(tmp_path, batch_name="two", status="draft")
    article = Article.objects.get()
    publish(article, by=chief)
    assert undo("two") == Undone(
        restored=1, left=[(article.pk, HEADLINE, "changed since: body_ar")]
    )
    left = Article.objects.get()
    assert (left.status, left.byline_ar, left.body_ar) == ("published", "", article.body_ar)
    assert not list(check_history())


def test_no_update_is_put_back_to_before_its_publication(tmp_path: Path, chief) -> None:
    Page().write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    Page(updated="28.05.2018 | 02:01 دمشق").write(tmp_path)
    import_folder(tmp_path, batch_name="two")
    article = Article.objects.get()
    article.published_at = utc(2018, 5, 26, 8, 5)
    save_article(article, by=chief)
    publish_changes(article, "minor", version=3, by=chief)
    assert undo("two") == Undone(left=[(article.pk, HEADLINE, "changed since: updated_at")])
    left = Article.objects.get()
    assert left.updated_at == utc(2018, 5, 27, 23, 1)
    assert not list(check_history())


def test_an_earlier_batch_waits_for_the_later(tmp_path: Path) -> None:
    Page().write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    Page(byline="كتب: رامي المثال").write(tmp_path)
    import_folder(tmp_path, batch_name="two")
    assert undo("one").left == [
        (Article.objects.get().pk, HEADLINE, "a later batch captured it too")
    ]


def test_proposals_go_with_their_page(tmp_path: Path, chief) -> None:
    Page().write(tmp_path)
    import_folder(tmp_path, batch_name="one")
    article = Article.objects.get()
    article.title_ar = "عنوان كتبه المحرر"
    save_article(article, by=chief)
    Page(headline=HEADLINE.replace("إلى", "الى")).write(tmp_path)
    import_folder(tmp_path, batch_name="two")
    assert Proposal.objects.count() == 1
    assert undo("two") == Undone()
    assert Proposal.objects.count() == 0
    assert newest().title_ar == "عنوان كتبه المحرر"


def test_a_duplicate_takes_over_the_fingerprints(tmp_path: Path) -> None:
    Page().write(tmp_path, "001.txt")
    import_folder(tmp_path, batch_name="one")
    (tmp_path / "001.txt").unlink()
    Page(headline="أحياء المدينة تشرب من جديد").write(tmp_path, "002.txt")
    import_folder(tmp_path, batch_name="two")
    undo("one")
    Page(headline="الماء يعود أخيراً إلى البيوت").write(tmp_path, "003.txt")
    _, result = import_folder(tmp_path, batch_name="three")
    assert [problem.code for problem in result.problems] == ["possible-duplicate"]


def test_sources_that_are_used_or_edited_stay(tmp_path: Path) -> None:
    Page().write(tmp_path, "001.txt")
    Page(
        headline="خبر آخر تماماً عن المدينة", paragraphs=other_paragraphs(1), source="إذاعة المثال"
    ).write(tmp_path, "002.txt")
    import_folder(tmp_path, batch_name="one")
    Source.objects.filter(name_ar="إذاعة المثال").update(kind="official")
    undo("one")
    assert [source.name_ar for source in Source.objects.all()] == ["إذاعة المثال"]
