"""A batch's page, and taking the batch back."""

from typing import Any

import pytest
from django.urls import reverse

from articles.admin.import_batch import _REASONS, _left
from articles.admin.labels import FIELDS
from articles.editing import save_article, touch_form
from articles.models import Article, CapturedPage, Deed, ImportBatch
from tests.importing.pages import HEADLINE, Page, import_folder, other_paragraphs

pytestmark = pytest.mark.django_db

OTHER = "خبر آخر تماماً عن المدينة"


@pytest.fixture
def batch(tmp_path) -> ImportBatch:
    Page().write(tmp_path, "001.txt")
    Page(headline=OTHER, paragraphs=other_paragraphs(1)).write(tmp_path, "002.txt")
    import_folder(tmp_path, batch_name="one")
    return ImportBatch.objects.get()


def undo_url(batch: ImportBatch) -> str:
    return reverse("admin:articles_importbatch_undo", args=[batch.pk])


def page_url(batch: ImportBatch) -> str:
    return reverse("admin:articles_importbatch_change", args=[batch.pk])


def parts(page: Any) -> list[tuple[int, set[str]]]:
    return [
        (part["count"], {article.title_ar for article in part["articles"]})
        for part in page.context["parts"]
    ]


@pytest.mark.parametrize("group", ["reporter", "editor"])
def test_only_the_chief_editor_takes_a_batch_back(desk, batch, group):
    client = desk(group)
    assert undo_url(batch) not in client.get(page_url(batch)).content.decode()
    assert client.get(undo_url(batch)).status_code == 403
    assert client.post(undo_url(batch)).status_code == 403
    assert Article.objects.count() == 2


def test_an_article_that_somebody_is_writing_in_stays(desk, batch, account):
    article = Article.objects.get(title_ar=OTHER)
    touch_form(article, by=account("editor"), version=1, typed={"title_ar": "لم يُحفظ بعد"})
    client = desk("chief editor")
    assert parts(client.get(undo_url(batch))) == [(1, {HEADLINE}), (1, {OTHER}), (0, set())]
    page = client.post(undo_url(batch))
    (left,) = page.context["left"]
    assert (left["headline"], left["reason"]) == (OTHER, str(_REASONS["being edited"]))
    assert list(Article.objects.all()) == [article]


def test_asking_says_what_will_go_and_what_will_stay(desk, batch, account):
    article = Article.objects.get(title_ar=OTHER)
    article.byline_ar = "ليلى الحموي"
    save_article(article, by=account("editor"))
    client = desk("chief editor")
    assert undo_url(batch) in client.get(page_url(batch)).content.decode()
    assert parts(client.get(undo_url(batch))) == [(1, {HEADLINE}), (1, {OTHER}), (0, set())]
    assert Article.objects.count() == 2


def test_asking_names_what_will_be_put_back(desk, batch, tmp_path):
    newer = tmp_path / "newer"
    newer.mkdir()
    Page(updated="26.05.2018 | 02:01 دمشق").write(newer)
    import_folder(newer, batch_name="two")
    client = desk("chief editor")
    second = ImportBatch.objects.get(name="two")
    assert parts(client.get(undo_url(second))) == [(0, set()), (0, set()), (1, {HEADLINE})]
    assert parts(client.get(undo_url(batch))) == [(1, {OTHER}), (1, {HEADLINE}), (0, set())]


def test_taking_a_batch_back(desk, batch):
    client = desk("chief editor")
    response = client.post(undo_url(batch))
    assert (response.status_code, response["Location"]) == (302, page_url(batch))
    assert not Article.objects.exists()
    assert not CapturedPage.objects.exists()
    batch.refresh_from_db()
    assert batch.undone_at
    deed = Deed.objects.get()
    assert (deed.verb, deed.done_by.username) == ("undid", "chief-editor")
    assert deed.note.startswith("one")
    assert undo_url(batch) not in client.get(page_url(batch)).content.decode()


def test_what_was_left_is_named_with_the_reason_in_the_words_of_the_desk(desk, batch, account):
    article = Article.objects.get(title_ar=OTHER)
    article.byline_ar = "ليلى الحموي"
    save_article(article, by=account("editor"))
    page = desk("chief editor").post(undo_url(batch))
    assert page.status_code == 200
    (left,) = page.context["left"]
    assert (left["headline"], left["reason"]) == (OTHER, str(_REASONS["edited since"]))
    assert page.context["undone"].removed == 1
    assert list(Article.objects.values_list("title_ar", flat=True)) == [OTHER]


def test_the_fields_that_stayed_have_names():
    said = _left(7, OTHER, "changed since: title_ar, source")
    assert said["address"] == reverse("admin:articles_article_change", args=[7])
    assert str(FIELDS["title_ar"]) in said["reason"]
    assert str(FIELDS["source"]) in said["reason"]
    assert "title_ar" not in said["reason"]


def test_taking_it_back_twice_is_harmless(desk, batch):
    client = desk("chief editor")
    client.post(undo_url(batch))
    assert client.post(undo_url(batch)).status_code == 302
    assert Deed.objects.count() == 2


@pytest.mark.parametrize("key", ["999", "9" * 30])
def test_a_batch_that_is_not_here_is_not_found(desk, key):
    assert desk().post(f"/admin/articles/importbatch/{key}/undo/").status_code == 404
