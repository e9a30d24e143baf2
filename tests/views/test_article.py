import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Kinship, Precision, RelatedLink, Status, Topic
from articles.page_cache import GENERATION, Generation
from tests.builders import make_article, make_section, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db


def read(client, article, prefix=""):
    response = client.get(f"{prefix}{article.get_absolute_url()}")
    assert response.status_code == 200
    return response.content.decode()


class TestAddress:
    @pytest.mark.parametrize("slug", ["", "كلمات-قديمة/", "x/"])
    def test_a_wrong_or_missing_slug_is_put_right_and_keeps_the_query(self, client, slug):
        article = make_article("البلدية تفتتح الحديقة")
        response = client.get(f"/articles/{article.pk}/{slug}?ref=%D8%B1%D8%B3&page=2")
        assert response.status_code == 301
        assert response["Location"] == (f"{article.get_absolute_url()}?ref=%D8%B1%D8%B3&page=2")

    def test_no_question_mark_without_a_query(self, client):
        article = make_article()
        response = client.get(f"/articles/{article.pk}/")
        assert response["Location"] == article.get_absolute_url()

    def test_in_english_it_stays_in_english(self, client):
        article = make_translated_article()
        response = client.get(f"/en/articles/{article.pk}/")
        assert response.status_code == 301
        assert response["Location"] == f"/en{article.get_absolute_url()}"

    @pytest.mark.parametrize("number", ["0", "999", "9223372036854775808", "9" * 30, "9" * 5000])
    def test_a_number_that_no_article_has(self, client, number):
        assert client.get(f"/articles/{number}/").status_code == 404

    def test_a_nul_in_the_slug(self, client):
        article = make_article()
        assert client.get(f"/articles/{article.pk}/a%00b/").status_code == 404

    def test_only_reading(self, client):
        address = make_article().get_absolute_url()
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405


class TestWhoMayRead:
    @pytest.mark.parametrize(
        "fields",
        [
            {"status": Status.DRAFT},
            {"status": Status.WITHDRAWN},
            {"published_at": utc(2100, 1, 1)},
        ],
        ids=["draft", "withdrawn", "future"],
    )
    def test_what_is_not_public_is_nowhere(self, client, fields):
        source = make_source()
        make_translated_article("خبر منشور", source=source)
        hidden = make_translated_article("خبر محجوب", source=source, title_en="Hidden", **fields)
        assert client.get(hidden.get_absolute_url()).status_code == 404
        assert client.get(f"/articles/{hidden.pk}/").status_code == 404
        assert client.get(f"/en{hidden.get_absolute_url()}").status_code == 404
        for page in [
            "/",
            "/archive/",
            "/search/?q=خبر",
            "/search/?since=1.1.2018",
            "/search/feed/?q=خبر",
            "/search/suggestions/?q=خبر",
            "/archive/2018/",
            "/archive/2018/05/",
            "/archive/2018/05/21/",
            source.get_absolute_url(),
            "/en/",
            "/en/archive/",
        ]:
            html = client.get(page).content.decode()
            html = html.replace("<mark>", "").replace("</mark>", "")
            assert "محجوب" not in html, page
            assert "Hidden" not in html, page
            assert "خبر منشور" in html or "The park reopens" in html, page

    def test_without_a_translation_there_is_no_english_page(self, client):
        article = make_article()
        assert client.get(f"/en{article.get_absolute_url()}").status_code == 404
        assert "hreflang" not in read(client, article)

    def test_with_one_the_two_name_each_other(self, client):
        article = make_translated_article()
        address = f"http://testserver{article.get_absolute_url()}"
        english = address.replace("/articles/", "/en/articles/")
        for html, canonical in [
            (read(client, article), address),
            (read(client, article, "/en"), english),
        ]:
            assert f'<link rel="canonical" href="{canonical}">' in html
            assert f'<link rel="alternate" hreflang="ar" href="{address}">' in html
            assert f'<link rel="alternate" hreflang="en" href="{english}">' in html


