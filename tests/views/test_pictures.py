"""Pictures as readers get them: the files, the figure, the lead."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from articles.editing import add_image
from articles.images import FORMATS
from articles.models import Image
from tests.builders import make_article, make_image, make_source, make_translated_article
from tests.images.pictures import as_file

pytestmark = pytest.mark.django_db
ALT = "حديقة فيها <أشجار>"


@pytest.fixture
def image(settings, tmp_path, admin_user):
    settings.MEDIA_ROOT = tmp_path
    return add_image(as_file(), by=admin_user)[0]


class TestFiles:
    def test_each_is_what_its_name_says_and_stays_so(self, client, image):
        kinds = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
        for rendition in image.renditions("wide"):
            response = client.get(rendition.address)
            assert response.status_code == 200
            assert response["Content-Type"] == kinds[rendition.ending]
            assert response["Cache-Control"] == "public, max-age=31536000, immutable"
            assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert "Set-Cookie" not in response
            assert len(b"".join(response.streaming_content)) == int(response["Content-Length"])
        assert {one.ending for one in image.renditions("wide")} == {*FORMATS}

    def test_only_reading(self, client, image):
        address = image.renditions("full")[0].address
        response = client.head(address)
        assert response.status_code == 200
        response.close()
        assert client.post(address).status_code == 405

    def test_no_way_to_anything_else(self, client, image):
        folder = image.renditions("full")[0].address.rpartition("/")[0]
        kept = image.original.name
        for address in (
            f"/media/{kept}",
            f"{folder}/../../{kept}",
            f"{folder}/..%2F..%2F{kept}",
            f"{folder}/..%5C..%5Cx.jpg",
            f"{folder}/full-400.jpg%00.png",
            f"{folder}/full-400.jpg%0A",
            f"{folder}/full-401.jpg",
            f"{folder}/full-400.html",
            f"{folder}/",
            "/media/pictures/",
            "/media/",
            f"/en{folder}/full-400.jpg",
        ):
            assert client.get(address).status_code == 404, address


class TestPages:
    def test_the_figure(self, client):
        image = make_image(source=make_source("وكالة الفرات"))
        article = make_article(image=image, image_alt_ar=ALT, image_caption_ar="الحديقة عام 2018")
        html = client.get(article.get_absolute_url()).content.decode()
        (figure,) = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
        folder = f"/media/pictures/{image.sha256[:20]}/full"
        srcset = {
            ending: ", ".join(
                f"{folder}-{width}.{ending} {width}w" for width in (400, 800, 1200, 1600)
            )
            for ending in FORMATS
        }
        sizes = "(min-width: 42rem) 38rem, calc(100vw - 2rem)"
        lines = [line.strip() for line in figure.splitlines() if line.strip()]
        said = gettext("Photo: %(credit)s") % {"credit": "<bdi>سلمى النموذجية</bdi>"}
        assert lines == [
            '<figure class="figure">',
            "<picture>",
            f'<source type="image/avif" srcset="{srcset["avif"]}" sizes="{sizes}">',
            f'<source type="image/webp" srcset="{srcset["webp"]}" sizes="{sizes}">',
            f'<img src="{folder}-800.jpg" srcset="{srcset["jpg"]}" sizes="{sizes}" width="800" height="450" '
            'alt="حديقة فيها &lt;أشجار&gt;" fetchpriority="high" decoding="async"></picture>',
            "<figcaption><bdi>الحديقة عام 2018</bdi>",
            f'<span class="credit">{said}، <bdi>وكالة الفرات</bdi></span></figcaption>',
            "</figure>",
        ]

    def test_in_english_arabic_says_that_it_is(self, client):
        article = make_translated_article(
            image=make_image(), image_alt_ar="حديقة", image_caption_ar="تعليق"
        )
        html = client.get(f"/en{article.get_absolute_url()}").content.decode()
        assert 'alt="حديقة" lang="ar"' in html
        assert '<figcaption><bdi lang="ar" dir="rtl">تعليق</bdi>' in html
        article.image_alt_en, article.image_caption_en = "A park", "The park"
        article.save()
        html = client.get(f"/en{article.get_absolute_url()}").content.decode()
        assert 'alt="A park" fetchpriority' in html
        assert "<figcaption><bdi>The park</bdi>" in html

    def test_none_where_there_is_none(self, client):
        failed = make_image()
        Image.objects.filter(pk=failed.pk).update(made={})
        for article in (make_article(), make_article(image=failed, image_alt_ar=ALT)):
            html = client.get(article.get_absolute_url()).content.decode()
            assert "<picture" not in html
            assert "<figure" not in html

    def test_the_lead_has_it_first_and_the_others_not(self, client):
        for _ in range(3):
            make_article(image=make_image(), image_alt_ar=ALT)
        html = client.get("/").content.decode()
        assert html.count("<picture") == 1
        lead = html.partition('<div class="lead">')[2].partition("</article>")[0]
        assert "/wide-50-50-800.jpg" in lead
        assert 'fetchpriority="high"' in lead
        assert 'loading="lazy"' not in lead

    def test_lists_ask_no_more_for_pictures(self, client):
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                client.get("/")
            return len(asked)

        make_article(image=make_image(), image_alt_ar=ALT)
        client.get("/")
        one = queries()
        for _ in range(12):
            make_article(image=make_image(), image_alt_ar=ALT)
        assert queries() == one
