"""Sections and topics on the desk, and the section of an article there."""

import pytest
from django.urls import reverse

from articles.models import Article, Section, Topic
from tests.admin.forms import article_data, change_url, save
from tests.builders import make_article, make_section

pytestmark = pytest.mark.django_db

SECTIONS = reverse("admin:articles_section_changelist")
ADD = reverse("admin:articles_section_add")
NEW = {
    "name_ar": "ثقافة وفنون",
    "name_en": "Culture",
    "position": "3",
    "description_ar": "",
    "description_en": "",
    "slug": "",
}


def of(section: Section) -> str:
    return reverse("admin:articles_section_change", args=[section.pk])


def topic_url(topic: Topic) -> str:
    return reverse("admin:articles_topic_change", args=[topic.pk])


class TestSections:
    def test_the_chief_makes_one_its_address_comes_from_its_name(self, desk):
        chief = desk("chief editor")
        chief.post(ADD, NEW)
        section = Section.objects.get()
        assert (section.name_en, section.position, section.slug) == ("Culture", 3, "ثقافة-وفنون")
        response = chief.post(ADD, NEW)
        assert response.context["errors"]
        assert Section.objects.count() == 1

    def test_its_address_stays(self, desk):
        section = make_section("ثقافة")
        desk("chief editor").post(of(section), NEW | {"slug": "آخر"})
        section.refresh_from_db()
        assert (section.name_ar, section.slug) == ("ثقافة وفنون", "ثقافة")

    @pytest.mark.parametrize("group", ["reporter", "editor"])
    def test_others_see_them(self, desk, group):
        client, section = desk(group), make_section()
        assert client.get(SECTIONS).status_code == 200
        assert client.post(of(section), NEW).status_code == 403
        assert client.get(ADD).status_code == 403

    def test_only_an_empty_one_is_deleted(self, desk):
        used, empty = make_section("مستعمل"), make_section("فارغ")
        make_article(section=used)
        chief = desk("chief editor")
        for section in (used, empty):
            address = reverse("admin:articles_section_delete", args=[section.pk])
            chief.post(address, {"post": "yes"})
        assert list(Section.objects.all()) == [used]


class TestOfAnArticle:
    def test_it_is_chosen_in_the_form_and_compared_in_the_history(self, desk):
        section, article = make_section("ثقافة"), make_article(status="draft")
        chief = desk("chief editor")
        save(chief, article, section=section.pk)
        assert Article.objects.get().section == section
        compare = reverse("admin:articles_article_compare", args=[article.pk])
        html = chief.get(f"{compare}?a=1&b=2").content.decode()
        assert "ثقافة" in html

    def test_two_who_chose_otherwise_are_shown_both(self, desk):
        mine, theirs = make_section("قسمي"), make_section("قسمهم")
        article = make_article(status="draft")
        editor, chief = desk("editor"), desk("chief editor")
        data = article_data(editor.get(change_url(article)), section=mine.pk)
        save(chief, article, section=theirs.pk)
        html = editor.post(change_url(article), data).content.decode()
        assert "قسمي" in html
        assert "قسمهم" in html
        assert Article.objects.get().section == theirs

    def test_the_list_is_narrowed_by_it(self, desk):
        section = make_section()
        make_article("في القسم", section=section)
        make_article("خارجه")
        address = reverse("admin:articles_article_changelist")
        response = desk("editor").get(f"{address}?section__id__exact={section.pk}")
        assert [one.title_ar for one in response.context["cl"].result_list] == ["في القسم"]


class TestTopics:
    @pytest.fixture
    def topics(self):
        make_article(tags=["أسواق", "سوق"])
        return Topic.objects.get(name_ar="أسواق"), Topic.objects.get(name_ar="سوق")

    @staticmethod
    def typed(**changes):
        empty = dict.fromkeys(("name_en", "description_ar", "description_en", "merge_into"), "")
        return {"name_ar": "أسواق", **empty} | changes

    def test_an_editor_names_and_describes_it(self, desk, topics):
        desk("editor").post(
            topic_url(topics[0]),
            self.typed(name_ar="الأسواق", name_en="Markets", description_ar="بيع وشراء."),
        )
        topic = Topic.objects.get(pk=topics[0].pk)
        assert (topic.name_ar, topic.name_en, topic.description_ar, topic.slug) == (
            *("الأسواق", "Markets", "بيع وشراء.", "أسواق"),
        )

    def test_it_is_merged_into_another_by_any_spelling(self, desk, topics):
        kept, gone = topics
        editor = desk("editor")
        editor.post(topic_url(gone), self.typed(name_ar="سوق", merge_into="اسواق"))
        gone.refresh_from_db()
        assert gone.merged_into == kept
        # Then it is only read.
        assert "merge_into" not in editor.get(topic_url(gone)).content.decode()
        assert editor.post(topic_url(gone), self.typed()).status_code == 403

    @pytest.mark.parametrize("name", ["لا أحد", "أسواق", "…"])
    def test_neither_into_itself_nor_into_none(self, desk, topics, name):
        response = desk("editor").post(topic_url(topics[0]), self.typed(merge_into=name))
        assert response.context["adminform"].form.errors.keys() == {"merge_into"}
        assert not Topic.objects.exclude(merged_into=None).exists()

    def test_found_however_it_is_spelled(self, desk, topics):
        address = reverse("admin:articles_topic_changelist")
        found = desk("reporter").get(f"{address}?q=اسواق").context["cl"].result_list
        assert [topic.name_ar for topic in found] == ["أسواق"]

    def test_none_is_made_or_deleted_here(self, desk, topics):
        client = desk()
        assert client.get(reverse("admin:articles_topic_add")).status_code == 403
        address = reverse("admin:articles_topic_delete", args=[topics[0].pk])
        assert client.post(address, {"post": "yes"}).status_code == 403