class TestPage:
    def test_the_lines_of_the_times(self, client):
        article = make_translated_article(
            published_at=utc(2018, 5, 21, 9, 25), updated_at=utc(2018, 5, 24, 22, 21)
        )
        html = read(client, article)
        assert (
            '<time datetime="2018-05-21T12:25:00+03:00">تاريخ النشر: 21.05.2018 | 12:25 دمشق</time>'
        ) in html
        assert (
            '<time datetime="2018-05-25T01:21:00+03:00">آخر تحديث: 25.05.2018 | 01:21 دمشق</time>'
        ) in html
        english = read(client, article, "/en")
        assert "Published: 21 May 2018, 12:25 Damascus</time>" in english
        assert "Last updated: 25 May 2018, 01:21 Damascus</time>" in english

    def test_a_day_only(self, client):
        article = make_article(published_at=utc(2018, 5, 20, 21), published_precision=Precision.DAY)
        html = read(client, article)
        assert '<time datetime="2018-05-21">تاريخ النشر: 21.05.2018</time>' in html
        assert "آخر تحديث" not in html

    def test_headline_source_byline_summary_and_body(self, client):
        source = make_source("وكالة الفرات")
        article = make_article(
            'البلدية: "الحديقة" <جاهزة>',
            source=source,
            byline_ar="ليلى الحموي",
            summary_ar="خبر في سطر",
            body_ar='<p>أولاً</p><blockquote class="pull"><p>قول</p></blockquote><h2>عنوان</h2>',
        )
        html = read(client, article)
        assert '<h1>البلدية: "الحديقة" &lt;جاهزة&gt;</h1>' in html
        assert html.count("<h1") == 1
        assert f'<a href="{source.get_absolute_url()}"><bdi>وكالة الفرات</bdi></a>' in html
        assert '<p class="byline"><bdi>ليلى الحموي</bdi></p>' in html
        assert '<p class="standfirst">خبر في سطر</p>' in html
        assert (
            '<div class="body"><p>أولاً</p><blockquote class="pull"><p>قول</p></blockquote>'
            "<h2>عنوان</h2></div>"
        ) in html
        assert '<meta name="description" content="خبر في سطر">' in html

    def test_foreign_runs_on_an_english_page(self, client):
        article = make_translated_article(
            source=make_source("وكالة الفرات"),
            byline_ar="ليلى الحموي",
            summary_ar="ملخص",
            tags=["حدائق"],
        )
        html = read(client, article, "/en")
        assert '<html lang="en" dir="ltr">' in html
        assert '<bdi lang="ar" dir="rtl">وكالة الفرات</bdi>' in html
        assert '<p class="byline"><bdi lang="ar" dir="rtl">ليلى الحموي</bdi></p>' in html
        assert '<bdi lang="ar" dir="rtl">حدائق</bdi>' in html
        assert "ملخص" not in html  # a summary is translated or absent

    def test_a_body_is_cleaned_once_more(self, client):
        article = make_article()
        type(article).objects.filter(pk=article.pk).update(
            body_ar='<p onclick="x()">نص</p><script>alert(1)</script>'
        )
        assert '<div class="body"><p>نص</p></div>' in read(client, article)

    def test_tags_lead_to_what_has_them(self, client):
        make_article(tags=["أسواق وحدائق"])
        topic = Topic.objects.get()
        html = read(client, make_article(tags=["اسواق وحدائق", "أسواق وحدائق"]))
        links = re.findall(r'<li><a href="([^"]*)"><bdi lang="ar" dir="rtl">([^<]*)</bdi>', html)
        assert links == [(topic.get_absolute_url(), "اسواق وحدائق")]

    @pytest.mark.parametrize("language", ["", "/en"])
    def test_a_tag_stands_as_it_was_typed(self, client, language):
        html = read(client, make_translated_article(tags=["C++ وأخواتها"]), language)
        assert '<bdi lang="ar" dir="rtl"><bdi>C++</bdi> وأخواتها</bdi>' in html

    def test_a_summary_is_no_markup(self, client):
        html = read(client, make_article(summary_ar="كيف يُكتب <b> في HTML"))
        assert '<meta name="description" content="كيف يُكتب &lt;b&gt; في HTML">' in html

    def test_the_day_of_the_article_is_the_one_in_damascus(self, client):
        html = read(client, make_article(published_at=utc(2018, 5, 24, 23, 1)))
        assert '<a href="/archive/2018/05/25/">كل مقالات <bdi>25 أيار 2018</bdi></a>' in html


