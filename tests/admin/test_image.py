"""Pictures on the desk: with the form of an article, and in the library."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation

from articles.models import Article, Image
from tests.admin.forms import article_data, change_url, said
from tests.builders import make_article, make_image
from tests.images.pictures import as_file, halves

pytestmark = pytest.mark.django_db
ALT = "حديقة فيها أشجار"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def in_english():
    """The msgids: the catalogue is not what is tested here. The desk's pages stay Arabic."""
    with translation.override("en"):
        yield


def sent(data: bytes, name: str = "photo.jpg") -> BytesIO:
    file = BytesIO(data)
    file.name = name
    return file


def post(client, article: Article | None, **changes):
    url = change_url(article) if article else reverse("admin:articles_article_add")
    return client.post(url, article_data(client.get(url), **changes), follow=True)


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


class TestUpload:
    def test_a_file_becomes_the_articles_picture(self, desk):
        article = make_article(status="draft")
        response = post(
            desk("reporter"), article, image_file=sent(as_file()), image_alt_ar=ALT,
            image_caption_ar="بعد الترميم", image_credit="سلمى النموذجية",
        )  # fmt: skip
        assert said(response) == ["success"]
        article.refresh_from_db()
        image = Image.objects.get()
        assert article.image == image
        assert (article.image_alt_ar, article.image_caption_ar) == (ALT, "بعد الترميم")
        assert (image.alt_ar, image.caption_ar, image.credit_ar) == (
            ALT, "بعد الترميم", "سلمى النموذجية",
        )  # fmt: skip

    def test_with_a_new_article(self, desk):
        client = desk("reporter")
        post(client, None, title_ar="خبر جديد", body_ar="<p>نص</p>", image_file=sent(as_file()))
        assert Article.objects.get().image == Image.objects.get()

    def test_the_same_file_again_is_the_same_picture_with_its_words(self, desk):
        client = desk("editor")
        first, second = make_article(status="draft"), make_article(status="draft")
        post(client, first, image_file=sent(as_file()), image_alt_ar=ALT)
        post(client, second, image_file=sent(as_file(), "other.png"))
        second.refresh_from_db()
        assert (Image.objects.count(), second.image_alt_ar) == (1, ALT)

    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
            (b"<?php system('id');", "a.jpg"),
            (as_file(kind="GIF"), "a.gif"),
            (as_file()[:900], "a.jpg"),
            (as_file(halves((100, 100))), "a.jpg"),
            (b"", "a.jpg"),
        ],
    )
    def test_a_refusal_is_said_beside_the_file_and_what_was_typed_stays(self, desk, data, name):
        article = make_article(status="draft")
        response = post(
            desk("reporter"), article, image_file=sent(data, name), title_ar="عنوان كتبته",
            image_credit="سلمى",
        )  # fmt: skip
        assert list(errors(response)) == ["image_file"]
        form = response.context["adminform"].form
        assert (form["title_ar"].value(), form["image_credit"].value()) == ("عنوان كتبته", "سلمى")
        article.refresh_from_db()
        assert (article.title_ar == "عنوان كتبته", Image.objects.count()) == (False, 0)

    def test_an_error_elsewhere_costs_no_file(self, desk):
        client, article = desk("editor"), make_article(status="draft")
        response = post(
            client, article, image_file=sent(as_file()), image_credit="سلمى", title_ar=""
        )
        assert list(errors(response)) == ["title_ar"]
        form = response.context["adminform"].form
        image = Image.objects.get()
        assert (form["image"].value(), form["image_credit"].value()) == (str(image.pk), "")
        assert image.credit_ar == "سلمى"
        assert image.renditions("wide")[-1].address in response.content.decode()

    def test_a_credit_without_a_file_is_not_lost_in_silence(self, desk):
        response = post(desk("editor"), make_article(status="draft"), image_credit="سلمى")
        assert list(errors(response)) == ["image_credit"]

    def test_nothing_is_taken_from_who_may_not(self, desk, client):
        article = make_article(status="draft")
        client.post(change_url(article), {"image_file": sent(as_file())})
        assert not Image.objects.exists()


