from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.translation import gettext

from articles.models import Article, Precision, Source
from articles.templatetags import newsroom
from tests.builders import utc

PUBLISHED = utc(2018, 5, 21, 9, 25)
UPDATED = utc(2018, 5, 24, 22, 21)


@pytest.fixture(params=["ar", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def arabic():
    with translation.override("ar"):
        yield


@pytest.fixture
def english():
    with translation.override("en"):
        yield


class TestTimeLines:
    def test_published_in_arabic(self, arabic):
        assert newsroom.published_line(Article(published_at=PUBLISHED)) == (
            '<time datetime="2018-05-21T12:25:00+03:00">تاريخ النشر: 21.05.2018 | 12:25 دمشق</time>'
        )

    def test_updated_in_arabic(self, arabic):
        assert newsroom.updated_line(Article(published_at=PUBLISHED, updated_at=UPDATED)) == (
            '<time datetime="2018-05-25T01:21:00+03:00">آخر تحديث: 25.05.2018 | 01:21 دمشق</time>'
        )

    def test_in_english(self, english):
        article = Article(published_at=PUBLISHED, updated_at=UPDATED)
        assert newsroom.published_line(article) == (
            '<time datetime="2018-05-21T12:25:00+03:00">'
            "Published: 21 May 2018, 12:25 Damascus</time>"
        )
        assert newsroom.updated_line(article) == (
            '<time datetime="2018-05-25T01:21:00+03:00">'
            "Last updated: 25 May 2018, 01:21 Damascus</time>"
        )

    def test_a_day_without_a_time_shows_no_midnight(self, arabic):
        article = Article(published_at=utc(2018, 5, 20, 21), published_precision=Precision.DAY)
        assert newsroom.published_line(article) == (
            '<time datetime="2018-05-21">تاريخ النشر: 21.05.2018</time>'
        )

    def test_without_an_update_there_is_no_line(self, language):
        assert newsroom.updated_line(Article(published_at=PUBLISHED)) == ""


class TestListTime:
    def test_an_old_article_shows_its_date(self, arabic):
        assert newsroom.list_time(Article(published_at=PUBLISHED)) == (
            '<time datetime="2018-05-21T12:25:00+03:00" title="21 أيار 2018، 12:25">'
            "21 أيار 2018</time>"
        )

    def test_the_dual_in_the_first_day(self, arabic):
        article = Article(published_at=timezone.now() - timedelta(hours=2, minutes=5))
        assert ">قبل ساعتين</time>" in newsroom.list_time(article)

    def test_a_day_is_never_relative(self, arabic):
        today = timezone.now() - timedelta(hours=2)
        article = Article(published_at=today, published_precision=Precision.DAY)
        assert "قبل" not in newsroom.list_time(article)


class TestToday:
    def test_it_is_the_day_in_damascus_and_not_in_london(self, arabic, monkeypatch):
        monkeypatch.setattr(newsroom.timezone, "now", lambda: UPDATED)
        assert newsroom.today() == ('<time datetime="2018-05-25">الجمعة، 25 أيار 2018</time>')

    def test_in_english(self, english, monkeypatch):
        monkeypatch.setattr(newsroom.timezone, "now", lambda: UPDATED)
        assert newsroom.today() == '<time datetime="2018-05-25">Friday, 25 May 2018</time>'


class TestTranslated:
    def test_words_in_the_language_in_force(self, english):
        source = Source(name_ar="وكالة الفرات", name_en="Euphrates & Co")
        assert newsroom.translated(source, "name") == "<bdi>Euphrates &amp; Co</bdi>"

    def test_arabic_on_an_english_page_says_so(self, english):
        assert newsroom.translated(Source(name_ar="وكالة الفرات"), "name") == (
            '<bdi lang="ar" dir="rtl">وكالة الفرات</bdi>'
        )

    def test_nothing_where_there_is_neither(self, language):
        assert newsroom.translated(Article(), "byline") == ""

    def test_written_never_borrows_the_other_language(self, english):
        assert newsroom.written(Article(summary_ar="ملخص"), "summary") == ""


class TestOpening:
    def test_the_first_paragraph_as_plain_text(self):
        assert newsroom.opening("<p>أولاً &amp; <strong>ثانياً</strong></p><p>ثالثاً</p>") == (
            "أولاً & ثانياً"
        )

    def test_forty_words_and_no_more(self):
        words = newsroom.opening(f"<p>{'كلمة ' * 60}</p>")
        assert words == "كلمة " * 39 + "كلمة…"

    @pytest.mark.parametrize("cut", ['<p>نص <a href="https://exa', "<p>نص </stron", "<p>نص "])
    def test_a_body_cut_off_anywhere(self, cut):
        assert newsroom.opening(cut) == "نص"

    @pytest.mark.parametrize("empty", [None, ""])
    def test_no_body(self, empty):
        assert newsroom.opening(empty) == ""


def test_a_summary_is_plain_text_and_comes_before_the_body():
    assert newsroom.or_opening("كيف يُكتب <b>", "<p>نص</p>") == "كيف يُكتب <b>"
    assert newsroom.or_opening("كلمة " * 60, None) == "كلمة " * 39 + "كلمة…"
    assert newsroom.or_opening("", "<p>س &lt; ص</p><p>ثانياً</p>") == "س < ص"


def test_body_goes_through_the_policy():
    assert newsroom.body("<p onclick=x()>نص</p><script>alert(1)</script>") == "<p>نص</p>"


def test_what_arabic_would_turn_round_is_isolated(language):
    shown = {"ar": "<bdi>C++</bdi> &amp; لغة", "en": "C++ &amp; لغة"}[language]
    assert newsroom.body("<p>C++ &amp; لغة</p>") == f"<p>{shown}</p>"
    assert newsroom.as_typed("C++ & لغة") == shown
    assert newsroom.as_typed("C++ & لغة", "ar") == "<bdi>C++</bdi> &amp; لغة"
    assert newsroom.as_typed(None) == ""
    source = Source(name_ar='الـC++ & "ثم"')
    named = newsroom.translated(source, "name")
    assert '>الـ<bdi>C++</bdi> &amp; "ثم"</bdi>' in named


@pytest.mark.parametrize(("value", "ar", "en"), [(5, "أيار", "May"), (UPDATED, "أيار", "May")])
def test_month(value, ar, en):
    with translation.override("ar"):
        assert newsroom.month(value) == ar
    with translation.override("en"):
        assert newsroom.month(value) == en


def test_day_address_is_of_the_damascus_day(arabic):
    assert newsroom.day_address(Article(published_at=UPDATED)) == "/archive/2018/05/25/"


class TestSamePageIn:
    def page(self, path, language, **context):
        request = RequestFactory().get(path)
        return newsroom.same_page_in(Context({"request": request, **context}), language)

    @pytest.mark.parametrize("path", ["/", "/archive/", "/archive/2018/05/"])
    def test_a_list_there_and_back(self, path):
        english = self.page(path, "en")
        assert english == f"/en{path}"
        assert self.page(english, "ar") == path

    def test_an_address_that_only_begins_like_an_english_one(self):
        assert self.page("/sources/enab/", "en") == "/en/sources/enab/"

    def test_the_filters_go_along(self):
        assert self.page("/archive/", "en", filters="q=a&since=2018-05-21") == (
            "/en/archive/?q=a&since=2018-05-21"
        )

    def test_an_article_without_a_translation_has_no_english_page(self):
        article = SimpleNamespace(has_english=False)
        assert self.page("/articles/1/x/", "en", article=article) is None

    def test_a_list_without_translations_has_none_either(self):
        assert self.page("/archive/2018/", "en", has_english=False) is None
        assert self.page("/en/archive/2018/", "ar", has_english=False) == "/archive/2018/"

    def test_an_article_with_one(self, language):
        article = Article(pk=7, slug="حديقة", title_en="Park", body_en="<p>Open</p>")
        path = "articles/7/%D8%AD%D8%AF%D9%8A%D9%82%D8%A9/"
        assert self.page("/x/", "en", article=article) == f"/en/{path}"
        assert self.page("/x/", "ar", article=article) == f"/{path}"


def test_a_headline_cannot_break_out_of_a_time_line(arabic):
    template = Template("{% load newsroom %}{% translated article 'byline' %}")
    article = Article(byline_ar="<script>alert(1)</script>")
    assert template.render(Context({"article": article})) == (
        "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"
    )


class TestReadingTime:
    def test_the_body_in_the_language_of_the_page(self, language):
        body = f"<p>{'كلمة ' * 300}</p><p>{'كلمة ' * 114}</p>"
        minutes = {"ar": 3, "en": 2}[language]
        assert newsroom.minutes_to_read(Article(**{f"body_{language}": body})) == minutes

    def test_nothing_yet(self, language):
        assert newsroom.minutes_to_read(Article()) == 0

    def test_never_in_no_minutes(self, language):
        said = render_to_string("articles/_reading_time.html", {"article": Article()})
        assert said == gettext("Reading time: less than a minute")


def test_what_is_relative_can_be_kept_up(arabic):
    now = timezone.now() - timedelta(hours=2, minutes=5)
    assert ' data-live="ar-SY-u-nu-latn">قبل ساعتين<' in newsroom.list_time(
        Article(published_at=now)
    )
    assert "data-live" not in newsroom.list_time(Article(published_at=PUBLISHED))


def test_arabic_that_begins_in_latin_letters_says_its_direction(arabic):
    assert newsroom.translated(Source(name_ar="BBC عربي"), "name") == (
        '<bdi dir="rtl">BBC عربي</bdi>'
    )


def test_isolated_in_a_title(language):
    assert newsroom.isolated("سوق") == {"ar": "سوق", "en": "\u2068سوق\u2069"}[language]


def test_readable():
    assert newsroom.readable("/articles/7/%D8%B3%D9%88%D9%82/?a=%20b") == "/articles/7/سوق/?a=%20b"


def test_the_operators_own_faces(settings):
    assert newsroom.fonts_stylesheet() == ""
    settings.FONTS_DIR = "/srv/fonts"
    assert newsroom.fonts_stylesheet() == "/static/fonts/fonts.css"