class TestRelatedLinks:
    def links(self, html):
        section = re.search(r'<ul class="related">(.*?)</ul>', html, re.DOTALL)
        return [" ".join(item.split()) for item in re.findall(r"<li.*?</li>", section[1])]

    def test_they_lead_where_readers_may_go(self, client):
        target = make_article("عنوان الهدف")
        draft = make_article("مسودة", status=Status.DRAFT)
        article = make_article()
        for position, (title, leads_to, url) in enumerate(
            [
                ("عنوان قديم للهدف", target, ""),
                ("مسودة", draft, ""),
                ("لا أحد", None, ""),
                ("في موقع آخر", None, "https://example.org/a"),
            ]
        ):
            RelatedLink.objects.create(
                article=article, position=position, title=title, target=leads_to, url=url
            )
        assert self.links(read(client, article)) == [
            f'<li><a href="{target.get_absolute_url()}">عنوان الهدف</a></li>',
            '<li class="absent"><span lang="ar" dir="rtl">مسودة</span> '
            "<small>غير متوفر هنا</small></li>",
            '<li class="absent"><span lang="ar" dir="rtl">لا أحد</span> '
            "<small>غير متوفر هنا</small></li>",
            '<li><a href="https://example.org/a" rel="noopener" lang="ar" dir="rtl">'
            "في موقع آخر</a></li>",
        ]

    def test_in_english_they_lead_to_english(self, client):
        translated = make_translated_article("مترجم", title_en="Translated")
        arabic_only = make_article("بالعربية فقط")
        article = make_translated_article()
        for target in (translated, arabic_only):
            RelatedLink.objects.create(article=article, title=target.title_ar, target=target)
        assert self.links(read(client, article, "/en")) == [
            f'<li><a href="/en{translated.get_absolute_url()}">Translated</a></li>',
            '<li class="absent"><span lang="ar" dir="rtl">بالعربية فقط</span> '
            "<small>not available here</small></li>",
        ]

    def test_as_many_queries_for_one_as_for_many(self, client):
        def queries(count):
            article = make_article()
            for number in range(count):
                RelatedLink.objects.create(
                    article=article, position=number, title="س", target=make_article()
                )
            with CaptureQueriesContext(connection) as captured:
                read(client, article)
            return len(captured)

        assert queries(1) == queries(8)


class TestSection:
    def test_it_stands_over_the_headline_and_is_marked_in_the_navigation(self, client):
        section = make_section("محليات", name_en="Local")
        article = make_translated_article(section=section)
        address = section.get_absolute_url()
        html = read(client, article)
        assert f'<p class="kicker"><a href="{address}"><bdi>محليات</bdi></a>' in html
        assert f'<a href="{address}" aria-current="true"><bdi>محليات</bdi></a>' in html
        assert "<bdi>Local</bdi>" in read(client, article, "/en")


class TestStory:
    @pytest.fixture
    def story(self):
        """Three articles that an editor told to be one story; the last in Arabic alone."""
        first = make_translated_article("البداية", title_en="How it began")
        second = make_translated_article(
            "ثم", title_en="Then", published_at=utc(2018, 5, 22), slug="ثم"
        )
        third = make_article("الآن", published_at=utc(2018, 5, 23))
        Kinship.objects.create(older=first, newer=second, verdict="update")
        Kinship.objects.create(older=second, newer=third, verdict="same")
        return first, second, third

    @staticmethod
    def beside(client, article, prefix=""):
        story = client.get(f"{prefix}{article.get_absolute_url()}").context["story"]
        if story is None:
            return None
        titles = [one and one.title_ar for one in (story.previous, story.next)]
        return [one.title_ar for one in story.articles], *titles

    def test_from_the_beginning_with_what_came_before_and_after(self, client, story):
        whole = ["البداية", "ثم", "الآن"]
        assert [self.beside(client, one) for one in story] == [
            (whole, None, "ثم"),
            (whole, "البداية", "الآن"),
            (whole, "ثم", None),
        ]
        html = read(client, story[1])
        assert f'<a rel="prev" href="{story[0].get_absolute_url()}">' in html
        assert f'<a rel="next" href="{story[2].get_absolute_url()}">' in html
        assert '<b aria-current="true">ثم</b>' in html

    def test_in_english_what_can_be_read_in_english(self, client, story):
        assert self.beside(client, story[1], "/en") == (["البداية", "ثم"], "البداية", None)

    @pytest.mark.parametrize(
        "hidden", [{"status": "draft"}, {"published_at": utc(2090, 1, 1)}, {"status": "withdrawn"}]
    )
    def test_what_readers_cannot_see_is_not_in_it(self, client, story, hidden):
        type(story[1]).objects.filter(pk=story[1].pk).update(**hidden)
        assert self.beside(client, story[0]) == (["البداية", "الآن"], None, "الآن")

    def test_what_nobody_confirmed_is_no_story(self, client, story):
        Kinship.objects.update(verdict="proposed")
        assert self.beside(client, story[0]) is None
        assert "story-heading" not in read(client, story[0])

    def test_alone_among_those_that_can_be_read_it_is_no_story(self, client, story):
        Kinship.objects.filter(older=story[0]).delete()
        assert self.beside(client, story[1], "/en") is None


def test_what_is_put_together_once_a_generation_finds_each_article(client):
    first, second = make_article("الأول"), make_article("الثاني")
    told = {GENERATION: Generation(10**6, 1e10)}  # no other test's
    for article in (first, second, first):
        page = client.get(article.get_absolute_url(), **told).content.decode()
        assert f"<h1>{article.title_ar}</h1>" in page
    third = make_article("الثالث")
    told = {GENERATION: Generation(10**6 + 1, 1e10)}
    assert client.get(third.get_absolute_url(), **told).status_code == 200
    Article.objects.filter(pk=third.pk).update(status=Status.DRAFT)
    assert client.get(third.get_absolute_url(), **told).status_code == 404
