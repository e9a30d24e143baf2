"""The newsroom's pages about itself, the captured originals, and what has no English."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import CapturedPage, ImportBatch, Page
from tests.builders import make_article, make_source, make_translated_article
from tests.stories import publish_story, withdraw_story

pytestmark = pytest.mark.django_db


def make_page(kind="about", **fields):
    return Page.objects.create(
        **{
            "kind": kind,
            "title_ar": "من نحن",
            "body_ar": '<p>نحن <a href="mailto:desk@newsroom.example">هنا</a>.</p>',
            "reviewed_on": date(2026, 5, 21),
        }
        | fields
    )


ENGLISH = {"title_en": "About us", "body_en": "<p>We are here.</p>"}


class TestPage:
    @pytest.mark.parametrize("kind", Page.Kind.values)
    def test_what_is_not_written_is_not_there_and_not_linked(self, client, kind):
        assert client.get(f"/{kind}/").status_code == 404
        make_page(kind, body_ar="")
        assert client.get(f"/{kind}/").status_code == 404
        assert f'href="/{kind}/"' not in client.get("/archive/").content.decode()

    @pytest.mark.parametrize("kind", Page.Kind.values)
    def test_it_is_read_at_its_address_and_linked_below_every_page(self, client, kind):
        make_page(kind)
        html = client.get(f"/{kind}/").content.decode()
        assert "<h1>من نحن</h1>" in html
        assert '<time datetime="2026-05-21">21 أيار 2026</time>' in html
        assert '<a href="mailto:desk@newsroom.example" rel="noopener">هنا</a>' in html
        assert f'<link rel="canonical" href="http://testserver/{kind}/">' in html
        assert "hreflang" not in html
        for address in ("/", "/archive/", "/nothing/"):
            assert f'<a href="/{kind}/">من نحن</a>' in client.get(address).content.decode()

    def test_in_english_where_it_is(self, client):
        make_page()
        page = client.get("/en/about/")
        assert (page.status_code, 'href="/about/"' in page.content.decode()) == (404, True)
        assert "/en/about/" not in client.get("/en/archive/").content.decode()
        Page.objects.update(**ENGLISH)
        html = client.get("/en/about/").content.decode()
        assert "<h1>About us</h1>" in html
        assert "21 May 2026" in html
        assert '<link rel="alternate" hreflang="en" href="http://testserver/en/about/">' in (
            client.get("/about/").content.decode()
        )
        assert '<a href="/en/about/">About us</a>' in client.get("/en/archive/").content.decode()

    def test_they_are_listed_in_the_order_of_their_kinds_with_one_query(self, client):
        counts = []
        for kind in reversed(Page.Kind.values):
            make_page(kind, **ENGLISH)
            with CaptureQueriesContext(connection) as queries:
                client.get("/archive/")
            counts.append(len(queries))
        assert len(set(counts)) == 1
        for language in ("ar", "en"):
            listed = [page.kind for page in Page.objects.in_language(language)]
            assert listed == Page.Kind.values


def capture(article, content, encoding="utf-8", **fields):
    batch, _made = ImportBatch.objects.get_or_create(name="batch")
    return CapturedPage.objects.create(
        **{
            "article": article, "batch": batch, "outcome": "created", "encoding": encoding,
            "content": content.encode(encoding), "sha256": f"{CapturedPage.objects.count():064x}",
            "file_name": "012.txt", "parser": "news-page", "parser_version": 1,
        }
        | fields
    )  # fmt: skip


def test_machines_are_told_of_the_policies_that_are_written(client):
    make_page("corrections-policy")
    article = make_article()
    for address in ("/", article.get_absolute_url()):
        html = client.get(address).content.decode()
        assert '"correctionsPolicy":"http://testserver/corrections-policy/"' in html
        assert "publishingPrinciples" not in html


class TestOriginal:
    PAGE = "افتتاح <السوق>\n\nوكالة الفرات\r\nافتتحت البلدية\u202bالسوق.\x07\n"

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "utf-16"])
    def test_line_by_line_as_it_was_captured(self, client, encoding):
        article = make_article("بلدية تفتح السوق", source=make_source())
        text = self.PAGE.replace("\u202b", " ") if encoding == "cp1256" else self.PAGE
        page = capture(article, text, encoding)
        response = client.get(f"/articles/{article.pk}/original/")
        lines = [(line.number, line.text) for line in response.context["lines"]]
        mark = " " if encoding == "cp1256" else "\u202b"
        assert lines == [
            (1, "افتتاح <السوق>"),
            (3, "وكالة الفرات"),
            (4, f"افتتحت البلدية{mark}السوق.\ufffd"),
        ]
        html = response.content.decode()
        assert '<li value="1">افتتاح &lt;السوق&gt;</li>' in html
        assert page.sha256 in html
        assert "وكالة الفرات</bdi></a>" in html
        assert '<meta name="robots" content="noindex">' in html

    def test_the_newest_capture_and_the_others_by_their_numbers(self, client):
        article = make_translated_article()
        for text in ("الأولى", "الثانية"):
            capture(article, text)
        capture(article, "The translation", kind="translation")

        def shown(query="", prefix=""):
            page = client.get(f"{prefix}/articles/{article.pk}/original/{query}")
            return [line.text for line in page.context["lines"]]

        assert (shown(), shown("?capture=1"), shown("?capture=2")) == (
            ["الثانية"], ["الأولى"], ["الثانية"],
        )  # fmt: skip
        assert shown(prefix="/en") == ["الثانية"]
        for query in ("?capture=3", "?capture=0", "?capture=x", "?capture=-1"):
            assert client.get(f"/articles/{article.pk}/original/{query}").status_code == 404

    def test_linked_from_what_came_from_a_page(self, client):
        written, imported = make_article(), make_article()
        capture(imported, self.PAGE)
        for article, is_linked in ((written, False), (imported, True)):
            address = f"/articles/{article.pk}/original/"
            html = client.get(article.get_absolute_url()).content.decode()
            assert (f'href="{address}"' in html) is is_linked
            assert client.get(address).status_code == (200 if is_linked else 404)

    def test_not_of_what_readers_cannot_read(self, client, chief):
        draft = make_article(status="draft", published_at=None)
        withdrawn = withdraw_story(publish_story(chief), chief)
        gone = withdraw_story(publish_story(chief), chief, is_gone=True)
        for article, status in ((draft, 404), (withdrawn, 200), (gone, 410)):
            capture(article, self.PAGE)
            page = client.get(f"/articles/{article.pk}/original/")
            assert (page.status_code, "وكالة" in page.content.decode()) == (status, False)

    def test_an_article_of_that_name_keeps_its_address(self, client):
        article = make_article(slug="original")
        capture(article, self.PAGE)
        assert client.get(f"/articles/{article.pk}/original/").context["article"] == article


class TestLanguages:
    def test_the_switch_says_that_there_is_no_translation(self, client):
        said = "No English translation of this article"
        html = client.get(make_article().get_absolute_url()).content.decode()
        assert "English</a>" not in html
        assert "لا ترجمة إنكليزية لهذا المقال" in html or said in html
        translated = client.get(make_translated_article().get_absolute_url()).content.decode()
        assert "English</a>" in translated
        assert "لا ترجمة إنكليزية لهذا المقال" not in translated

    @pytest.mark.parametrize("path", ["", "كلمات/", "history/", "original/", "report/"])
    def test_an_english_address_of_what_is_in_arabic_only_leads_there(self, client, path):
        article = make_article("بلدية تفتح السوق")
        page = client.get(f"/en/articles/{article.pk}/{path}")
        html = page.content.decode()
        assert page.status_code == 404
        assert '<html lang="en" dir="ltr">' in html
        assert (
            f'href="{article.get_absolute_url()}" hreflang="ar" lang="ar" dir="rtl">بلدية' in html
        )
        assert '<meta name="robots" content="noindex">' in html

    def test_what_is_in_neither_is_not_named(self, client):
        draft = make_article("مسودة سرية", status="draft", published_at=None)
        page = client.get(f"/en/articles/{draft.pk}/")
        assert (page.status_code, "سرية" in page.content.decode()) == (404, False)
