"""The desk's search boxes fold what is typed as the readers' search does."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from articles.models import Status, WordFamily
from tests.builders import make_article, make_source, make_translated_article

pytestmark = pytest.mark.django_db


def listed(client, term: str) -> list[str]:
    response = client.get(reverse("admin:articles_article_changelist"), {"q": term})
    return sorted(article.title_ar for article in response.context["cl"].result_list)


def completed(client, model: str, field: str, term: str) -> list[str]:
    query = {"app_label": "articles", "model_name": model, "field_name": field, "term": term}
    response = client.get(reverse("admin:autocomplete"), query)
    return sorted(result["text"] for result in response.json()["results"])


class TestArticles:
    @pytest.mark.parametrize(
        "term", ["احمد", "المدرسه", "مدارس", "للمدرسة", "المد", "أحمد المدر", "«أحمد يعود»", "1700"]
    )
    def test_the_list_finds_articles_in_any_state(self, desk, term):
        make_article("أحمد يعود إلى المدرسة ١٧٠٠", status=Status.DRAFT, published_at=None)
        make_article("خبر آخر")
        assert listed(desk("reporter"), term) == ["أحمد يعود إلى المدرسة ١٧٠٠"]

    def test_the_list_finds_the_english_too(self, desk):
        make_translated_article("حديقة", title_en="The park reopens")
        assert listed(desk("reporter"), "parks") == ["حديقة"]

    def test_the_box_is_named_in_words(self, desk):
        """A help text beside a picture alone is no name (axe: label-title-only)."""
        html = desk("reporter").get(reverse("admin:articles_article_changelist")).content.decode()
        label = html.partition('<label for="searchbar">')[2].partition("</label>")[0]
        assert strip_tags(label) == "ابحث"

    def test_words_that_nothing_has_and_no_words(self, desk):
        make_article("خبر")
        client = desk("reporter")
        assert listed(client, "طائرة") == []
        assert listed(client, "؟") == []
        assert listed(client, "") == ["خبر"]

    def test_the_autocomplete_of_articles(self, desk):
        make_article("أحمد في المخيم")
        assert completed(desk("reporter"), "relatedlink", "target", "احمد مخ") == ["أحمد في المخيم"]

    def test_the_autocomplete_of_sources(self, desk):
        make_source("وكالة الأنباء")
        assert completed(desk("reporter"), "article", "source", "الانبا") == ["وكالة الأنباء"]


class TestWordFamilies:
    def add(self, client, words: str):
        return client.post(reverse("admin:articles_wordfamily_add"), {"words": words})

    def test_an_editor_adds_one_and_it_counts_at_once(self, desk, client):
        make_article("ورشات الخياطة")
        assert self.add(desk("editor"), "مشغل ورشة").status_code == 302
        hits = client.get("/search/", {"q": "المشغل"}).context["hits"]
        assert [hit.article.title_ar for hit in hits] == ["ورشات الخياطة"]

    @pytest.mark.parametrize(
        ("term", "found"),
        [
            ("ابنيه", ["أبنية بناء"]),
            ("مَشغل", ["مشغل ورشة"]),
            ("ورش مشغل", ["مشغل ورشة"]),
            ("سوق", []),
        ],
    )
    def test_the_list_is_searched_however_it_is_spelled(self, desk, term, found):
        for words in ("أبنية بناء", "مشغل ورشة"):
            WordFamily.objects.create(words=words)
        response = desk("editor").get(reverse("admin:articles_wordfamily_changelist"), {"q": term})
        assert [family.words for family in response.context["cl"].result_list] == found

    @pytest.mark.parametrize("words", ["مشغل", "مشغل مَشغل", "؟ ،", ""])
    def test_one_word_is_no_family(self, desk, words):
        response = self.add(desk("editor"), words)
        assert response.context["adminform"].form.errors["words"]
        assert not WordFamily.objects.exists()

    def test_a_reporter_sees_and_does_not_change(self, desk):
        family = WordFamily.objects.create(words="مشغل ورشة")
        client = desk("reporter")
        assert client.get(reverse("admin:articles_wordfamily_changelist")).status_code == 200
        assert self.add(client, "أ ب").status_code == 403
        delete = reverse("admin:articles_wordfamily_delete", args=[family.pk])
        assert client.post(delete, {"post": "yes"}).status_code == 403
