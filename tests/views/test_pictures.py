"""Pictures as readers get them: the files, the figure, the lists."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from articles.editing import add_image
from articles.images import FORMATS
from articles.models import Article, Image, Topic
from tests.builders import (
    make_article,
    make_image,
    make_section,
    make_source,
    make_translated_article,
    utc,
)
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
        assert client.post(address).status_code == 405
        response = client.head(address)
        assert response.status_code == 200
        response.close()

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

    def test_the_front_page_has_them_in_its_places_and_at_the_head_of_its_sections(self, client):
        section = make_section()
        articles = [
            make_article(
                section=section,
                image=make_image(),
                image_alt_ar=f"صورة {number}",
                published_at=utc(2018, 5, 21, 8, number),
            )
            for number in range(20, 0, -1)
        ]
        html = client.get("/").content.decode()
        # Seven places, seven of the latest, and the three newest of the rest in their section.
        shown = {alt: shape for alt, shape, _, _ in shown_pictures(html)}
        assert shown == {
            "صورة 20": "wide-50-50-800.jpg",
            **{f"صورة {number}": "wide-50-50-800.jpg" for number in range(19, 13, -1)},
            "صورة 6": "square-50-50-360.jpg",
        }
        placed = html.partition('<section class="prominent"')[2].partition("</section>")[0]
        assert placed.count("<picture") == 6
        assert articles[14].title_ar in html.partition("صورة 6")[2].partition("</article>")[0]

    def test_only_the_lead_is_not_waited_for(self, client):
        section = make_section()
        for _ in range(16):
            make_article(section=section, image=make_image(), image_alt_ar=ALT)
        tags = pictures_of(client.get("/").content.decode())
        assert len(tags) == 8
        assert 'fetchpriority="high"' in tags[0]
        assert "loading=" not in tags[0]
        for tag in tags[1:]:
            assert 'loading="lazy"' in tag
            assert "fetchpriority" not in tag

    def test_each_says_its_size_so_that_nothing_jumps(self, client):
        section = make_section()
        for _ in range(16):
            make_article(section=section, image=make_image(), image_alt_ar=ALT)
        sizes = [size for _, _, *size in shown_pictures(client.get("/").content.decode())]
        assert sizes == [["800", "450"]] * 7 + [["360", "360"]]

    @pytest.mark.parametrize("kind", ["section", "topic"])
    def test_a_list_has_that_of_its_first_article(self, client, kind):
        section = make_section()
        for number in range(3):
            make_article(
                section=section,
                tags=["حدائق"],
                image=make_image(),
                image_alt_ar=f"صورة {number}",
                published_at=utc(2018, 5, 21, 8, number),
            )
        page = section if kind == "section" else Topic.objects.get()
        html = client.get(page.get_absolute_url()).content.decode()
        shape = {
            "section": ("wide-50-50-800.jpg", "800", "450"),
            "topic": ("square-50-50-360.jpg", "360", "360"),
        }
        assert shown_pictures(html) == [("صورة 2", *shape[kind])]
        assert ('loading="lazy"' in html) == (kind == "topic")

    @pytest.mark.parametrize("kind", ["section", "topic"])
    def test_a_further_page_has_that_of_its_own_first(self, client, kind):
        section = make_section()
        for _ in range(22):
            make_article(section=section, tags=["حدائق"], image=make_image(), image_alt_ar=ALT)
        page = section if kind == "section" else Topic.objects.get()
        html = client.get(page.get_absolute_url(), {"page": 2}).content.decode()
        assert [size for _, _, *size in shown_pictures(html)] == [["360", "360"]]
        assert 'loading="lazy"' in html

    @pytest.mark.parametrize("kind", ["section", "topic"])
    def test_the_first_article_has_none(self, client, kind):
        section = make_section()
        with_one = {"image": make_image(), "image_alt_ar": ALT, "published_at": utc(2018, 5, 20)}
        make_article(section=section, tags=["حدائق"], **with_one)
        make_article(section=section, tags=["حدائق"])
        page = section if kind == "section" else Topic.objects.get()
        assert "<picture" not in client.get(page.get_absolute_url()).content.decode()

    def test_an_english_list_says_that_a_text_is_arabic(self, client):
        section = make_section(name_en="Local")
        make_translated_article(section=section, image=make_image(), image_alt_ar="حديقة")
        html = client.get(f"/en{section.get_absolute_url()}").content.decode()
        assert 'alt="حديقة" lang="ar"' in html

    @pytest.mark.parametrize("kind", ["front", "section", "topic"])
    def test_lists_ask_no_more_for_pictures(self, client, kind):
        section = make_section()

        def make() -> None:
            make_article(section=section, tags=["حدائق"], image=make_image(), image_alt_ar=ALT)

        def queries(address: str) -> int:
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            return len(asked)

        # As many as make every part of the front page that has pictures appear.
        for _ in range(15):
            make()
        address = {
            "front": "/",
            "section": section.get_absolute_url(),
            "topic": Topic.objects.get().get_absolute_url(),
        }[kind]
        client.get(address)
        with_pictures = queries(address)
        for _ in range(12):
            make()
        assert queries(address) == with_pictures
        Article.objects.update(image=None)
        assert queries(address) == with_pictures


def pictures_of(html: str) -> list[str]:
    return re.findall(r"<picture>.*?</picture>", html, re.DOTALL)


def shown_pictures(html: str) -> list[tuple[str, ...]]:
    """Of each picture of a page its alternative text, the file of its JPEG, its width and height."""
    said = r'<img src="[^"]*/([^"/]*)".* width="(\d+)" height="(\d+)" alt="([^"]*)"'
    return [
        (alt, file, width, height)
        for tag in pictures_of(html)
        for file, width, height, alt in re.findall(said, tag)
    ]
