"""Sources, captured pages, batches and accounts on the desk."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.models import CapturedPage, FrontSlot, ImportBatch, Source
from tests.builders import make_article, make_source

pytestmark = pytest.mark.django_db


def test_a_new_source_gets_its_address_from_its_name(desk):
    url = reverse("admin:articles_source_add")
    data = {"name_ar": "وكالة الفرات", "kind": "agency", "aliases": "الفرات\r\nفرات"}
    desk("chief editor").post(url, data)
    source = Source.objects.get()
    assert (source.slug, source.aliases, source.name_en) == (
        "وكالة-الفرات",
        ["الفرات", "فرات"],
        None,
    )


def test_an_address_in_use_is_an_error_on_the_form(desk):
    make_source("وكالة الفرات")
    url = reverse("admin:articles_source_add")
    response = desk("chief editor").post(url, {"name_ar": "وكالة الفرات", "kind": "agency"})
    errors = response.context["adminform"].form.errors
    assert errors == {"slug": ["يوجد مصدر بهذا الرابط."]}
    assert Source.objects.count() == 1


def test_the_address_of_a_source_stays(desk):
    source = make_source("وكالة الفرات")
    url = reverse("admin:articles_source_change", args=[source.pk])
    desk("chief editor").post(url, {"name_ar": "وكالة دجلة", "kind": "agency", "slug": "x"})
    source.refresh_from_db()
    assert (source.name_ar, source.slug) == ("وكالة دجلة", "وكالة-الفرات")


def test_a_source_with_articles_cannot_be_deleted(desk):
    source = make_article(source=make_source()).source
    url = reverse("admin:articles_source_delete", args=[source.pk])
    client = desk("chief editor")
    change = client.get(reverse("admin:articles_source_change", args=[source.pk]))
    assert url not in change.content.decode()
    asked = client.get(url).content.decode()
    assert "لا يُحذف" in asked
    assert f"?source__id__exact={source.pk}" in asked
    assert 'name="post"' not in asked
    client.post(url, {"post": "yes"})
    assert Source.objects.filter(pk=source.pk).exists()


def test_a_source_without_articles_can_be_deleted(desk):
    source = make_source()
    url = reverse("admin:articles_source_delete", args=[source.pk])
    client = desk("chief editor")
    change = client.get(reverse("admin:articles_source_change", args=[source.pk]))
    assert url in change.content.decode()
    client.post(url, {"post": "yes"})
    assert not Source.objects.exists()


@pytest.mark.parametrize("words", ["وكاله", "الفُرات وكالة", "فرات"])
def test_sources_are_found_folded_and_by_their_other_names(desk, words):
    source = make_source("وكالة الفرات", aliases=["شبكة فرات"])
    make_source("إذاعة المثال")
    response = desk("reporter").get(reverse("admin:articles_source_changelist"), {"q": words})
    assert list(response.context["cl"].result_list) == [source]


def test_captured_pages_are_found_by_name_digest_and_words(desk):
    batch = ImportBatch.objects.create(name="b")
    article = make_article("أحمد يعود")
    page = CapturedPage.objects.create(
        article=article, batch=batch, outcome="created", content="أ".encode(), sha256="ab" * 32,
        file_name="012_souq.txt", encoding="utf-8", parser="news-page", parser_version=1,
    )  # fmt: skip
    client = desk("reporter")
    for words, found in (("012_souq", [page]), ("ABAB", [page]), ("احمد", [page]), ("لا شيء", [])):
        response = client.get(reverse("admin:articles_capturedpage_changelist"), {"q": words})
        assert list(response.context["cl"].result_list) == found, words


def test_a_batch_names_what_it_refused_and_why_in_arabic(desk):
    batch = ImportBatch.objects.create(
        name="b", refusals=[{"file": "012.txt", "code": "empty-file", "text": "the file is empty"}]
    )
    url = reverse("admin:articles_importbatch_change", args=[batch.pk])
    html = desk("reporter").get(url).content.decode()
    assert "012.txt" in html
    assert "the file is empty" not in html


def test_groups_have_arabic_names(desk):
    client = desk()
    user = User.objects.create_user("lina", password="x")
    html = client.get(reverse("admin:auth_user_change", args=[user.pk])).content.decode()
    for name in ("مراسل", "محرر", "رئيس التحرير"):
        assert name in html
    assert "chief editor" not in html
    group = Group.objects.get(name="chief editor")
    html = client.get(reverse("admin:auth_group_change", args=[group.pk])).content.decode()
    assert "chief editor" not in html
    group.refresh_from_db()
    assert group.name == "chief editor"


def test_a_user_is_put_into_a_group(desk):
    user = User.objects.create_user("lina", password="x")
    group = Group.objects.get(name="editor")
    data = {"username": "lina", "is_active": "on", "is_staff": "on", "groups": [group.pk]}
    desk().post(reverse("admin:auth_user_change", args=[user.pk]), data)
    user = User.objects.get(pk=user.pk)
    assert user.has_perm("articles.publish_article")
    assert user.check_password("x")


def test_groups_are_part_of_the_program(desk):
    group = Group.objects.get(name="editor")
    client = desk()
    assert client.post(reverse("admin:auth_group_change", args=[group.pk]), {}).status_code == 403
    delete = reverse("admin:auth_group_delete", args=[group.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_the_index_lists_the_work_in_its_order(desk):
    apps = desk().get(reverse("admin:index")).context["app_list"]
    assert [[model["object_name"] for model in app["models"]] for app in apps] == [
        [
            *("Article", "FrontSlot", "ReaderReport", "Image", "Correction", "Deed", "Section"),
            *("Topic", "Source", "CapturedPage", "ImportBatch", "WordFamily", "Page"),
            *("Subscription", "Webhook", "WebhookDelivery"),
        ],
        ["User", "Group"],
    ]


def test_a_reporter_reads_a_source_and_its_other_names(desk):
    source = make_source("وكالة الفرات", aliases=["شبكة فرات"])
    response = desk("reporter").get(reverse("admin:articles_source_change", args=[source.pk]))
    html = response.content.decode()
    assert "شبكة فرات" in html
    assert "[ar]" not in html
    assert "[&quot;" not in html
    assert 'name="_save"' not in html


@pytest.mark.parametrize("lookup", ["{}", "{}__exact", "{}__in", "{}__gte", "{}__year"])
def test_a_number_that_no_column_holds_leads_to_the_whole_list(desk, lookup):
    client = desk()
    for model in admin.site._registry:
        if model is FrontSlot:
            continue  # one page, which has no filters
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for field in model._meta.get_fields():
            if field.is_relation or field.name in {"id", "version"} or field.name.endswith("_at"):
                response = client.get(address, {lookup.format(field.name): "9" * 24})
                assert response.status_code in {200, 302, 400}, response.request["QUERY_STRING"]
                if response.status_code == 302:
                    assert response["Location"] in {address, f"{address}?e=1"}