class TestInTheForm:
    def test_a_picture_that_is_chosen_brings_its_words(self, desk):
        article, image = make_article(), make_image(alt_en="A park")
        response = post(desk("editor"), article, image=image.pk, image_caption_ar="كلماتي")
        assert said(response) == ["info", "success"]
        article.refresh_from_db()
        assert article.image is None  # it waits
        said_now = article.revisions.first().content
        assert f'"image":{image.pk},' in said_now
        assert (
            f'"image_alt_ar":"{ALT}","image_alt_en":"A park","image_caption_ar":"كلماتي"'
            in said_now
        )

    def test_words_that_readers_need_cannot_be_taken_out(self, desk):
        article = make_article(image=make_image(), image_alt_ar=ALT)
        response = post(desk("editor"), article, image_alt_ar="")
        assert list(errors(response)) == ["image_alt_ar"]

    def test_without_script_the_newest_can_be_chosen(self, desk):
        image = make_image(caption_ar="حديقة من المكتبة")
        html = desk("reporter").get(change_url(make_article(status="draft"))).content.decode()
        assert f'<option value="{image.pk}">حديقة من المكتبة</option>' in html

    def test_a_picture_is_found_by_folded_words(self, desk):
        image, _other = make_image(), make_image(caption_ar="نهر", alt_ar="نهر")
        address = reverse("admin:autocomplete")
        asked = {
            "term": "الحديقه ترميمها", "app_label": "articles", "model_name": "article",
            "field_name": "image",
        }  # fmt: skip
        found = desk("reporter").get(address, asked).json()["results"]
        assert [one["id"] for one in found] == [str(image.pk)]

    def test_two_revisions_show_both_pictures(self, desk):
        client, article = desk("editor"), make_article(status="draft")
        image = make_image()
        post(client, article, image=image.pk)
        address = reverse("admin:articles_article_compare", args=[article.pk])
        html = client.get(address, {"a": 1, "b": 2}).content.decode()
        assert image.renditions("square")[2].address in html

    def test_who_may_only_read_sees_its_words(self, desk):
        article = make_article(image=make_image(), image_alt_ar=ALT)
        assert ALT in desk("reporter").get(change_url(article)).content.decode()


class TestLibrary:
    def test_the_list_is_searched_by_folded_words(self, desk):
        make_image()
        make_image(caption_ar="نهر", alt_ar="نهر", credit_ar="لينا")
        client, address = desk("reporter"), reverse("admin:articles_image_changelist")
        assert client.get(address).context["cl"].result_count == 2
        for words, count in (("سلمي", 1), ("الحديقه", 1), ("لينا نهر", 1), ("بحر", 0)):
            assert client.get(address, {"q": words}).context["cl"].result_count == count

    def test_where_it_is_used(self, desk):
        image = make_image()
        article = make_article(image=image, image_alt_ar=ALT)
        client = desk("editor")
        page = client.get(reverse("admin:articles_image_change", args=[image.pk])).content.decode()
        assert change_url(article) in page
        listed = client.get(reverse("admin:articles_image_changelist")).content.decode()
        assert f"?image__id__exact={image.pk}" in listed
        assert (
            client.get(reverse("admin:articles_article_changelist"), {"image__id__exact": image.pk})
            .context["cl"]
            .result_count
            == 1
        )

    def test_focus_and_facts_are_changed(self, desk):
        client = desk("editor")
        article = make_article(status="draft")
        post(client, article, image_file=sent(as_file()))
        image = Image.objects.get()
        fields = {"focus_x": "10", "focus_y": "90", "credit_ar": "لينا", "alt_ar": ALT}
        address = reverse("admin:articles_image_change", args=[image.pk])
        assert said(client.post(address, fields, follow=True)) == ["success"]
        image.refresh_from_db()
        assert (image.focus, image.credit_ar) == ((10, 90), "لينا")
        shown = client.get(image.renditions("wide")[0].address)
        assert (shown.status_code, b"".join(shown.streaming_content)[4:12]) == (200, b"ftypavif")
        refused = client.post(address, fields | {"focus_x": "101"})
        assert list(errors(refused)) == ["focus_x"]

    def test_a_reporter_may_not_change_what_readers_see(self, desk):
        image = make_image()
        make_article(image=image, image_alt_ar=ALT)
        address = reverse("admin:articles_image_change", args=[image.pk])
        client = desk("reporter")
        assert client.get(address).status_code == 200
        assert client.post(address, {"focus_x": "1", "focus_y": "1"}).status_code == 403

    def test_nobody_deletes_one_or_adds_one_without_a_story(self, desk):
        image, client = make_image(), desk()
        assert client.get(reverse("admin:articles_image_add")).status_code == 403
        assert (
            client.get(reverse("admin:articles_image_delete", args=[image.pk])).status_code == 403
        )
